"""The sheet on which one batch of claims is decided, kept until all of it is written at once."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple, Self
from uuid import UUID

from django.db import connection

from phien.lib import clock
from phien.lib.errors import Refused
from phien.market.actions import ledger, rows
from phien.market.actions.baskets import HOLD_MINUTES
from phien.market.errors import (
    NotYetOnSale,
    OfferPaused,
    OverLimit,
    OverPhoneLimit,
    PhoneNeeded,
    SaleEnded,
    SoldOut,
    UnknownOffer,
    WrongQuantity,
)
from phien.market.models import Basket, Hold, Product, StockEntry, Waiting
from phien.market.queries import claim_sheet, line

CALL_MINUTES = 5  # that pieces are kept for who waited in line and may be away by now
LINE_PER_HELD = 2  # pieces that may be waited for, for each that is held: more would be false hope

_CLOSED = {"paused": OfferPaused, "not_yet": NotYetOnSale, "ended": SaleEnded}
_WAITING = ("key", "offer", "number", "quantity", "phone", "state", "made_at", "origin", "via")
_BASKET = ("id", "key", "campaign", "phone", "made_at")
_HOLD = ("id", "basket", "offer", "stock", "quantity", "unit_price", "state", "made_at", "expires_at", "origin", "via")
_ENTRY = ("stock", "kind", "on_hand_change", "reserved_change", "hold", "note", "at")


@dataclass(frozen=True, slots=True)
class Claim:
    """One press of the buy button. `phone` as +84… or empty, `origin` and `via` as a hold has them."""

    key: UUID
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

    def again(self) -> Self:
        return replace(self, replayed=True)


@dataclass(frozen=True, slots=True)
class InLine:
    """A place in the line: so many wait before it, for so many pieces that are held and may come back."""

    claim: Claim
    number: int
    ahead: int
    held: int
    replayed: bool = False

    def again(self) -> Self:
        return replace(self, replayed=True)


type Outcome = Held | InLine | Refused


class _Made(NamedTuple):
    """A hold to be written: pieces by stock row, kept until then."""

    claim: Claim
    counter: claim_sheet.Counter
    parts: list[tuple[int, int]]
    until: datetime


@dataclass(slots=True)
class Sheet:
    """Make it inside the transaction that writes it: the stock rows of these offers are locked from then on."""

    offer_ids: Collection[int]
    claims: Sequence[Claim]
    now: datetime = field(default_factory=clock.now)
    made: list[_Made] = field(default_factory=list)
    called: list[int] = field(default_factory=list)  # rows of Waiting
    queued: list[tuple[Claim, int]] = field(default_factory=list)  # with the number in line
    _counters: dict[int, claim_sheet.Counter] = field(init=False)
    _free: dict[int, int] = field(init=False)  # by stock row
    _taken: Counter[tuple[int, str]] = field(init=False)  # by offer and phone
    _held: dict[int, int] = field(default_factory=dict)  # by product
    _names: dict[int, object] = field(default_factory=dict)  # by product

    def __post_init__(self) -> None:
        counters = claim_sheet.lock_counters(self.offer_ids, self.now)
        self._counters = {counter.offer_id: counter for counter in counters}
        self._free = {row.stock_id: row.free for counter in counters for row in counter.stock}
        limited = [counter.offer_id for counter in counters if counter.limit_per_phone]
        phones = {claim.phone for claim in self.claims if claim.phone and claim.offer_id in limited}
        self._taken = line.taken_by_phones(limited, phones) if phones else Counter()

    # Deciding

    def call_those_in_line(self) -> None:
        for counter in self._counters.values():
            if not counter.waiting or counter.closed or not self._free_of(counter):
                continue
            waiting = Waiting.objects.filter(offer=counter.offer_id, state=Waiting.State.WAITING)
            for row in waiting.order_by("number"):
                if row.quantity > self._free_of(counter):
                    break
                self._hold(
                    counter,
                    Claim(row.key, row.offer_id, row.quantity, row.phone, row.origin, row.via),
                    CALL_MINUTES,
                )
                self.called.append(row.pk)
                counter.waiting -= 1
                counter.waited_for -= row.quantity

    def decide(self, claim: Claim) -> Held | InLine:
        """Hold the pieces, or give a place in the line. Raises the refusals that actions.claims.settle lists."""
        counter = self._counters.get(claim.offer_id)
        if counter is None:
            raise UnknownOffer
        self._check(counter, claim)
        free = self._free_of(counter) - counter.waited_for
        if claim.quantity <= free:
            outcome: Held | InLine = self._hold(counter, claim, HOLD_MINUTES)
        elif free > 0:
            raise SoldOut(name=self._name(counter), left=free)
        else:
            outcome = self._queue(counter, claim)
        self._taken[claim.offer_id, claim.phone] += claim.quantity
        return outcome

    def _check(self, counter: claim_sheet.Counter, claim: Claim) -> None:
        if counter.closed:
            raise _CLOSED[counter.closed](name=self._name(counter))
        if claim.quantity < 1:
            raise WrongQuantity
        if claim.quantity > counter.limit_per_order:
            raise OverLimit(limit=counter.limit_per_order, name=self._name(counter))
        limit = counter.limit_per_phone
        if not limit:
            return
        if not claim.phone:
            raise PhoneNeeded(name=self._name(counter), limit=limit)
        if self._taken[claim.offer_id, claim.phone] + claim.quantity > limit:
            raise OverPhoneLimit(name=self._name(counter), limit=limit)

    def _hold(self, counter: claim_sheet.Counter, claim: Claim, minutes: int) -> Held:
        parts, missing = [], claim.quantity
        for row in counter.stock:
            pieces = min(missing, self._free[row.stock_id])
            if pieces > 0:
                self._free[row.stock_id] -= pieces
                parts.append((row.stock_id, pieces))
                missing -= pieces
                if not missing:
                    break
        until = self.now + timedelta(minutes=minutes)
        self.made.append(_Made(claim, counter, parts, until))
        if counter.product_id in self._held:
            self._held[counter.product_id] += claim.quantity
        return Held(claim, counter.price, until)

    def _queue(self, counter: claim_sheet.Counter, claim: Claim) -> InLine:
        held = self._held_of(counter)
        if counter.waited_for + claim.quantity > LINE_PER_HELD * held:
            raise SoldOut(name=self._name(counter), left=0, held=held)
        counter.last_number += 1
        self.queued.append((claim, counter.last_number))
        counter.waiting += 1
        counter.waited_for += claim.quantity
        return InLine(claim, counter.last_number, counter.waiting - 1, held)

    def _free_of(self, counter: claim_sheet.Counter) -> int:
        return sum(self._free[row.stock_id] for row in counter.stock)

    def _held_of(self, counter: claim_sheet.Counter) -> int:
        """Pieces that are held and not ordered, those that this sheet has just made included."""
        product = counter.product_id
        if product not in self._held:
            new = sum(made.claim.quantity for made in self.made if made.counter.product_id == product)
            self._held[product] = line.held_of(product) + new
        return self._held[product]

    def _name(self, counter: claim_sheet.Counter) -> object:
        """The product's name, in whatever language it will be read."""
        if counter.product_id not in self._names:
            self._names[counter.product_id] = Product.objects.values_list("name", flat=True).get(pk=counter.product_id)
        return self._names[counter.product_id]

    # Writing

    def write(self) -> None:
        """All rows, each table in one statement; the counters last."""
        now = _moment(self.now)
        if self.queued:
            places = [
                (
                    claim.key.hex,
                    claim.offer_id,
                    number,
                    claim.quantity,
                    claim.phone,
                    "waiting",
                    now,
                    claim.origin,
                    claim.via,
                )
                for claim, number in self.queued
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
            baskets.append((basket, claim.key.hex, counter.campaign_id, claim.phone, now))
            for stock, quantity in parts:
                hold = next(hold_ids)
                where = (hold, basket, claim.offer_id, stock, quantity, counter.price)
                holds.append((*where, "active", now, moments[until], claim.origin, claim.via))
                entries.append((stock, "held", 0, quantity, hold, "", now))
                moved[stock] += quantity
        rows.insert(Basket, _BASKET, baskets)
        rows.insert(Hold, _HOLD, holds)
        rows.insert(StockEntry, _ENTRY, entries)
        ledger.move({stock: (0, quantity) for stock, quantity in moved.items()})


def _moment(at: datetime) -> str:
    """A time as the database's own text."""
    return str(connection.ops.adapt_datetimefield_value(at))
