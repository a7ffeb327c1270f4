"""Claims: many people press the same button in the same second, and each gets an answer of their own.

All that is queued is settled in one transaction. The stock rows are locked first, so what is decided here is exact;
the counters still move by ledger.move under the table's CHECK, which stays the last word.
"""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Count, Max, Q, QuerySet, Sum

from phien.lib import clock
from phien.lib.errors import Refused
from phien.market.actions import ledger, rows
from phien.market.actions.baskets import HOLD_MINUTES, check_on_sale, check_quantity
from phien.market.errors import OverPhoneLimit, PhoneNeeded, SoldOut, UnknownOffer
from phien.market.models import Basket, Hold, Offer, Outlet, Stock, StockEntry, Waiting
from phien.market.queries import line as lines
from phien.market.queries.prices import Price, prices_of
from phien.market.queries.shipping import days_to, rates_of
from phien.market.queries.stock import Candidate, candidates

CALL_MINUTES = 5  # that pieces are kept for who waited in line and may be away by now
LINE_PER_HELD = 2  # pieces that may be waited for, for each that is held: more would be false hope


@dataclass(frozen=True, slots=True)
class Claim:
    """One press of the buy button. `phone` as +84… or empty, `origin` and `via` as a hold has them."""

    key: uuid.UUID
    offer_id: int
    quantity: int
    phone: str = ""
    origin: str = ""
    via: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """The pieces are kept until then, at this price each (đồng)."""

    claim: Claim
    price: int
    until: datetime
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class InLine:
    """A place in the line: so many wait before it, for so many pieces that are held and may come back."""

    claim: Claim
    number: int
    ahead: int
    held: int
    replayed: bool = False


type Outcome = Held | InLine | Refused

_WAITING = ("key", "offer", "number", "quantity", "phone", "state", "made_at", "origin", "via")
_HOLD = ("id", "basket", "offer", "stock", "quantity", "unit_price", "state", "made_at", "expires_at", "origin", "via")
_ENTRY = ("stock", "kind", "on_hand_change", "reserved_change", "hold", "note", "at")


def settle(claims: Sequence[Claim]) -> list[Outcome]:
    """Decide all claims in one transaction, in their order; each outcome is its own.

    A key that was seen before gets what it got then. Free pieces go to the line first. Refusals: UnknownOffer,
    OfferPaused, NotYetOnSale, SaleEnded, WrongQuantity, OverLimit, PhoneNeeded, OverPhoneLimit, SoldOut.
    Raises only when nothing was written: LostRace, or what the database says.
    """
    with transaction.atomic():
        return _settle(claims)


def call_line(offers: Sequence[Offer]) -> int:
    """Offer the pieces that came back to those who wait for them; gives how many were called."""
    with transaction.atomic():
        sheet = _Sheet([offer.pk for offer in offers], [])
        sheet.call_those_in_line()
        sheet.write()
        return len(sheet.called)


def leave_line(*, key: uuid.UUID) -> bool:
    """Give up a place in the line; False where the claim does not wait (any more)."""
    return bool(Waiting.objects.filter(key=key, state=Waiting.State.WAITING).update(state=Waiting.State.LEFT))


def forget_phones(now: datetime) -> int:
    """A day after a claim its phone number is needed no more: an order has its own."""
    before = now - timedelta(days=1)
    known = Basket.objects.filter(made_at__lt=before).exclude(phone="")
    return known.update(phone="") + Waiting.objects.filter(made_at__lt=before).exclude(phone="").update(phone="")


def call_all_lines() -> int:
    """Call in every line that has somebody in it; an offer that has ended closes its line."""
    offers = list(Offer.objects.filter(pk__in=Waiting.objects.filter(state=Waiting.State.WAITING).values("offer")))
    over = [offer for offer in offers if clock.now() >= offer.ends_at]
    Waiting.objects.filter(offer__in=over, state=Waiting.State.WAITING).update(state=Waiting.State.OVER)
    running = [offer for offer in offers if offer.is_open()]
    return call_line(running) if running else 0


def _settle(claims: Sequence[Claim]) -> list[Outcome]:
    keys = {claim.key for claim in claims}
    seen = _seen(keys)
    fresh = [claim for claim in claims if claim.key not in seen]
    if not fresh:
        return [seen[claim.key] for claim in claims]
    sheet = _Sheet({claim.offer_id for claim in fresh}, fresh)
    sheet.call_those_in_line()
    outcomes: list[Outcome] = []
    for claim in claims:
        known = seen.get(claim.key)
        if known is None:
            try:
                known = sheet.decide(claim)
            except Refused as refusal:
                outcomes.append(refusal)
                continue
            seen[claim.key] = _again(known)
        outcomes.append(known)
    sheet.write()
    return outcomes


def _again(outcome: Held | InLine) -> Held | InLine:
    if isinstance(outcome, Held):
        return Held(outcome.claim, outcome.price, outcome.until, replayed=True)
    return InLine(outcome.claim, outcome.number, outcome.ahead, outcome.held, replayed=True)


def _seen(keys: set[uuid.UUID]) -> dict[uuid.UUID, Held | InLine]:
    """What claims with these keys got before."""
    found: dict[uuid.UUID, Held | InLine] = {}
    baskets = rows.known_keys(Basket, keys)
    for row in (
        Hold.objects.filter(basket__in=baskets.values()).select_related("basket").order_by("-pk") if baskets else ()
    ):
        had = found.get(row.basket.key)
        pieces = row.quantity + (had.claim.quantity if had else 0)
        claim = Claim(row.basket.key, row.offer_id, pieces, row.basket.phone, row.origin, row.via)
        found[row.basket.key] = Held(claim, row.unit_price, row.expires_at, replayed=True)
    places = rows.known_keys(Waiting, keys - set(baskets))
    for place in Waiting.objects.filter(pk__in=places.values()).select_related("offer") if places else ():
        claim = Claim(place.key, place.offer_id, place.quantity, place.phone, place.origin, place.via)
        line = Waiting.objects.filter(offer=place.offer_id, state=Waiting.State.WAITING, number__lt=place.number)
        held = lines.held_of(place.offer.product_id)
        found[place.key] = InLine(claim, place.number, line.count(), held, replayed=True)
    return found


@dataclass(slots=True)
class _Counter:
    """One offer at the desk: what is free, who waits, which number comes next."""

    offer: Offer
    price: Price
    stock: list[Candidate]
    last_number: int = 0
    waiting: int = 0  # people
    waited_for: int = 0  # pieces
    refusal: Refused | None = None  # of everybody, whatever they ask for
    _held: int | None = None

    @property
    def held(self) -> int:
        if self._held is None:
            self._held = lines.held_of(self.offer.product_id)
        return self._held

    def also_held(self, pieces: int) -> None:
        if self._held is not None:
            self._held += pieces


class _Made(NamedTuple):
    """A hold to be written: pieces by stock row, kept until then."""

    claim: Claim
    counter: _Counter
    parts: list[tuple[int, int]]
    until: datetime


@dataclass(slots=True)
class _Sheet:
    """What one transaction decides, kept until it is written all at once."""

    offer_ids: Sequence[int] | set[int]
    claims: Sequence[Claim]
    now: datetime = field(default_factory=clock.now)
    counters: dict[int, _Counter] = field(init=False)
    free: dict[int, int] = field(init=False)  # by stock row
    taken: Counter[tuple[int, str]] = field(init=False)  # by offer and phone
    made: list[_Made] = field(default_factory=list)
    called: list[int] = field(default_factory=list)  # rows of Waiting
    queued: list[tuple[Claim, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        offers = list(Offer.objects.filter(pk__in=self.offer_ids).select_related("product", "campaign").order_by("pk"))
        products = {offer.product_id: offer.product.min_days_left for offer in offers}
        # Whoever has these rows may decide; nobody else reads what is free before this transaction ends.
        list(_stocks_of(products).select_for_update().values_list("pk", flat=True))
        prices = prices_of(offers, self.now)
        days = {offer.campaign_id: days_to(rates_of(offer.campaign_id), None) for offer in offers}
        self.free, self.counters = {}, {}
        for offer in offers:
            stock = candidates(
                product_ids=[offer.product_id],
                min_days=products,
                outlet=Outlet.SITE,
                days=days[offer.campaign_id],
                with_promised=True,
            )
            self.free |= {row.stock_id: row.free for row in stock}
            self.counters[offer.pk] = _Counter(offer, prices[offer.pk], stock, refusal=_closed(offer))
        is_waiting = Q(state=Waiting.State.WAITING)
        lines_ = Waiting.objects.filter(offer__in=offers).values_list("offer_id").order_by()
        for offer_id, last, people, pieces in lines_.annotate(
            last=Max("number"), people=Count("pk", filter=is_waiting), pieces=Sum("quantity", filter=is_waiting)
        ):
            counter = self.counters[offer_id]
            counter.last_number, counter.waiting, counter.waited_for = last, people, pieces or 0
        limited = [offer.pk for offer in offers if offer.limit_per_phone]
        phones = {claim.phone for claim in self.claims if claim.phone and claim.offer_id in limited}
        self.taken = lines.taken_by_phones(limited, phones) if phones else Counter()

    def call_those_in_line(self) -> None:
        for counter in self.counters.values():
            if not counter.waiting or not self._free(counter) or counter.refusal is not None:
                continue
            for row in Waiting.objects.filter(offer=counter.offer, state=Waiting.State.WAITING).order_by("number"):
                if row.quantity > self._free(counter):
                    break
                claim = Claim(row.key, row.offer_id, row.quantity, row.phone, row.origin, row.via)
                self._hold(counter, claim, CALL_MINUTES)
                self.called.append(row.pk)
                counter.waiting -= 1
                counter.waited_for -= row.quantity

    def decide(self, claim: Claim) -> Held | InLine:
        counter = self.counters.get(claim.offer_id)
        if counter is None:
            raise UnknownOffer
        if counter.refusal is not None:
            raise counter.refusal
        offer = counter.offer
        check_quantity(offer, claim.quantity)
        if offer.limit_per_phone:
            self._check_phone(offer, claim)
        free = self._free(counter) - counter.waited_for
        if claim.quantity <= free:
            held = self._hold(counter, claim, HOLD_MINUTES)
            self.taken[offer.pk, claim.phone] += claim.quantity
            return held
        if free > 0:
            raise SoldOut(name=str(offer.product.name), left=free)
        if counter.waited_for + claim.quantity > LINE_PER_HELD * counter.held:
            raise SoldOut(name=str(offer.product.name), left=0, held=counter.held)
        counter.last_number += 1
        self.queued.append((claim, counter.last_number))
        self.taken[offer.pk, claim.phone] += claim.quantity
        ahead = counter.waiting
        counter.waiting += 1
        counter.waited_for += claim.quantity
        return InLine(claim, counter.last_number, ahead, counter.held)

    def _free(self, counter: _Counter) -> int:
        return sum(self.free[row.stock_id] for row in counter.stock)

    def _check_phone(self, offer: Offer, claim: Claim) -> None:
        limit = offer.limit_per_phone or 0
        if not claim.phone:
            raise PhoneNeeded(name=str(offer.product.name), limit=limit)
        if self.taken[offer.pk, claim.phone] + claim.quantity > limit:
            raise OverPhoneLimit(name=str(offer.product.name), limit=limit)

    def _hold(self, counter: _Counter, claim: Claim, minutes: int) -> Held:
        parts, missing = [], claim.quantity
        for row in counter.stock:
            piece = min(missing, self.free[row.stock_id])
            if piece > 0:
                self.free[row.stock_id] -= piece
                parts.append((row.stock_id, piece))
                missing -= piece
        until = self.now + timedelta(minutes=minutes)
        self.made.append(_Made(claim, counter, parts, until))
        counter.also_held(claim.quantity)
        return Held(claim, counter.price.amount, until)

    def write(self) -> None:
        """All rows, each table in one statement; the counters last."""
        now = _moment(self.now)
        if self.queued:
            places = [
                (c.key.hex, c.offer_id, number, c.quantity, c.phone, "waiting", now, c.origin, c.via)
                for c, number in self.queued
            ]
            rows.insert(Waiting, _WAITING, places)
        if self.called:
            Waiting.objects.filter(pk__in=self.called).update(state=Waiting.State.CALLED, called_at=self.now)
        if self.made:
            self._write_holds(now)

    def _write_holds(self, now: str) -> None:
        baskets, holds, entries = [], [], []
        moved: Counter[int] = Counter()
        ids = rows.next_ids(Basket, len(self.made))
        hold_ids = iter(rows.next_ids(Hold, sum(len(made.parts) for made in self.made)))
        moments = {until: _moment(until) for until in {made.until for made in self.made}}
        for basket, (claim, counter, parts, until) in zip(ids, self.made, strict=True):
            baskets.append((basket, claim.key.hex, counter.offer.campaign_id, claim.phone, now))
            over, price = moments[until], counter.price.amount
            for stock, quantity in parts:
                hold = next(hold_ids)
                where = (hold, basket, claim.offer_id, stock, quantity, price)
                holds.append((*where, "active", now, over, claim.origin, claim.via))
                entries.append((stock, "held", 0, quantity, hold, "", now))
                moved[stock] += quantity
        rows.insert(Basket, ("id", "key", "campaign", "phone", "made_at"), baskets)
        rows.insert(Hold, _HOLD, holds)
        rows.insert(StockEntry, _ENTRY, entries)
        ledger.move({stock: (0, quantity) for stock, quantity in moved.items()})


def _stocks_of(products: dict[int, int]) -> QuerySet[Stock]:
    return Stock.objects.filter(lot__product__in=list(products), outlet=Outlet.SITE).order_by("pk")


def _closed(offer: Offer) -> Refused | None:
    try:
        check_on_sale(offer)
    except Refused as refusal:
        return refusal
    return None


def _moment(at: datetime) -> str:
    """A time as the database's own text."""
    return str(connection.ops.adapt_datetimefield_value(at))
