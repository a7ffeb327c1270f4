"""Many at once. The first test is the control: without the guard the same crowd oversells."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import F

from phien.lib import clock
from phien.lib.errors import Refused
from phien.market import actions, errors
from phien.market.models import Hold, Order, OrderLine, Purchase, Stock, StockEntry
from phien.market.queries.stock import ledger_differences

from .conftest import make_cast

CROWD = 8
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(works):
    """Run all works in threads that start together; give what each returned or raised."""
    gate = threading.Barrier(len(works))

    def run(work):
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            return work()
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.fixture
def few():
    """Five ducks for a crowd that wants more."""
    cast = make_cast(duck_pieces=5, honey_pieces=100)
    yield cast
    assert ledger_differences() == []


def test_control_check_then_act_oversells(few):
    """The hole of every shop that counts first and writes afterwards: all looked before any took."""
    stock_id = Stock.objects.get(lot=few.duck_lot).pk
    looked = threading.Barrier(CROWD)

    def check_then_act():
        row = Stock.objects.get(pk=stock_id)
        if row.on_hand - row.reserved < 1:
            raise errors.SoldOut(name="", left=0)
        looked.wait(timeout=30)
        StockEntry.objects.create(stock_id=stock_id, kind="ordered", reserved_change=1, at=clock.now())

    at_once([check_then_act] * CROWD)
    assert StockEntry.objects.filter(stock_id=stock_id, kind="ordered").count() == CROWD > 5
    StockEntry.objects.filter(kind="ordered").delete()


def test_control_without_the_condition_the_constraint_still_holds(few):
    """The second line: an UPDATE that forgot its condition is refused by the table."""
    stock_id = Stock.objects.get(lot=few.duck_lot).pk

    def forgetful():
        Stock.objects.filter(pk=stock_id).update(reserved=F("reserved") + 1)

    found = at_once([lambda: _refused_by_the_table(forgetful)] * CROWD)
    assert sum(found) == CROWD - 5
    Stock.objects.filter(pk=stock_id).update(reserved=0)


def _refused_by_the_table(work):
    try:
        work()
    except IntegrityError:
        return True
    return False


def test_never_more_holds_than_pieces(few):
    baskets = [few.basket() for _ in range(CROWD)]
    found = at_once([lambda b=b: actions.hold(basket=b, offer=few.duck_offer, quantity=1) for b in baskets])
    assert sum(isinstance(row, Hold) for row in found) == 5
    assert sum(isinstance(row, errors.SoldOut) for row in found) == CROWD - 5
    assert Stock.objects.values_list("on_hand", "reserved").get(lot=few.duck_lot) == (5, 5)


def test_never_more_orders_than_pieces(few):
    buyer = few.buyer()
    found = at_once(
        [
            lambda: actions.buy_now(
                offer=few.duck_offer, quantity=1, buyer=buyer, provider="cod", idempotency_key=uuid.uuid4()
            )
        ]
        * CROWD
    )
    assert sum(isinstance(row, Purchase) for row in found) == 5
    assert OrderLine.objects.count() == 5
    assert Stock.objects.values_list("on_hand", "reserved").get(lot=few.duck_lot) == (5, 5)


def test_the_same_key_at_once_is_one_purchase(few):
    key, buyer = uuid.uuid4(), few.buyer()
    found = at_once(
        [lambda: actions.buy_now(offer=few.duck_offer, quantity=2, buyer=buyer, provider="cod", idempotency_key=key)]
        * CROWD
    )
    assert {row.pk for row in found} == {Purchase.objects.get().pk}
    assert Stock.objects.get(lot=few.duck_lot).reserved == 2


def test_the_same_basket_at_once_is_one_purchase(few):
    basket, buyer = few.basket(), few.buyer()
    actions.hold(basket=basket, offer=few.duck_offer, quantity=2)
    actions.hold(basket=basket, offer=few.honey_offer, quantity=3)
    found = at_once([lambda: actions.place_purchase(basket=basket, buyer=buyer, provider="cod")] * CROWD)
    assert {row.pk for row in found} == {Purchase.objects.get().pk}
    assert OrderLine.objects.count() == 2
    assert Stock.objects.get(lot=few.duck_lot).reserved == 2


def test_two_ways_round_do_not_wait_for_each_other(few):
    """Baskets that hold the same two goods in opposite order: no deadlock, nothing lost."""
    buyer = few.buyer()
    both = [few.duck_offer, few.honey_offer]
    baskets = []
    for number in range(4):
        basket = few.basket()
        for offer in both if number % 2 else both[::-1]:
            actions.hold(basket=basket, offer=offer, quantity=1)
        baskets.append(basket)
    actions.expire_holds(clock.now() + timedelta(hours=1))
    found = at_once([lambda b=b: actions.place_purchase(basket=b, buyer=buyer, provider="cod") for b in baskets])
    assert all(isinstance(row, Purchase) for row in found)
    assert Stock.objects.get(lot=few.duck_lot).reserved == 4


def test_expiry_and_checkout_at_once(few):
    """Whoever comes first: the purchase is whole, the pieces are counted once."""
    later = clock.now() + timedelta(hours=1)
    for _ in range(4):
        basket, buyer = few.basket(), few.buyer()
        actions.hold(basket=basket, offer=few.duck_offer, quantity=1)
        found = at_once(
            [
                lambda: actions.expire_holds(later),
                lambda b=basket, f=buyer: actions.place_purchase(basket=b, buyer=f, provider="cod"),
                lambda: actions.expire_holds(later),
            ]
        )
        assert isinstance(found[1], Purchase)
        assert ledger_differences() == []
    assert Stock.objects.values_list("on_hand", "reserved").get(lot=few.duck_lot) == (5, 4)


def test_cancelled_at_once_returns_once(few):
    order = few.buy((few.duck_offer, 3)).orders.get()
    found = at_once(
        [lambda: actions.cancel_order(order=order, code="buyer")] * 3
        + [lambda: actions.mark_packed(order=order, by=few.packer)] * 3
    )
    done = [row for row in found if not isinstance(row, Refused)]
    assert len(done) == 1
    assert Stock.objects.get(lot=few.duck_lot).reserved in {0, 3}
    assert StockEntry.objects.filter(kind="returned").count() <= 1


def test_a_transfer_told_twice_at_once_counts_once(few):
    order = few.buy((few.duck_offer, 1), provider="bank_transfer").orders.get()
    tell = {"reference": order.payment.reference, "amount": order.total, "external_id": "FT1"}
    at_once([lambda: actions.receive_payment(**tell)] * 4)
    order.payment.refresh_from_db()
    assert (order.payment.paid_amount, order.payment.receipts.count()) == (order.total, 1)


def test_two_halves_of_a_transfer_at_once_are_a_whole(few):
    order = few.buy((few.duck_offer, 1), provider="bank_transfer").orders.get()
    part = {"reference": order.payment.reference, "amount": order.total // 5}
    found = at_once(
        [lambda number=number: actions.receive_payment(**part, external_id=f"FT{number}") for number in range(5)]
    )
    assert not [row for row in found if isinstance(row, Exception)]
    payment = Order.objects.get(pk=order.pk).payment
    assert (payment.state, payment.paid_amount) == ("paid", order.total)


def test_setting_aside_against_the_crowd(few):
    baskets = [few.basket() for _ in range(5)]
    at_once(
        [lambda b=b: actions.hold(basket=b, offer=few.duck_offer, quantity=1) for b in baskets]
        + [lambda: actions.set_aside(lot=few.duck_lot, quantity=1, to="stall", by=few.packer)] * 3
    )
    site = Stock.objects.get(lot=few.duck_lot, outlet="site")
    assert 0 <= site.reserved <= site.on_hand
    assert sum(Stock.objects.filter(lot=few.duck_lot).values_list("on_hand", flat=True)) == 5


def test_the_guard_is_in_the_statement_itself(few):
    """Even a claim that skipped every check finds no row to change."""
    row = Stock.objects.get(lot=few.duck_lot)
    with transaction.atomic():
        changed = Stock.objects.filter(pk=row.pk, on_hand__gte=F("reserved") + 6).update(reserved=F("reserved") + 6)
    assert changed == 0
