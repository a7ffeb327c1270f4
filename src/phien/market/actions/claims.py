"""Claims: many people press the same button in the same second, and each gets an answer of their own.

All that is queued is settled in one transaction. The stock rows are locked first, so what is decided here is exact;
the counters still move by ledger.move under the table's CHECK, which stays the last word.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from phien.lib import clock
from phien.lib.errors import Refused
from phien.market.actions.claim_sheet import Claim, Held, InLine, Outcome, Sheet
from phien.market.actions.ledger import until_claimed
from phien.market.errors import MalformedClaim
from phien.market.models import Basket, Hold, Offer, Waiting
from phien.market.queries import line as lines
from phien.market.queries.claim_sheet import known_keys

__all__ = ["Claim", "Held", "InLine", "Outcome", "call_all_lines", "claim", "forget_phones", "leave_line", "settle"]

State = Waiting.State


def settle(claims: Sequence[Claim]) -> list[Outcome]:
    """Decide all claims in one transaction, in their order; each outcome is its own.

    A key that was seen before gets what it got then. Free pieces go to the line first. Refusals:
    UnknownOffer, OfferPaused, NotYetOnSale, SaleEnded, WrongQuantity, OverLimit, PhoneNeeded, OverPhoneLimit, SoldOut,
    MalformedClaim.
    Raises only when nothing was written: LostRace, or what the database says.
    """
    with transaction.atomic(savepoint=False):
        sheet = Sheet({claim.offer_id for claim in claims}, claims)
        seen = _seen({claim.key for claim in claims})
        sheet.call_those_in_line()
        outcomes: list[Outcome] = []
        for claim in claims:
            outcome = seen.get(claim.key)
            if outcome is None:
                try:
                    decided = sheet.decide(claim)
                    outcome, seen[claim.key] = decided, decided.again()
                except Refused as refusal:
                    outcome = refusal
            outcomes.append(outcome)
        sheet.write()
    return outcomes


def claim(one: Claim) -> Held | InLine:
    """One claim by itself, for pages without JavaScript. Raises its refusal."""
    outcome = until_claimed(lambda: settle([one])[0])
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


def call_line(offer_ids: Collection[int]) -> int:
    """Offer the pieces that came back to those who wait for them; gives how many were called."""
    with transaction.atomic():
        sheet = Sheet(offer_ids, [])
        sheet.call_those_in_line()
        sheet.write()
        return len(sheet.called)


def call_all_lines(now: datetime | None = None) -> int:
    """Call in every line that has somebody in it; an offer that has ended closes its line."""
    waiting = Waiting.objects.filter(state=State.WAITING)
    offers = list(Offer.objects.filter(pk__in=waiting.values("offer")))
    if not offers:
        return 0
    over = [offer for offer in offers if (now or clock.now()) >= offer.ends_at]
    waiting.filter(offer__in=over).update(state=State.OVER)
    running = [offer.pk for offer in offers if offer.is_open()]
    return call_line(running) if running else 0


def leave_line(*, key: UUID) -> bool:
    """Give up a place in the line; False where the claim does not wait (any more)."""
    return bool(Waiting.objects.filter(key=key, state=State.WAITING).update(state=State.LEFT))


def forget_phones(now: datetime) -> int:
    """A day after a claim its phone number is needed no more: an order has its own."""
    before = now - timedelta(days=1)
    known = Basket.objects.filter(made_at__lt=before).exclude(phone="")
    return known.update(phone="") + Waiting.objects.filter(made_at__lt=before).exclude(phone="").update(phone="")


def _seen(keys: set[UUID]) -> dict[UUID, Outcome]:
    """What claims with these keys got before."""
    found: dict[UUID, Outcome] = {}
    if baskets := known_keys("market_basket", keys):
        found |= dict.fromkeys(baskets, MalformedClaim())  # the key of a basket that no claim made
        for hold in Hold.objects.filter(basket__in=baskets.values()).select_related("basket").order_by("-pk"):
            key = hold.basket.key
            had = found[key]
            pieces = hold.quantity + (had.claim.quantity if isinstance(had, Held) else 0)
            claim = Claim(key, hold.offer_id, pieces, hold.basket.phone, hold.origin, hold.via)
            found[key] = Held(claim, hold.unit_price, hold.expires_at, replayed=True)
    if places := known_keys("market_waiting", keys - set(baskets)):
        for place in Waiting.objects.filter(pk__in=places.values()).select_related("offer"):
            claim = Claim(place.key, place.offer_id, place.quantity, place.phone, place.origin, place.via)
            ahead = Waiting.objects.filter(offer=place.offer_id, state=State.WAITING, number__lt=place.number)
            held = lines.held_of(place.offer.product_id)
            found[place.key] = InLine(claim, place.number, ahead.count(), held, replayed=True)
    return found
