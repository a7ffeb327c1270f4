"""The claim desk: many claims in one transaction, each with an outcome of its own."""

import uuid
from datetime import timedelta

import pytest
from django.db.models import Sum

from phien.lib import clock
from phien.lib.errors import Refused
from phien.market import actions
from phien.market.actions.claims import Claim, Held, InLine, call_all_lines, forget_phones, leave_line, settle
from phien.market.errors import (
    MalformedClaim,
    NotYetOnSale,
    OfferPaused,
    OtherPhone,
    OverLimit,
    OverPhoneLimit,
    PhoneNeeded,
    SaleEnded,
    SoldOut,
    UnknownOffer,
)
from phien.market.models import Basket, FlashPrice, Hold, Lot, Offer, Stock, StockEntry, Waiting
from phien.market.queries import ledger_differences
from phien.market.queries.line import claimed
from phien.market.queries.stock import left_by_offer

from .conftest import PHONE, make_cast

OTHER = "+84987654321"
pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db):
    return make_cast(duck_pieces=3)


def press(cast, quantity=1, **changes):
    return Claim(**({"key": uuid.uuid4(), "offer_id": cast.duck_offer.pk, "quantity": quantity} | changes))


def reserved(cast):
    return Stock.objects.filter(lot=cast.duck_lot).aggregate(total=Sum("reserved"))["total"]


def test_each_claim_of_a_batch_has_its_own_outcome(cast):
    outcomes = settle([press(cast), press(cast, 2), press(cast), press(cast, quantity=9), press(cast, offer_id=99)])
    assert [type(outcome) for outcome in outcomes] == [Held, Held, InLine, OverLimit, UnknownOffer]
    held, _, waits = outcomes[:3]
    assert (held.price, held.until > clock.now()) == (385_000, True)
    assert (waits.number, waits.ahead, waits.held) == (1, 0, 3)
    assert reserved(cast) == 3
    assert sorted(Hold.objects.values_list("quantity", "state", "unit_price")) == [
        (1, "active", 385_000),
        (2, "active", 385_000),
    ]
    assert StockEntry.objects.filter(kind="held", hold__isnull=False).count() == 2
    assert ledger_differences() == []


def test_a_key_that_comes_again_has_what_it_had(cast):
    first, second = press(cast), press(cast, 2)
    waits = press(cast)
    settle([first, second, waits])
    again = settle([first, waits, first, press(cast)])
    assert [type(outcome) for outcome in again] == [Held, InLine, Held, InLine]
    assert [outcome.replayed for outcome in again] == [True, True, True, False]
    assert again[1].number == 1
    assert again[3].number == 2
    assert reserved(cast) == 3
    assert Basket.objects.count() == 2


def test_the_same_key_twice_in_one_batch_is_one_claim(cast):
    one = press(cast)
    outcomes = settle([one, one, one])
    assert [outcome.replayed for outcome in outcomes] == [False, True, True]
    assert reserved(cast) == 1


def test_the_key_of_an_ordinary_basket_claims_nothing(cast):
    basket = cast.basket()
    outcomes = settle([press(cast, key=basket.key), press(cast)])
    assert [type(outcome) for outcome in outcomes] == [MalformedClaim, Held]


def test_pieces_come_from_several_lots_best_first(cast):
    sooner = Lot.objects.create(
        product=cast.duck, code="V00", made_on=clock.today(), expires_on=clock.today() + timedelta(days=16)
    )
    actions.take_in(lot=sooner, quantity=2, by=cast.packer)
    (outcome,) = settle([press(cast, 4)])
    assert isinstance(outcome, Held)
    assert list(Hold.objects.order_by("pk").values_list("stock__lot__code", "quantity")) == [("V00", 2), ("V01", 2)]
    assert settle([outcome.claim])[0].claim.quantity == 4
    assert ledger_differences() == []


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"paused_at": timedelta(0)}, OfferPaused),
        ({"starts_at": timedelta(seconds=1)}, NotYetOnSale),
        ({"ends_at": timedelta(0)}, SaleEnded),
    ],
)
def test_nobody_gets_what_is_not_on_sale(cast, change, refusal):
    with clock.standing_at(clock.now()):
        Offer.objects.update(**{name: clock.now() + value for name, value in change.items()})
        (outcome,) = settle([press(cast)])
    assert type(outcome) is refusal
    assert "Vịt quay" in str(outcome)
    assert not Basket.objects.exists()


def test_a_part_of_what_was_wanted_is_named(cast):
    _, outcome = settle([press(cast, 2), press(cast, 2)])
    assert (type(outcome), outcome.facts["left"]) == (SoldOut, 1)


def test_the_line_is_no_longer_than_what_may_come_back(cast):
    settle([press(cast, 3)])
    outcomes = settle([press(cast) for _ in range(8)])
    assert [type(outcome) for outcome in outcomes] == [InLine] * 6 + [SoldOut] * 2
    assert outcomes[-1].facts == {"name": cast.duck.name, "left": 0, "held": 3}


def test_what_is_ordered_does_not_come_back(cast):
    (held,) = settle([press(cast, 3)])
    actions.place_purchase(basket=Basket.objects.get(key=held.claim.key), buyer=cast.buyer(), provider="cod")
    (outcome,) = settle([press(cast)])
    assert (type(outcome), outcome.facts["held"]) == (SoldOut, 0)


def test_those_in_line_are_called_in_order_before_anybody_else(cast):
    held, first, second = press(cast, 3), press(cast, 2), press(cast)
    settle([held, first, second])
    actions.expire_holds(clock.now() + timedelta(minutes=16))
    assert left_by_offer([cast.duck_offer.pk]) == {cast.duck_offer.pk: 0}
    (late,) = settle([press(cast)])
    assert isinstance(late, InLine)
    assert [claimed(one.key).state for one in (held, first, second)] == ["over", "held", "held"]
    assert list(Waiting.objects.order_by("number").values_list("state", flat=True)) == ["called", "called", "waiting"]
    assert settle([first])[0].until < clock.now() + timedelta(minutes=6)
    assert ledger_differences() == []


def test_the_tick_calls_the_line_and_closes_that_of_an_ended_sale(cast):
    settle([press(cast, 3), press(cast), press(cast)])
    assert call_all_lines() == 0
    actions.expire_holds(clock.now() + timedelta(minutes=16))
    assert call_all_lines() == 2
    settle([press(cast, 1), press(cast, 2), press(cast)])
    Offer.objects.update(ends_at=clock.now())
    assert call_all_lines() == 0
    assert set(Waiting.objects.values_list("state", flat=True)) == {"called", "over"}


def test_an_ordinary_buyer_does_not_pass_the_line(cast):
    settle([press(cast, 3), press(cast, 2)])
    actions.expire_holds(clock.now() + timedelta(minutes=16))
    with pytest.raises(SoldOut):
        actions.hold(basket=cast.basket(), offer=cast.duck_offer, quantity=2)
    actions.hold(basket=cast.basket(), offer=cast.duck_offer, quantity=1)
    assert call_all_lines() == 1


def test_a_place_in_the_line_can_be_given_up(cast):
    waits = press(cast)
    settle([press(cast, 3), waits])
    assert leave_line(key=waits.key)
    assert not leave_line(key=waits.key)
    assert claimed(waits.key).state == "left"


def test_a_phone_has_its_limit_over_claims_line_and_orders(cast):
    Offer.objects.update(limit_per_phone=2)
    actions.take_in(lot=cast.duck_lot, quantity=5, by=cast.packer)
    assert isinstance(settle([press(cast)])[0], PhoneNeeded)
    first = press(cast, phone=PHONE)
    outcomes = settle([first, press(cast, 2, phone=PHONE), press(cast, phone=PHONE), press(cast, phone=OTHER)])
    assert [type(outcome) for outcome in outcomes] == [Held, OverPhoneLimit, Held, Held]
    basket = Basket.objects.get(key=first.key)
    with pytest.raises(OtherPhone):
        actions.place_purchase(basket=basket, buyer=cast.buyer(phone="+84911111111"), provider="cod")
    purchase = actions.place_purchase(basket=basket, buyer=cast.buyer(), provider="cod")
    assert isinstance(settle([press(cast, phone=PHONE)])[0], OverPhoneLimit)
    with pytest.raises(OverPhoneLimit):
        cast.buy((cast.duck_offer, 1))
    actions.cancel_order(order=purchase.orders.get(), code="buyer")
    assert isinstance(settle([press(cast, phone=PHONE)])[0], Held)


def test_a_flash_price_begins_and_ends_on_its_second(cast):
    now = clock.now().replace(microsecond=0)
    FlashPrice.objects.create(offer=cast.duck_offer, price=199_000, starts_at=now, ends_at=now + timedelta(seconds=10))
    prices = []
    for seconds in (-1, 0, 9, 10):
        with clock.standing_at(now + timedelta(seconds=seconds)):
            (outcome,) = settle([press(cast)])
            prices.append(outcome.price if isinstance(outcome, Held) else None)
    assert prices == [385_000, 199_000, 199_000, None]
    keep = Basket.objects.filter(holds__unit_price=199_000).first()
    purchase = actions.place_purchase(basket=keep, buyer=cast.buyer(), provider="cod")
    assert purchase.orders.get().goods_amount == 199_000


def test_pieces_added_after_a_flash_price_cost_what_they_cost_now(cast):
    now = clock.now().replace(microsecond=0)
    FlashPrice.objects.create(offer=cast.duck_offer, price=199_000, starts_at=now, ends_at=now + timedelta(seconds=10))
    basket = cast.basket()
    with clock.standing_at(now):
        actions.hold(basket=basket, offer=cast.duck_offer, quantity=1)
    with clock.standing_at(now + timedelta(seconds=10)):
        actions.hold(basket=basket, offer=cast.duck_offer, quantity=1)
    assert Hold.objects.values_list("quantity", "unit_price").get() == (2, 385_000)


def test_phone_numbers_are_forgotten_after_a_day(cast):
    Offer.objects.update(limit_per_phone=3)
    settle([press(cast, 3, phone=PHONE), press(cast, phone=OTHER)])
    assert forget_phones(clock.now()) == 0
    assert forget_phones(clock.now() + timedelta(days=1, seconds=1)) == 2
    assert not Basket.objects.exclude(phone="").exists()
    assert not Waiting.objects.exclude(phone="").exists()


def test_a_rush_sells_exactly_what_is_there(cast):
    actions.take_in(lot=cast.duck_lot, quantity=47, by=cast.packer)
    outcomes = [outcome for _ in range(10) for outcome in settle([press(cast) for _ in range(100)])]
    held = sum(isinstance(outcome, Held) for outcome in outcomes)
    assert held == reserved(cast) == Hold.objects.filter(state="active").count() == 50
    assert sum(isinstance(outcome, InLine) for outcome in outcomes) == 100
    assert all(isinstance(outcome, Held | InLine | Refused) for outcome in outcomes)
    assert ledger_differences() == []
