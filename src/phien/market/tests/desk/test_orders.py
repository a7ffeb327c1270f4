"""Finding orders, and moving one on."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from phien.market import actions
from phien.market.models import Order, Parcel, Payment, Refund, StockEntry
from phien.market.tests.conftest import PHONE
from phien.market.tests.desk.conftest import pay, stock_of


def page(client, url):
    return client.get(url).content.decode()


class TestOverview:
    def test_the_next_thing_stands_first(self, desk, packer):
        desk.order()
        desk.order(provider="bank_transfer")
        packed = desk.order()
        actions.mark_packed(order=packed, by=desk.market.packer)
        context = packer.get(desk.url()).context
        work = context["work"]
        assert (work.to_pack, work.packed, work.awaited, work.refunds) == (1, 1, 1, 0)
        assert (work.today.orders, work.today.turnover) == (3, 3 * 770_000)

    def test_low_and_paused_are_named(self, desk, packer):
        desk.order((desk.market.duck_offer, 5))
        desk.order((desk.market.duck_offer, 3))
        actions.pause_offer(offer=desk.market.honey_offer, by=desk.market.organiser)
        context = packer.get(desk.url()).context
        assert [card.left for card in context["low"]] == [2]
        assert [card.offer for card in context["paused"]] == [desk.market.honey_offer]


class TestList:
    def test_search_by_code_phone_and_name(self, desk, packer):
        ha = desk.order(name="Nguyễn Thị Hà", phone="+84912345678")
        lan = desk.order(name="Vi Thị Lan", phone="+84987654321")
        for text, found, other in (
            (ha.purchase.code, ha, lan),
            (f" {str(ha).lower()} ", ha, lan),
            (ha.purchase.code[:4], ha, lan),
            ("678", ha, lan),
            ("0912 345 678", ha, lan),
            ("+84 987 654 321", lan, ha),
            ("thị lan", lan, ha),
            ("NGUYỄN", ha, lan),
        ):
            content = page(packer, desk.url(f"orders/?q={text.replace('+', '%2B').replace(' ', '+')}"))
            assert str(found) in content, text
            assert str(other) not in content, text

    def test_filters(self, desk, packer):
        near = desk.order(provider="bank_transfer")
        far = desk.order((desk.market.honey_offer, 1), province=desk.market.can_tho, commune=desk.market.ninh_kieu)
        actions.mark_packed(order=far, by=desk.market.packer)
        for query, found, other in (
            ("state=packed", far, near),
            ("payment=awaited", near, far),
            ("producer=htx-quynh-son", far, near),
            ("province=92", far, near),
            ("province=20", near, far),
        ):
            content = page(packer, desk.url(f"orders/?{query}"))
            assert str(found) in content, query
            assert str(other) not in content, query

    @pytest.mark.parametrize(
        "query", ["state=nonsense", "page=999", "page=x", "province=%00", "q=%00", "q=" + "x" * 500]
    )
    def test_nonsense_narrows_nothing_and_breaks_nothing(self, desk, packer, query):
        desk.order()
        assert packer.get(desk.url(f"orders/?{query}")).status_code == 200

    def test_pages(self, desk, packer, monkeypatch):
        monkeypatch.setattr("phien.market.views.desk.entry.page_of.__defaults__", (1,))
        first, second = desk.order(), desk.order()
        assert str(second) in page(packer, desk.url("orders/"))
        assert str(first) in page(packer, desk.url("orders/?page=2"))

    @pytest.mark.parametrize(
        "path", ["", "orders/", "packing/", "packing/?which=packed", "stock/", "offers/", "money/"]
    )
    def test_as_many_queries_for_three_rows_as_for_one(self, desk, packer, path):
        kinds = ("cod", "bank_transfer")

        def counted():
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert packer.get(desk.url(path)).status_code == 200
            return len(queries)

        for kind in kinds:
            desk.order(provider=kind)
        actions.mark_packed(order=desk.order(), by=desk.market.packer)
        packer.get(desk.url(path))
        one = counted()
        for _ in range(2):
            for kind in kinds:
                desk.order((desk.market.honey_offer, 1), provider=kind)
            actions.mark_packed(order=desk.order((desk.market.honey_offer, 1)), by=desk.market.packer)
        assert counted() == one


class TestTable:
    def test_every_line_once_and_nothing_is_a_formula(self, desk, packer):
        order = desk.order(
            (desk.market.duck_offer, 2),
            (desk.market.honey_offer, 1),
            name='=HYPERLINK("http://x")',
            note="+1+1",
            street="@SUM(A1)",
        )
        answer = packer.get(desk.url("orders.xlsx"))
        assert "attachment" in answer["Content-Disposition"]
        sheet = load_workbook(io.BytesIO(answer.content)).active
        rows = list(sheet.iter_rows(min_row=2))
        assert len(rows) == 2
        assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "d"}
        assert not any(cell.hyperlink for row in rows for cell in row)
        words = [cell.value for row in rows for cell in row]
        assert '=HYPERLINK("http://x")' in words
        assert str(order) in words
        assert 770_000 in words

    def test_only_what_the_list_shows(self, desk, packer):
        desk.order()
        sheet = load_workbook(io.BytesIO(packer.get(desk.url("orders.xlsx?state=packed")).content)).active
        assert sheet.max_row == 1


class TestMoves:
    def test_pack_twice_and_undo(self, desk, packer):
        order = desk.order()
        for _ in range(2):
            answer = packer.post(desk.url(f"orders/{order}/pack/"), follow=True)
            assert answer.status_code == 200
        content = answer.content.decode()
        assert f"orders/{order}/unpack/" in content
        assert "undo-bar" in content
        assert Parcel.objects.get(order=order).packed_by == desk.market.packer
        for _ in range(2):
            assert packer.post(desk.url(f"orders/{order}/unpack/"), follow=True).status_code == 200
        assert Parcel.objects.get(order=order).state == "to_pack"

    def test_undo_is_offered_once(self, desk, packer):
        order = desk.order()
        packer.post(desk.url(f"orders/{order}/pack/"))
        assert "undo-bar" in page(packer, desk.url(f"orders/{order}/"))
        assert "undo-bar" not in page(packer, desk.url(f"orders/{order}/"))

    def test_an_awaited_transfer_is_not_packed(self, desk, packer):
        order = desk.order(provider="bank_transfer")
        answer = packer.post(desk.url(f"orders/{order}/pack/"))
        assert answer.status_code == 409
        assert str(order) in answer.content.decode()
        assert Parcel.objects.get(order=order).state == "to_pack"

    def test_hand_over_asks_and_then_does_it_once(self, desk, packer):
        order = desk.order()
        actions.mark_packed(order=order, by=desk.market.packer)
        url = desk.url(f"orders/{order}/hand-over/")
        assert packer.get(url).status_code == 200
        assert Parcel.objects.get(order=order).state == "packed"
        for _ in range(2):
            assert packer.post(url, {"carrier": "Viettel Post", "tracking": "VTP1"}).status_code == 302
        parcel = Parcel.objects.get(order=order)
        assert (parcel.state, parcel.carrier, parcel.tracking) == ("handed_over", "Viettel Post", "VTP1")
        assert stock_of(desk.market.duck_lot).on_hand == 8
        assert "Viettel Post" in page(packer, desk.url(f"orders/{order}/"))

    def test_what_is_too_long_is_kept_and_marked(self, desk, packer):
        order = desk.order()
        actions.mark_packed(order=order, by=desk.market.packer)
        answer = packer.post(desk.url(f"orders/{order}/hand-over/"), {"carrier": "x" * 61, "tracking": "VTP1"})
        assert answer.status_code == 400
        assert "VTP1" in answer.content.decode()
        assert Parcel.objects.get(order=order).state == "packed"

    @pytest.mark.parametrize("move", ["hand-over", "deliver", "give-back"])
    def test_not_before_its_time(self, desk, packer, move):
        order = desk.order()
        before = StockEntry.objects.count()
        for answer in (
            packer.get(desk.url(f"orders/{order}/{move}/")),
            packer.post(desk.url(f"orders/{order}/{move}/"), {"reason": "x"}),
        ):
            assert answer.status_code == 409
        assert StockEntry.objects.count() == before

    def test_delivered_completes_and_counts_the_money(self, desk, duck_house):
        order = desk.order()
        actions.mark_packed(order=order, by=desk.market.packer)
        actions.mark_handed_over(order=order, by=desk.market.packer)
        for _ in range(2):
            assert duck_house.post(desk.url(f"orders/{order}/deliver/")).status_code == 302
        order.refresh_from_db()
        assert (order.state, Payment.objects.get(order=order).state) == ("completed", "paid")

    @pytest.mark.parametrize(("to_stock", "on_hand"), [("", 8), ("on", 10)])
    def test_came_back(self, desk, packer, to_stock, on_hand):
        order = desk.order()
        actions.mark_packed(order=order, by=desk.market.packer)
        actions.mark_handed_over(order=order, by=desk.market.packer)
        url = desk.url(f"orders/{order}/give-back/")
        assert packer.post(url, {"reason": ""}).status_code == 400
        facts = {"reason": "Không ai nhận"} | ({"to_stock": "on"} if to_stock else {})
        for _ in range(2):
            assert packer.post(url, facts).status_code == 302
        assert stock_of(desk.market.duck_lot).on_hand == on_hand
        assert Order.objects.get(pk=order.pk).state == "cancelled"

    def test_cancel_returns_the_pieces_and_owes_the_money(self, desk, organiser):
        order = desk.order(provider="bank_transfer")
        pay(order)
        url = desk.url(f"orders/{order}/cancel/")
        assert organiser.post(url, {"code": "nonsense"}).status_code == 400
        assert Order.objects.get(pk=order.pk).state == "placed"
        for _ in range(2):
            assert organiser.post(url, {"code": "quality", "reason": "Vịt bị rách túi"}).status_code == 302
        assert stock_of(desk.market.duck_lot).reserved == 0
        refund = Refund.objects.get()
        assert (refund.amount, refund.state) == (order.total, "due")
        content = page(organiser, desk.url(f"orders/{order}/"))
        assert "Vịt bị rách túi" in content
        assert f"orders/{order}/refunds/{refund.pk}/" in content

    def test_refund_done_once(self, desk, organiser, honey_house):
        order = desk.order(provider="bank_transfer")
        pay(order)
        actions.cancel_order(order=order, code="quality", by=desk.market.organiser)
        refund = Refund.objects.get()
        url = desk.url(f"orders/{order}/refunds/{refund.pk}/")
        assert honey_house.post(url).status_code == 404
        assert organiser.post(desk.url(f"orders/{order}/refunds/{refund.pk + 1}/")).status_code == 404
        assert organiser.get(url).status_code == 200
        assert Refund.objects.get().state == "due"
        for _ in range(2):
            assert organiser.post(url).status_code == 302
        assert Refund.objects.get().state == "done"

    def test_a_refund_of_another_order_is_not_reached_through_mine(self, desk, duck_house):
        honey = desk.order((desk.market.honey_offer, 1), provider="bank_transfer")
        pay(honey)
        actions.cancel_order(order=honey, code="quality", by=desk.market.organiser)
        mine = desk.order()
        assert duck_house.post(desk.url(f"orders/{mine}/refunds/{Refund.objects.get().pk}/")).status_code == 404
        assert Refund.objects.get().state == "due"

    def test_hostile_text_is_shown_as_text(self, desk, packer):
        order = desk.order(name="<script>alert(1)</script>", street='"><img src=x>', note="{{ 7 }} <b>")
        for path in (f"orders/{order}/", "orders/", "packing/", f"pack/{order}/", "", f"orders/{order}/cancel/"):
            content = page(packer, desk.url(path))
            assert "<script>alert" not in content
            assert "<img src=x>" not in content

    def test_forms_lead_back_only_into_the_desk(self, desk, packer):
        for away in (
            "https://evil.example/desk/market/",
            "//evil.example/desk/market/",
            "/\\evil/desk/market/",
            "/admin/",
        ):
            order = desk.order((desk.market.honey_offer, 1))
            answer = packer.post(desk.url(f"orders/{order}/pack/"), {"next": away})
            assert answer["Location"] == desk.url(f"orders/{order}/")

    def test_the_buyers_phone_can_be_called(self, desk, packer):
        order = desk.order()
        assert f"tel:{PHONE}" in page(packer, desk.url(f"orders/{order}/"))
