"""The line: who waits for pieces that are held by others and may come back."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, Sum

from phien.lib import clock
from phien.market.models import Hold, Offer, Order, OrderLine, Outlet, Purchase, Waiting

State = Waiting.State


def promised(product_ids: Iterable[int]) -> dict[int, int]:
    """{product: pieces that its line waits for}: free pieces are theirs before anybody else's."""
    rows = Waiting.objects.filter(state=State.WAITING, offer__product__in=list(product_ids))
    return dict(rows.values_list("offer__product_id").annotate(Sum("quantity")).order_by())


def held_of(product_id: int) -> int:
    """Pieces of a product that are held and not yet ordered: so many may come back."""
    rows = Hold.objects.filter(state=Hold.State.ACTIVE, stock__lot__product=product_id, stock__outlet=Outlet.SITE)
    return rows.aggregate(total=Sum("quantity"))["total"] or 0


def taken_by_phones(offer_ids: Iterable[int], phones: Iterable[str]) -> Counter[tuple[int, str]]:
    """{(offer, phone): pieces}: ordered and not cancelled, held by a claim, or waited for."""
    offer_ids, phones = list(offer_ids), list(phones)
    taken: Counter[tuple[int, str]] = Counter()
    ordered = OrderLine.objects.filter(offer__in=offer_ids, order__purchase__phone__in=phones)
    held = Hold.objects.filter(offer__in=offer_ids, basket__phone__in=phones, state=Hold.State.ACTIVE)
    waited = Waiting.objects.filter(offer__in=offer_ids, phone__in=phones, state=State.WAITING)
    for rows in (
        ordered.exclude(order__state=Order.State.CANCELLED).values_list("offer_id", "order__purchase__phone"),
        held.values_list("offer_id", "basket__phone"),
        waited.values_list("offer_id", "phone"),
    ):
        for offer_id, phone, pieces in rows.annotate(pieces=Sum("quantity")).order_by():
            taken[offer_id, phone] += pieces
    return taken


@dataclass(frozen=True, slots=True)
class Claimed:
    """What became of a claim. `state`: held, waiting, ordered, over (the hold ran out, or the line was closed), left,
    unknown. `hold` is one of its holds; `waiting` its place in line, also after it was called."""

    state: str
    hold: Hold | None = None
    waiting: Waiting | None = None
    purchase: Purchase | None = None
    ahead: int = 0
    held: int = 0

    @property
    def offer(self) -> Offer | None:
        return self.hold.offer if self.hold else self.waiting.offer if self.waiting else None

    @property
    def phone(self) -> str:
        return self.hold.basket.phone if self.hold else self.waiting.phone if self.waiting else ""

    @property
    def origin(self) -> str:
        return self.hold.origin if self.hold else self.waiting.origin if self.waiting else ""

    @property
    def seconds_left(self) -> int:
        return max(0, int((self.hold.expires_at - clock.now()).total_seconds())) if self.hold else 0


def claimed(key: uuid.UUID) -> Claimed:
    """The claim with this key as it stands now: at most four statements."""
    purchase = Purchase.objects.filter(idempotency_key=key).first()
    if purchase is not None:
        return Claimed("ordered", purchase=purchase)
    holds = Hold.objects.filter(basket__key=key).select_related("basket", "offer__product__producer", "offer__campaign")
    hold = holds.order_by("state", "pk").first()  # active before expired before released
    row = Waiting.objects.filter(key=key).select_related("offer__product__producer", "offer__campaign").first()
    if hold is not None:
        is_held = hold.state == Hold.State.ACTIVE and hold.expires_at > clock.now()
        let_go = hold.state == Hold.State.RELEASED
        return Claimed("held" if is_held else "left" if let_go else "over", hold=hold, waiting=row)
    if row is None:
        return Claimed("unknown")
    if row.state != State.WAITING:
        return Claimed("left" if row.state == State.LEFT else "over", waiting=row)
    ahead = Waiting.objects.filter(offer=row.offer_id, state=State.WAITING, number__lt=row.number).count()
    return Claimed("waiting", waiting=row, ahead=ahead, held=held_of(row.offer.product_id))


@dataclass(frozen=True, slots=True)
class Line:
    """One offer's line. All numbers up to `served` had their turn or left; `last` was given last (0: nobody came)."""

    served: int = 0
    last: int = 0
    waiting: int = 0
    held: int = 0  # pieces of the product that may come back


def lines_of(offers: Iterable[tuple[int, int]]) -> dict[int, Line]:
    """{offer: its line} of (offer, product), with two statements however many there are."""
    products = dict(offers)
    waits = Q(state=State.WAITING)
    rows = Waiting.objects.filter(offer__in=list(products)).values_list("offer_id").order_by()
    counted = rows.annotate(last=Max("number"), first=Min("number", filter=waits), people=Count("pk", filter=waits))
    found = {offer: (last, first, count) for offer, last, first, count in counted}
    active = Hold.objects.filter(state=Hold.State.ACTIVE, stock__outlet=Outlet.SITE)
    active = active.filter(stock__lot__product__in=set(products.values()))
    held = dict(active.values_list("stock__lot__product_id").annotate(Sum("quantity")).order_by())
    lines = {}
    for offer, product in products.items():
        last, first, count = found.get(offer, (0, None, 0))
        lines[offer] = Line(first - 1 if first else last, last, count, held.get(product, 0))
    return lines
