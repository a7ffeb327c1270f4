"""Baskets and the holds in them."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from phien.campaigns.models import Campaign
from phien.lib import clock
from phien.market.actions import lots
from phien.market.actions.ledger import Kind, entry, until_claimed, write
from phien.market.errors import BasketOrdered, NotYetOnSale, OfferPaused, OverLimit, SaleEnded, WrongQuantity
from phien.market.models import Basket, Hold, Offer, Outlet, StockEntry
from phien.market.queries.prices import price_of
from phien.market.queries.shipping import days_to, rates_of

HOLD_MINUTES = 15
SLICE = 50  # holds released in one transaction: no transaction over 50 ms

State = Hold.State
IN_BASKET = (State.ACTIVE, State.EXPIRED)


def open_basket(*, campaign: Campaign, key: uuid.UUID | None = None) -> Basket:
    """An empty basket. Its key makes the checkout idempotent."""
    return Basket.objects.create(campaign=campaign, key=key or uuid.uuid4(), made_at=clock.now())


def check_on_sale(offer: Offer, *, ended_is_fine: bool = False) -> None:
    """Refuse what is paused, not yet on sale or over. What was held in time may be bought after the end."""
    now = clock.now()
    if offer.paused_at is not None:
        raise OfferPaused(name=str(offer.product.name))
    if now < offer.starts_at:
        raise NotYetOnSale(name=str(offer.product.name))
    if now >= offer.ends_at and not ended_is_fine:
        raise SaleEnded(name=str(offer.product.name))


def check_quantity(offer: Offer, quantity: int) -> None:
    if quantity < 1:
        raise WrongQuantity
    if quantity > offer.limit_per_order:
        raise OverLimit(limit=offer.limit_per_order, name=str(offer.product.name))


def hold(*, basket: Basket, offer: Offer, quantity: int, origin: str = "", via: str = "") -> Hold:
    """Put `quantity` more pieces of an offer into the basket and reserve them for HOLD_MINUTES.

    Gives one of the basket's holds on the offer (the pieces may come from several lots).
    Raises WrongQuantity, OverLimit, SoldOut, OfferPaused, NotYetOnSale, SaleEnded, BasketOrdered.
    """
    if quantity < 1:
        raise WrongQuantity
    return _settle(basket, offer, quantity, add=True, origin=origin, via=via)[0]


def change_hold(*, basket: Basket, offer: Offer, quantity: int, prolong: bool = True) -> list[Hold]:
    """Set how many pieces of an offer the basket holds. What had expired is reserved again.

    Without `prolong` all of them are held no longer than those that are held now.
    """
    if quantity < 1:
        raise WrongQuantity
    return _settle(basket, offer, quantity, add=False, prolong=prolong)


def _settle(
    basket: Basket, offer: Offer, quantity: int, *, add: bool, prolong: bool = True, origin: str = "", via: str = ""
) -> list[Hold]:
    def attempt() -> list[Hold]:
        locked = Basket.objects.select_for_update().get(pk=basket.pk)
        if locked.ordered_at is not None:
            raise BasketOrdered
        fresh = Offer.objects.select_related("product").get(pk=offer.pk)
        there = list(Hold.objects.filter(basket=locked, offer=fresh, state__in=IN_BASKET).order_by("pk"))
        total = quantity + sum(row.quantity for row in there) if add else quantity
        check_on_sale(fresh)
        check_quantity(fresh, total)
        return _reserve(locked, fresh, there, total, prolong=prolong, origin=origin, via=via)

    return until_claimed(attempt)


def _reserve(
    basket: Basket, offer: Offer, there: list[Hold], total: int, *, prolong: bool, origin: str, via: str
) -> list[Hold]:
    """Make the active holds of one offer add up to `total`: write the rows first, claim last."""
    now = clock.now()
    active = {row.stock_id: row for row in there if row.state == State.ACTIVE}
    had = there[-1] if there else None
    until = min((row.expires_at for row in active.values()), default=None)
    origin, via = origin or (had.origin if had else ""), via or (had.via if had else "")
    Hold.objects.filter(pk__in=[row.pk for row in there if row.state == State.EXPIRED]).update(state=State.RELEASED)
    entries: list[StockEntry] = []
    more = total - sum(row.quantity for row in active.values())
    if more > 0:
        rows = lots.look([offer], outlet=Outlet.SITE, days=days_to(rates_of(offer.campaign_id), None))
        price = price_of(offer, now).amount
        for claim in lots.choose(offer, more, rows, {}):
            row = active.get(claim.stock_id)
            if row is None:
                row = Hold(
                    basket=basket, offer=offer, stock_id=claim.stock_id, quantity=0, unit_price=price, made_at=now
                )
                active[claim.stock_id] = row
            row.quantity += claim.quantity
            row.unit_price = max(row.unit_price, price)  # nobody adds pieces at a price that is over
            row.expires_at = now
            _keep(row, origin, via)
            entries.append(entry(stock_id=row.stock_id, kind=Kind.HELD, reserved=claim.quantity, hold=row))
    elif more < 0:
        for row in reversed(list(active.values())):
            back = min(-more, row.quantity)
            if back == 0:
                break
            more += back
            row.quantity -= back
            entries.append(entry(stock_id=row.stock_id, kind=Kind.RELEASED, reserved=-back, hold=row))
            if row.quantity:
                row.save(update_fields=["quantity"])
            else:
                Hold.objects.filter(pk=row.pk).update(state=State.RELEASED)
                del active[row.stock_id]
    expires_at = now + timedelta(minutes=HOLD_MINUTES) if prolong or until is None else until
    for row in active.values():
        row.expires_at = expires_at
    Hold.objects.filter(pk__in=[row.pk for row in active.values()]).update(
        expires_at=expires_at, origin=origin, via=via
    )
    write(entries)
    return list(active.values())


def _keep(row: Hold, origin: str, via: str) -> None:
    row.origin, row.via = origin, via
    row.save()


def release_hold(*, basket: Basket, offer: Offer) -> int:
    """Take an offer out of the basket; gives how many pieces had been in it."""
    with transaction.atomic():
        locked = Basket.objects.select_for_update().get(pk=basket.pk)
        if locked.ordered_at is not None:
            raise BasketOrdered
        there = list(Hold.objects.filter(basket=locked, offer=offer, state__in=IN_BASKET).order_by("pk"))
        _release(there, State.RELEASED)
    return sum(row.quantity for row in there)


def _release(holds: Iterable[Hold], state: str) -> int:
    """Free the pieces of holds that are still active; a hold that was ordered meanwhile is left alone."""
    entries = []
    for row in sorted(holds, key=lambda row: row.pk):
        was = row.state
        if Hold.objects.filter(pk=row.pk, state=was).update(state=state) and was == State.ACTIVE:
            entries.append(entry(stock_id=row.stock_id, kind=Kind.RELEASED, reserved=-row.quantity, hold=row))
    write(entries)
    return len(entries)


def expire_holds(now: datetime | None = None) -> int:
    """Free the pieces of all holds whose time is over; gives how many there were. The line stays in its basket."""
    now = now or clock.now()
    freed = 0
    while True:
        with transaction.atomic():
            over = list(
                Hold.objects.select_for_update(skip_locked=True)
                .filter(state=State.ACTIVE, expires_at__lte=now)
                .order_by("expires_at", "pk")[:SLICE]
            )
            freed += _release(over, State.EXPIRED)
        if len(over) < SLICE:
            return freed
