"""The packing list, the packing mode, many at once."""

import io

from pypdf import PdfReader

from phien.market import actions
from phien.market.models import Parcel, StockEntry


def text_of(answer):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)


def plain(text):
    return "".join(text.split())


class TestList:
    def test_totals_by_product_and_lot_then_parcel_by_parcel(self, desk, packer):
        first = desk.order((desk.market.duck_offer, 2), (desk.market.honey_offer, 1))
        second = desk.order((desk.market.duck_offer, 3), note="Gọi trước khi giao")
        waits = desk.order(provider="bank_transfer")
        content = packer.get(desk.url("packing/")).content.decode()
        sheets = packer.get(desk.url("packing/")).context["sheets"]
        totals = {
            (row.line.offer.product.slug, row.line.stock.lot.code): row.quantity for s in sheets for row in s.totals
        }
        assert totals == {("vit-quay", "V01"): 5, ("mat-ong", "M01"): 1}
        assert str(first) in content
        assert "Gọi trước khi giao" in content
        assert str(waits) not in content
        assert "912345678" not in content.replace(" ", "")
        file = plain(text_of(packer.get(desk.url("packing.pdf"))))
        for words in (
            str(first),
            str(second),
            "Lò vịt Thất Khê",
            "Hợp tác xã Quỳnh Sơn",
            "5 ×",
            "V01",
            "Gọi trước khi giao",
        ):
            assert plain(words) in file
        assert "912345678" not in file

    def test_a_producer_prints_their_own(self, desk, honey_house):
        desk.order((desk.market.duck_offer, 2), (desk.market.honey_offer, 1))
        file = plain(text_of(honey_house.get(desk.url("packing.pdf"))))
        assert plain("Mật ong rừng") in file
        assert plain("Vịt quay") not in file

    def test_nothing_to_pack_is_a_page_too(self, desk, packer):
        assert packer.get(desk.url("packing.pdf")).status_code == 200

    def test_long_and_hostile_texts_make_more_pages_not_overflow(self, desk, packer):
        for _ in range(3):
            desk.order((desk.market.honey_offer, 1), name="Ж" * 100, note="<b>" * 100, street="\u202eabc" * 20)
        answer = packer.get(desk.url("packing.pdf"))
        assert answer.status_code == 200
        assert "<b><b>" in text_of(answer)


class TestMode:
    def test_a_code_leads_to_its_order_however_it_came(self, desk, packer):
        order = desk.order()
        for typed in (
            str(order),
            str(order).lower(),
            f" {order} ",
            str(order).replace("-", ""),
            order.purchase.code,
            f"http://localhost:8000/desk/market/cho-phien/pack/{order}/",
        ):
            answer = packer.post(desk.url("pack/"), {"code": typed})
            assert answer.status_code == 302, typed
            assert answer["Location"] == desk.url(f"pack/{order}/")

    def test_a_wrong_code_stays_to_be_mended(self, desk, packer):
        answer = packer.post(desk.url("pack/"), {"code": "QQQQ-9"})
        assert answer.status_code == 404
        assert "QQQQ-9" in answer.content.decode()
        assert packer.post(desk.url("pack/"), {"code": ""}).status_code == 400
        assert packer.post(desk.url("pack/"), {"code": "x" * 400}).status_code == 400

    def test_one_tap_and_on_to_the_next(self, desk, packer):
        order, waiting = desk.order(), desk.order()
        url = desk.url(f"pack/{order}/")
        assert "<button" in packer.get(url).content.decode()
        answer = packer.post(desk.url(f"orders/{order}/pack/"), {"next": desk.url("pack/")}, follow=True)
        assert answer.redirect_chain[-1][0] == desk.url("pack/")
        assert str(waiting) in answer.content.decode()
        assert Parcel.objects.get(order=order).state == "packed"

    def test_a_cancelled_or_unpaid_order_has_no_button(self, desk, packer):
        cancelled, unpaid = desk.order(), desk.order(provider="bank_transfer")
        actions.cancel_order(order=cancelled, code="buyer", by=desk.market.packer)
        for order in (cancelled, unpaid):
            assert f"orders/{order}/pack/" not in packer.get(desk.url(f"pack/{order}/")).content.decode()


class TestBulk:
    def test_packed_twice_is_packed_once(self, desk, packer):
        orders = [desk.order(), desk.order(), desk.order(provider="bank_transfer")]
        for _ in range(2):
            answer = packer.post(desk.url("bulk/"), {"do": "pack", "order": [str(o) for o in orders]}, follow=True)
            assert answer.status_code == 200
        states = [Parcel.objects.get(order=order).state for order in orders]
        assert states == ["packed", "packed", "to_pack"]
        assert str(orders[2]) in answer.content.decode()

    def test_undo_takes_all_of_them_back(self, desk, packer):
        orders = [desk.order(), desk.order()]
        packer.post(desk.url("bulk/"), {"do": "pack", "order": [str(o) for o in orders]})
        undo = packer.session["market_undo"]
        facts = {}
        for name, value in undo["fields"]:
            facts.setdefault(name, []).append(value)
        assert packer.post(undo["url"], facts).status_code == 302
        assert set(Parcel.objects.values_list("state", flat=True)) == {"to_pack"}

    def test_handing_over_asks_first_and_moves_stock_once(self, desk, packer):
        orders = [desk.order(), desk.order()]
        for order in orders:
            actions.mark_packed(order=order, by=desk.market.packer)
        facts = {"do": "hand_over", "order": [str(o) for o in orders]}
        answer = packer.post(desk.url("bulk/"), facts)
        assert answer.status_code == 200
        assert set(Parcel.objects.values_list("state", flat=True)) == {"packed"}
        for _ in range(2):
            packer.post(desk.url("bulk/"), facts | {"sure": "1", "carrier": "GHN"})
        assert set(Parcel.objects.values_list("state", "carrier")) == {("handed_over", "GHN")}
        assert StockEntry.objects.filter(kind="handed_over").count() == 2

    def test_nothing_ticked_or_nonsense_says_so(self, desk, packer):
        order = desk.order()
        for facts in ({"do": "pack"}, {"do": "explode", "order": str(order)}, {}):
            assert packer.post(desk.url("bulk/"), facts, follow=True).status_code == 200
        assert Parcel.objects.get().state == "to_pack"

    def test_one_foreign_order_among_them_refuses_all(self, desk, duck_house):
        mine, theirs = desk.order(), desk.order((desk.market.honey_offer, 1))
        answer = duck_house.post(desk.url("bulk/"), {"do": "pack", "order": [str(mine), str(theirs)]})
        assert answer.status_code == 404
        assert set(Parcel.objects.values_list("state", flat=True)) == {"to_pack"}

    def test_labels_of_the_ticked(self, desk, packer):
        orders = [desk.order(), desk.order()]
        answer = packer.post(desk.url("bulk/"), {"do": "labels", "order": [str(o) for o in orders]}, follow=True)
        assert answer["Content-Type"] == "application/pdf"
        assert len(PdfReader(io.BytesIO(answer.content)).pages) == 2
