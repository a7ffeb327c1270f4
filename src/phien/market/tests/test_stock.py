"""Claiming, holding, expiring, setting aside: and the ledger agrees with the counters after each."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from phien.lib import clock
from phien.market import actions, errors
from phien.market.models import Hold, Lot, Stock, StockEntry
from phien.market.queries.stock import ledger_differences, left_by_offer


@pytest.fixture(autouse=True)
def the_ledger_agrees(db):
    yield
    assert ledger_differences() == []


def stock(lot, outlet="site"):
    return Stock.objects.get(lot=lot, outlet=outlet)


def test_a_hold_reserves_and_says_until_when(cast):
    held = actions.hold(basket=cast.basket(), offer=cast.duck_offer, quantity=3, origin="clip:quay-vit", via="AB")
    assert (held.quantity, held.origin, held.via) == (3, "clip:quay-vit", "AB")
    assert timedelta(minutes=14) < held.expires_at - clock.now() <= timedelta(minutes=actions.HOLD_MINUTES)
    assert stock(cast.duck_lot).reserved == 3
    assert left_by_offer([cast.duck_offer.pk]) == {cast.duck_offer.pk: 7}


def test_more_of_the_same_joins_the_line(cast):
    basket = cast.basket()
    actions.hold(basket=basket, offer=cast.duck_offer, quantity=1)
    actions.hold(basket=basket, offer=cast.duck_offer, quantity=2)
    assert [row.quantity for row in basket.holds.all()] == [3]


@pytest.mark.parametrize(
    ("quantity", "error"),
    [(0, errors.WrongQuantity), (-1, errors.WrongQuantity), (10**9, errors.OverLimit), (6, errors.OverLimit)],
)
def test_a_wrong_quantity_changes_nothing(cast, quantity, error):
    basket = cast.basket()
    with pytest.raises(error):
        actions.hold(basket=basket, offer=cast.duck_offer, quantity=quantity)
    with pytest.raises(error):
        actions.change_hold(basket=basket, offer=cast.duck_offer, quantity=quantity)
    assert stock(cast.duck_lot).reserved == 0
    assert basket.holds.count() == 0


def test_the_limit_counts_what_is_in_the_basket(cast):
    basket = cast.basket()
    actions.hold(basket=basket, offer=cast.duck_offer, quantity=4)
    with pytest.raises(errors.OverLimit):
        actions.hold(basket=basket, offer=cast.duck_offer, quantity=2)


def test_more_than_left_names_what_is_left(cast):
    actions.hold(basket=cast.basket(), offer=cast.duck_offer, quantity=5)
    actions.hold(basket=cast.basket(), offer=cast.duck_offer, quantity=3)
    with pytest.raises(errors.SoldOut) as refused:
        actions.hold(basket=cast.basket(), offer=cast.duck_offer, quantity=3)
    assert refused.value.facts["left"] == 2
    assert "2" in str(refused.value)


def test_sold_out_says_so(cast):
    actions.hold(basket=cast.basket(), offer=cast.duck_offer, quantity=5)
    actions.hold(basket=cast.basket(), offer=cast.duck_offer, quantity=5)
    with pytest.raises(errors.SoldOut) as refused:
        actions.hold(basket=cast.basket(), offer=cast.duck_offer, quantity=1)
    assert refused.value.facts["left"] == 0


def test_paused_not_yet_and_ended_refuse(cast):
    basket, offer, now = cast.basket(), cast.duck_offer, clock.now()
    actions.pause_offer(offer=offer, by=cast.packer)
    with pytest.raises(errors.OfferPaused):
        actions.hold(basket=basket, offer=offer, quantity=1)
    actions.resume_offer(offer=offer, by=cast.packer)
    offer.starts_at = now + timedelta(hours=1)
    offer.save()
    with pytest.raises(errors.NotYetOnSale):
        actions.hold(basket=basket, offer=offer, quantity=1)
    offer.starts_at, offer.ends_at = now - timedelta(hours=2), now - timedelta(hours=1)
    offer.save()
    with pytest.raises(errors.SaleEnded):
        actions.hold(basket=basket, offer=offer, quantity=1)


def test_the_lot_that_expires_first_goes_first_if_it_arrives_fresh_everywhere(cast):
    """The duck needs 10 days on arrival and travels 4 days at most: a lot of 12 days reaches only near provinces."""
    today = clock.today()
    near = Lot.objects.create(product=cast.duck, code="V-12", made_on=today, expires_on=today + timedelta(days=12))
    soon = Lot.objects.create(product=cast.duck, code="V-15", made_on=today, expires_on=today + timedelta(days=15))
    old = Lot.objects.create(product=cast.duck, code="V-5", made_on=today, expires_on=today + timedelta(days=5))
    for lot in (near, soon, old):
        actions.take_in(lot=lot, quantity=2, by=cast.packer)
    basket = cast.basket()
    actions.hold(basket=basket, offer=cast.duck_offer, quantity=5)
    assert stock(soon).reserved == 2
    assert stock(cast.duck_lot).reserved == 3
    actions.hold(basket=cast.basket(), offer=cast.duck_offer, quantity=5)
    actions.hold(basket=cast.basket(), offer=cast.duck_offer, quantity=3)
    assert stock(cast.duck_lot).reserved == 10
    assert stock(near).reserved == 1
    assert stock(old).reserved == 0
    assert left_by_offer([cast.duck_offer.pk]) == {cast.duck_offer.pk: 1}


def test_less_and_none_give_pieces_back(cast):
    basket = cast.basket()
    actions.hold(basket=basket, offer=cast.duck_offer, quantity=5)
    actions.change_hold(basket=basket, offer=cast.duck_offer, quantity=2)
    assert stock(cast.duck_lot).reserved == 2
    assert actions.release_hold(basket=basket, offer=cast.duck_offer) == 2
    assert stock(cast.duck_lot).reserved == 0
    assert actions.release_hold(basket=basket, offer=cast.duck_offer) == 0


def test_holds_expire_and_can_be_held_again(cast):
    basket = cast.basket()
    actions.hold(basket=basket, offer=cast.duck_offer, quantity=3)
    assert actions.expire_holds(clock.now()) == 0
    assert actions.tick(clock.now() + timedelta(minutes=16)) == {"holds": 1, "unpaid": 0, "called": 0, "phones": 0}
    assert stock(cast.duck_lot).reserved == 0
    assert Hold.objects.get(basket=basket).state == "expired"
    actions.change_hold(basket=basket, offer=cast.duck_offer, quantity=3)
    assert stock(cast.duck_lot).reserved == 3


def test_an_outlet_gets_free_pieces_only(cast):
    actions.hold(basket=cast.basket(), offer=cast.duck_offer, quantity=4)
    source, target = actions.set_aside(lot=cast.duck_lot, quantity=5, to="tiktok", by=cast.packer)
    assert (source.on_hand, target.on_hand) == (5, 5)
    with pytest.raises(errors.NotEnoughFree) as refused:
        actions.set_aside(lot=cast.duck_lot, quantity=2, to="stall", by=cast.packer)
    assert refused.value.facts["free"] == 1
    actions.set_aside(lot=cast.duck_lot, quantity=5, from_outlet="tiktok", to="site", by=cast.packer)
    assert stock(cast.duck_lot).on_hand == 10
    with pytest.raises(errors.SameOutlet):
        actions.set_aside(lot=cast.duck_lot, quantity=1, to="site", by=cast.packer)
    with pytest.raises(errors.SameOutlet):
        actions.set_aside(lot=cast.duck_lot, quantity=1, to="moon", by=cast.packer)
    for quantity in (0, -1, 10**9):
        with pytest.raises(errors.WrongQuantity):
            actions.set_aside(lot=cast.duck_lot, quantity=quantity, to="stall", by=cast.packer)


def test_a_count_corrects_but_never_below_what_is_reserved(cast):
    actions.hold(basket=cast.basket(), offer=cast.duck_offer, quantity=4)
    row = stock(cast.duck_lot)
    assert actions.correct_stock(stock=row, on_hand=6, by=cast.packer, note="đếm lại").on_hand == 6
    with pytest.raises(errors.NotEnoughFree):
        actions.correct_stock(stock=row, on_hand=3, by=cast.packer)
    assert StockEntry.objects.filter(kind="corrected").count() == 1


def test_the_database_itself_refuses(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Stock.objects.filter(lot=cast.duck_lot).update(reserved=11)
