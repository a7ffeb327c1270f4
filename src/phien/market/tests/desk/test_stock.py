"""Stock at the desk, and the ledger that adds up."""

import uuid
from datetime import timedelta

import pytest

from phien.lib import clock
from phien.market import actions
from phien.market.models import Lot, Stock, StockEntry, StorageCondition
from phien.market.queries import desk_stock, ledger_differences
from phien.market.tests.desk.conftest import stock_of


def key():
    return str(uuid.uuid4())


@pytest.fixture
def lot(desk):
    return desk.market.duck_lot


class TestTable:
    def test_by_product_lot_and_outlet(self, desk, packer, lot):
        actions.set_aside(lot=lot, quantity=4, to="stall", by=desk.market.packer)
        desk.order()
        sheets = packer.get(desk.url("stock/")).context["sheets"]
        row = next(row for row, _line in sheets if row.product.slug == "vit-quay")
        assert (row.on_hand, row.reserved, row.free) == (10, 2, 8)
        assert [(cell.outlet, cell.free) for cell in row.lots[0].cells if cell.free] == [("site", 4), ("stall", 4)]
        assert row.lots[0].agrees

    def test_a_ledger_that_does_not_add_up_is_said(self, desk, packer, lot):
        Stock.objects.filter(lot=lot).update(on_hand=11)
        answer = packer.get(desk.url("stock/"))
        assert [row.lot for row in answer.context["disagree"]] == [lot]
        assert 'role="alert"' in answer.content.decode()
        assert "≠" in packer.get(desk.url(f"stock/{lot.pk}/")).content.decode()

    def test_the_ledger_is_paged_and_narrowed(self, desk, packer, lot):
        for _ in range(60):
            actions.correct_stock(stock=stock_of(lot), on_hand=9, by=desk.market.packer)
            actions.correct_stock(stock=stock_of(lot), on_hand=10, by=desk.market.packer)
        assert "?page=2" in packer.get(desk.url(f"stock/{lot.pk}/")).content.decode()
        assert packer.get(desk.url(f"stock/{lot.pk}/?page=3")).status_code == 200
        assert not packer.get(desk.url(f"stock/{lot.pk}/?outlet=stall")).context["page"].object_list
        assert packer.get(desk.url(f"stock/{lot.pk}/?outlet=moon")).status_code == 200


class TestSetAside:
    def test_moved_once_and_the_way_back_offered(self, desk, packer, lot):
        sent = {"quantity": "4", "source": "site", "target": "stall", "key": key()}
        for _ in range(2):
            assert packer.post(desk.url(f"stock/{lot.pk}/set-aside/"), sent).status_code == 302
        assert (stock_of(lot).on_hand, stock_of(lot, "stall").on_hand) == (6, 4)
        undo = packer.session["market_undo"]
        for _ in range(2):
            assert packer.post(undo["url"], dict(undo["fields"])).status_code == 302
        assert (stock_of(lot).on_hand, stock_of(lot, "stall").on_hand) == (10, 0)
        assert not ledger_differences()

    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({"quantity": "0"}, 400),
            ({"quantity": "-1"}, 400),
            ({"quantity": "1000000000"}, 400),
            ({"quantity": ""}, 400),
            ({"quantity": "11"}, 409),
            ({"target": "site"}, 400),
            ({"target": "moon"}, 400),
        ],
    )
    def test_refused_and_nothing_moved(self, desk, packer, lot, changes, status):
        sent = {"quantity": "4", "source": "site", "target": "stall", "key": key()} | changes
        answer = packer.post(desk.url(f"stock/{lot.pk}/set-aside/"), sent)
        assert answer.status_code == status
        assert stock_of(lot).on_hand == 10
        assert "errorlist" in answer.content.decode() or 'role="alert"' in answer.content.decode()

    def test_a_refused_form_may_be_sent_again(self, desk, packer, lot):
        sent = {"quantity": "11", "source": "site", "target": "stall", "key": key()}
        packer.post(desk.url(f"stock/{lot.pk}/set-aside/"), sent)
        assert packer.post(desk.url(f"stock/{lot.pk}/set-aside/"), sent | {"quantity": "10"}).status_code == 302
        assert stock_of(lot, "stall").on_hand == 10


class TestTakeIn:
    def sent(self, desk, **changes):
        return {
            "product": desk.market.duck.pk,
            "code": "V02",
            "made_on": f"{clock.today():%Y-%m-%d}",
            "expires_on": "",
            "quantity": "30",
            "outlet": "site",
            "note": "",
            "key": key(),
        } | changes

    def test_a_new_lot_keeps_as_long_as_its_usual_storage(self, desk, packer):
        StorageCondition.objects.create(product=desk.market.duck, condition={"vi": "Thường"}, days=22)
        sent = self.sent(desk)
        for _ in range(2):
            assert packer.post(desk.url("stock/take-in/"), sent).status_code == 302
        lot = Lot.objects.get(code="V02")
        assert lot.expires_on == clock.today() + timedelta(days=22)
        assert stock_of(lot).on_hand == 30

    def test_more_of_a_known_lot(self, desk, packer, lot):
        assert packer.post(desk.url("stock/take-in/"), self.sent(desk, code="V01")).status_code == 302
        assert stock_of(lot).on_hand == 40
        for _ in range(2):
            packer.post(desk.url(f"stock/{lot.pk}/more/"), {"quantity": "5", "outlet": "stall", "key": "a" * 32})
        assert stock_of(lot, "stall").on_hand == 5

    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({"code": "V01", "made_on": "2020-01-01"}, 409),
            ({"made_on": "2999-01-01"}, 400),
            ({"made_on": "yesterday"}, 400),
            ({"expires_on": "2020-01-01"}, 400),
            ({"quantity": "0"}, 400),
            ({"quantity": "10000000000"}, 400),
            ({"product": "999999"}, 400),
            ({"outlet": "moon"}, 400),
            ({"code": ""}, 400),
        ],
    )
    def test_refused_and_kept(self, desk, packer, changes, status):
        before = StockEntry.objects.count()
        answer = packer.post(desk.url("stock/take-in/"), self.sent(desk, note="Chuyến sáng", **changes))
        assert answer.status_code == status
        assert "Chuyến sáng" in answer.content.decode()
        assert StockEntry.objects.count() == before
        assert Lot.objects.count() == 2


class TestCount:
    def test_shown_first_then_corrected(self, desk, packer, lot):
        sent = {"outlet": "site", "on_hand": "7", "reason": "Đếm lại buổi trưa", "key": key()}
        answer = packer.post(desk.url(f"stock/{lot.pk}/count/"), sent)
        assert answer.status_code == 200
        assert "-3" in answer.content.decode()
        assert stock_of(lot).on_hand == 10
        for _ in range(2):
            assert packer.post(desk.url(f"stock/{lot.pk}/count/"), sent | {"sure": "1"}).status_code == 302
        assert stock_of(lot).on_hand == 7
        assert StockEntry.objects.filter(kind="corrected", note="Đếm lại buổi trưa").count() == 1

    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({"on_hand": "-1"}, 400),
            ({"on_hand": ""}, 400),
            ({"reason": ""}, 400),
            ({"outlet": "tiktok"}, 400),
            ({"on_hand": "1"}, 409),
        ],
    )
    def test_refused(self, desk, packer, lot, changes, status):
        desk.order()
        sent = {"outlet": "site", "on_hand": "7", "reason": "x", "key": key(), "sure": "1"} | changes
        assert packer.post(desk.url(f"stock/{lot.pk}/count/"), sent).status_code == status
        assert stock_of(lot).on_hand == 10


def test_what_may_still_be_offered(desk):
    market = desk.market
    desk.person("chi-vit", "producer", works_for=market.that_khe)
    assert desk_stock.products_to_offer(market.campaign) == []
    market.duck_offer.delete()
    assert desk_stock.products_to_offer(market.campaign) == [market.duck]
