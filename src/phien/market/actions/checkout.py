"""From a basket, a dialog or a phone call to a purchase. The same key twice gives the same purchase."""

import re
import uuid
from collections.abc import Callable, Sequence

from django.db import IntegrityError

from phien.campaigns.models import Campaign
from phien.lib import clock
from phien.market.actions.baskets import IN_BASKET, check_on_sale, check_quantity
from phien.market.actions.ledger import Kind, entry, until_claimed
from phien.market.actions.purchases import BuyerFacts, Terms, Wanted, write_purchase
from phien.market.errors import BasketEmpty, BasketOrdered, EnteredBefore, OtherPhone
from phien.market.models import Basket, Hold, Offer, Purchase, StockEntry
from phien.market.queries.prices import price_of, prices_of
from phien.market.queries.shipping import days_to, rates_of
from phien.people.models import Actor


def place_purchase(
    *,
    basket: Basket,
    buyer: BuyerFacts,
    provider: str,
    idempotency_key: uuid.UUID | None = None,
    language: str = "vi",
    via: str = "",
    via_basis: str = "",
    promo: str = "",
    expected_total: int | None = None,
    is_simulated: bool = False,
) -> Purchase:
    """Order all that is in the basket, under one code, one order per producer.

    The key is the basket's own unless another is given; whoever comes second with it gets the purchase of the first.
    Holds that expired, or whose lot would reach this province too old, are claimed again if there is stock.
    `via` (and its basis) is used where no line of the basket carries a short link of its own.
    Raises SoldOut, TooFar, OfferPaused, NotYetOnSale, OverLimit, NoShipping, WrongAddress, NoPayee, UnknownProvider,
    TotalChanged (when `expected_total` is given and wrong), BasketEmpty, OverPhoneLimit, OtherPhone, UnknownPromoCode.
    Nothing is lost by a refusal.
    """
    key = idempotency_key or basket.key

    def attempt() -> Purchase:
        locked = Basket.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=basket.pk)
        found = Purchase.objects.filter(idempotency_key=key).first()
        if found is not None:
            return found
        if locked.ordered_at is not None:
            raise BasketOrdered
        wanted, released = _wanted(locked, buyer)
        line_via = next((line.via for line in wanted if line.via), "")
        terms = Terms(
            campaign=locked.campaign,
            buyer=buyer,
            provider=provider,
            idempotency_key=key,
            language=language,
            via=line_via or via,
            via_basis="form" if line_via else via_basis,
            promo=promo,
            expected_total=expected_total,
            is_simulated=is_simulated,
            is_claimed=bool(locked.phone),
        )
        locked.ordered_at = clock.now()
        locked.save(update_fields=["ordered_at"])
        return write_purchase(terms, wanted, released)

    return _once(key, attempt)


def _wanted(basket: Basket, buyer: BuyerFacts) -> tuple[list[Wanted], list[StockEntry]]:
    """The basket's lines, and the ledger's lines for holds that cannot serve this buyer and are to be claimed anew."""
    holds = list(
        Hold.objects.select_for_update(of=("self",))
        .filter(basket=basket, state__in=IN_BASKET)
        .select_related("offer__product__producer", "stock__lot__product")
        .order_by("pk")
    )
    if not holds:
        raise BasketEmpty
    if basket.phone and basket.phone != buyer.phone:
        raise OtherPhone
    days = days_to(rates_of(basket.campaign_id), buyer.province)
    prices = prices_of({hold.offer_id: hold.offer for hold in holds}.values())
    found: dict[int, Wanted] = {}
    let_go = []
    for hold in holds:
        line = found.setdefault(hold.offer_id, Wanted(hold.offer, 0, prices[hold.offer_id].amount))
        line.quantity += hold.quantity
        line.origin, line.via = line.origin or hold.origin, line.via or hold.via
        if hold.state == Hold.State.ACTIVE and hold.stock.lot.keeps_until_arrival(days.most):
            line.holds.append(hold)
        else:
            let_go.append(hold)
    for line in found.values():
        check_on_sale(line.offer, ended_is_fine=bool(line.holds))
        check_quantity(line.offer, line.quantity)
    Hold.objects.filter(pk__in=[hold.pk for hold in let_go]).update(state=Hold.State.RELEASED)
    released = [
        entry(stock_id=hold.stock_id, kind=Kind.RELEASED, reserved=-hold.quantity, hold=hold)
        for hold in let_go
        if hold.state == Hold.State.ACTIVE
    ]
    return list(found.values()), released


def buy_now(
    *,
    offer: Offer,
    quantity: int,
    buyer: BuyerFacts,
    provider: str,
    idempotency_key: uuid.UUID,
    origin: str = "",
    via: str = "",
    via_basis: str = "",
    language: str = "vi",
    promo: str = "",
    expected_total: int | None = None,
    is_simulated: bool = False,
) -> Purchase:
    """Buy one offer in one step, without a basket: for the dialog over a video. The same key gives the same purchase.

    Raises what place_purchase raises, and WrongQuantity, SaleEnded.
    """

    def attempt() -> Purchase:
        found = Purchase.objects.filter(idempotency_key=idempotency_key).first()
        if found is not None:
            return found
        fresh = Offer.objects.select_related("product__producer", "campaign").get(pk=offer.pk)
        check_on_sale(fresh)
        check_quantity(fresh, quantity)
        terms = Terms(
            campaign=fresh.campaign,
            buyer=buyer,
            provider=provider,
            idempotency_key=idempotency_key,
            language=language,
            via=via,
            via_basis=via_basis,
            promo=promo,
            expected_total=expected_total,
            is_simulated=is_simulated,
        )
        return write_purchase(terms, [Wanted(fresh, quantity, price_of(fresh).amount, origin=origin)])

    return _once(idempotency_key, attempt)


def enter_order(
    *,
    campaign: Campaign,
    outlet: str,
    lines: Sequence[tuple[Offer, int]],
    buyer: BuyerFacts,
    provider: str,
    by: Actor,
    idempotency_key: uuid.UUID,
    promo: str = "",
    external_order: str = "",
    language: str = "vi",
    is_simulated: bool = False,
) -> Purchase:
    """An order that staff took by phone, at the stall or from another channel: from that outlet's own pieces.
    `external_order` is the number by which the other channel's own files name it, so that it is counted once.

    Stall and TikTok orders have no shipping fee. The provider "outside" means that the money was taken there.
    Raises what buy_now raises, and EnteredBefore; a sale that has ended may still be entered, a paused one not.
    """

    number = re.sub(r"[^0-9A-Za-z-]", "", external_order)[:40]

    def attempt() -> Purchase:
        found = Purchase.objects.filter(idempotency_key=idempotency_key).first()
        if found is not None:
            return found
        entered = Purchase.objects.filter(campaign=campaign, outlet=outlet, external_order=number)
        if number and (before := entered.first()) is not None:
            raise EnteredBefore(number=number, code=before.code)
        quantities: dict[int, int] = {}
        for offer, quantity in lines:
            check_quantity(offer, quantity)
            quantities[offer.pk] = quantities.get(offer.pk, 0) + quantity
        chosen = Offer.objects.select_related("product__producer").filter(campaign=campaign, pk__in=quantities)
        offers = list(chosen.order_by("position", "pk"))
        prices = prices_of(offers)
        wanted = [Wanted(offer, quantities[offer.pk], prices[offer.pk].amount) for offer in offers]
        for line in wanted:
            check_on_sale(line.offer, ended_is_fine=True)
            check_quantity(line.offer, line.quantity)
        terms = Terms(
            campaign=campaign,
            buyer=buyer,
            provider=provider,
            idempotency_key=idempotency_key,
            language=language,
            outlet=outlet,
            entered_by=by,
            promo=promo,
            external_order=number,
            is_simulated=is_simulated,
        )
        return write_purchase(terms, wanted)

    return _once(idempotency_key, attempt)


def _once(key: uuid.UUID, attempt: Callable[[], Purchase]) -> Purchase:
    """Two at the same moment: the database lets one write the key, the other reads what was written. A code or a
    reference that was drawn before is drawn again."""
    for remaining in (2, 1, 0):
        try:
            return until_claimed(attempt)
        except IntegrityError:
            found = Purchase.objects.filter(idempotency_key=key).first()
            if found is not None:
                return found
            if not remaining:
                raise
    raise AssertionError
