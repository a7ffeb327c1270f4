"""What the room shows: who presents, what is pinned, what can be bought, what was said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from django.db.models import QuerySet

from phien.campaigns.models import Programme, Slot, SlotPart
from phien.campaigns.queries import changes_of_events
from phien.lib import clock
from phien.lib.texts import Text
from phien.live.models import Broadcast, Pin, Shelved
from phien.market.models import Offer, ProductSlot
from phien.market.queries.left import Reach, left_now, reaches_of
from phien.market.queries.prices import Price, prices_of
from phien.market.queries.stock import capacity_by_offer
from phien.people.models import Actor
from phien.realtime import queries as messages
from phien.realtime.models import Message

SHOWN = ("chat", "sold")
MOST_IN_A_MINUTE = 200
SOON = timedelta(hours=1)


@dataclass(slots=True)
class Shown:
    """A message as the reader sees it: a sale names the product in the reader's language."""

    message: Message

    @property
    def number(self) -> int:
        return self.message.number

    @property
    def kind(self) -> str:
        return self.message.kind

    @property
    def at(self) -> datetime:
        return self.message.at

    @property
    def payload(self) -> dict[str, Any]:
        return dict(self.message.payload)

    @property
    def product(self) -> str:
        return str(Text.of(self.payload.get("names"))) or str(self.payload.get("name", ""))


@dataclass(slots=True)
class Goods:
    """A product of the session as the room shows it."""

    offer: Offer
    left: int
    capacity: int
    is_open: bool
    reach: Reach
    price: Price
    is_pinned: bool = False
    missing_papers: str = ""  # of which one is needed before it may be shown; asked by the desk alone

    def with_left(self, left: int) -> Self:
        return replace(self, left=left, capacity=max(self.capacity, left))

    @property
    def is_low(self) -> bool:
        """Nearly gone: a fifth of what there was, or fewer than six."""
        return self.left * 5 <= self.capacity or self.left < 6

    @property
    def can_be_bought(self) -> bool:
        return self.is_open and self.left > 0


@dataclass(slots=True)
class Stretch:
    """A slot with the people in it."""

    slot: Slot
    presenters: list[Actor] = field(default_factory=list)
    knowers: list[Actor] = field(default_factory=list)


def stretches_of(broadcast: Broadcast) -> list[Stretch]:
    """The event's slots in the programme's released version, in order."""
    released = (
        Programme.objects.filter(campaign=broadcast.event.campaign_id, released_at__isnull=False)
        .order_by("-number")
        .values("pk")[:1]
    )
    slots = Slot.objects.filter(event=broadcast.event_id, programme__in=released).prefetch_related(
        "parts__actor__picture__renditions"
    )
    found = []
    for slot in slots:
        slot.event = broadcast.event
        stretch = Stretch(slot)
        for part in slot.parts.all():
            (stretch.knowers if part.part == SlotPart.Part.KNOWER else stretch.presenters).append(part.actor)
        found.append(stretch)
    return found


def now_and_next(
    stretches: Sequence[Stretch], at: datetime, broadcast: Broadcast
) -> tuple[Stretch | None, Stretch | None]:
    """The stretch that runs at `at`, and the one after it, by the clock and the event's delay.

    One that was handed over to runs whatever the clock says, until another one begins by the clock.
    """
    handed_at = broadcast.handed_at
    for place, stretch in enumerate(stretches):
        if handed_at is None or stretch.slot.key != broadcast.slot_key:
            continue
        others = [s for s in stretches if s is not stretch]
        if not any(handed_at < s.slot.expected_start <= at for s in others):
            return stretch, next((s for s in stretches[place + 1 :] if s.slot.expected_end > at), None)
    current = next((s for s in stretches if s.slot.expected_start <= at < s.slot.expected_end), None)
    coming = next((s for s in stretches if s.slot.expected_start > at), None)
    return current, coming


def pinned_offer_id(broadcast: Broadcast) -> int | None:
    return Pin.objects.filter(broadcast=broadcast, unpinned_at=None).values_list("offer_id", flat=True).first()


def _offers(broadcast: Broadcast) -> QuerySet[Offer]:
    return (
        Offer.objects.filter(campaign=broadcast.event.campaign_id)
        .select_related("product__producer", "product__picture")
        .prefetch_related("product__picture__renditions")
    )


def _rows(offers: Sequence[Offer]) -> list[Goods]:
    reaches = reaches_of(offers)
    left, capacity, prices = left_now(reaches), capacity_by_offer(reaches), prices_of(offers)
    return [
        Goods(
            offer,
            left[offer.pk],
            max(capacity[offer.pk], left[offer.pk], 1),
            offer.is_open(),
            reaches[offer.pk],
            prices[offer.pk],
        )
        for offer in offers
    ]


def goods_row(broadcast: Broadcast, offer_id: int) -> Goods | None:
    """One offer of the broadcast's campaign."""
    return next(iter(_rows(list(_offers(broadcast).filter(pk=offer_id)))), None)


def goods_rows(broadcast: Broadcast) -> list[Goods]:
    """All that the broadcast's campaign offers."""
    return _rows(list(_offers(broadcast)))


def goods_of(broadcast: Broadcast, slot_keys: Iterable[Any]) -> list[Goods]:
    """What the session sells: its own shelf, else the products of its slots, else all that the campaign offers."""
    shelf = dict(Shelved.objects.filter(broadcast=broadcast).values_list("offer_id", "position"))
    if shelf:
        shelved = list(_offers(broadcast).filter(pk__in=shelf))
        return _rows(sorted(shelved, key=lambda offer: (shelf[offer.pk], offer.pk)))
    keys = {key: place for place, key in enumerate(slot_keys)}
    rows = ProductSlot.objects.filter(slot_key__in=keys).values_list("product_id", "slot_key", "position")
    order: dict[int, tuple[int, int]] = {}
    for product, key, position in rows:
        rank = (keys[key], position)
        order[product] = min(order.get(product, rank), rank)
    offers = _offers(broadcast)
    found = list(offers.filter(product__in=order)) if order else list(offers)
    found.sort(key=lambda offer: order.get(offer.product_id, (0, offer.position)))
    return _rows(found)


def _quiet(rows: Iterable[Message]) -> list[Shown]:
    """What is shown: of sales one after the other the last two, so that they do not drown what people say."""
    found: list[Shown] = []
    for row in rows:
        found.append(Shown(row))
        if len(found) > 2 and all(shown.kind == "sold" for shown in found[-3:]):
            del found[-3]
    return found


def said_in_minute(broadcast: Broadcast, minute: int) -> list[Shown]:
    """What was said in a minute of the broadcast, counted from 1970; at most what a room shows."""
    started, ended = broadcast.started_at, broadcast.ended_at or clock.now()
    if started is None or not started.timestamp() // 60 <= minute <= ended.timestamp() // 60:
        return []
    since = datetime.fromtimestamp(minute * 60, tz=UTC)
    rows = messages.visible(broadcast.topic).filter(kind__in=SHOWN, at__gte=since, at__lt=since + timedelta(minutes=1))
    return _quiet(rows[:MOST_IN_A_MINUTE])


def lines_of(topic: str, most: int = 40) -> list[Shown]:
    """The newest lines of the chat."""
    return _quiet(messages.latest(topic=topic, limit=most, kinds=SHOWN))


def talk_of(broadcast: Broadcast, most: int) -> dict[str, Any]:
    """What moves in a room: its viewers, its newest lines, and the number up to which they go."""
    since = messages.last_number(broadcast.topic)
    lines = lines_of(broadcast.topic, most)
    return {"since": since, "viewers": messages.viewers(broadcast.topic), "messages_shown": lines}


def changes_of_room(broadcast: Broadcast, stretches: Iterable[Stretch], goods: Iterable[Goods]) -> list[datetime]:
    """The moments at which the room's page changes by itself."""
    event = broadcast.event
    found = [clock.tomorrow(), event.expected_start - SOON, *changes_of_events([event])]
    found += [moment for row in stretches for moment in (row.slot.expected_start, row.slot.expected_end)]
    return found + [moment for row in goods for moment in (row.offer.starts_at, row.offer.ends_at, *row.price.changes)]


def room_of(broadcast: Broadcast) -> dict[str, Any]:
    """What the room's page renders beside the chat. The number of queries does not grow with what it shows."""
    now = clock.now()
    stretches = stretches_of(broadcast)
    current, coming = now_and_next(stretches, now, broadcast)
    goods = goods_of(broadcast, [s.slot.key for s in stretches])
    pinned_id = pinned_offer_id(broadcast) if broadcast.is_on else None
    return {
        "broadcast": broadcast,
        "campaign": broadcast.event.campaign,
        "state": broadcast.state,
        "current": current,
        "coming": coming,
        "stretches": stretches,
        "goods": goods,
        "pinned": next((row for row in goods if row.offer.pk == pinned_id), None),
        "cut": broadcast.cuts.filter(lifted_at=None).first() if broadcast.cut_at is not None else None,
        "started_ms": int(broadcast.started_at.timestamp() * 1000) if broadcast.started_at else 0,
        "starts_soon": broadcast.state == Broadcast.State.SCHEDULED and broadcast.event.expected_start - now < SOON,
    }
