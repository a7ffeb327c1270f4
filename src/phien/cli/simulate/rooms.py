"""What the played rooms do between purchases: they go on air, show what the programme says, and people ask."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from phien.campaigns.models import Slot
from phien.lib import clock
from phien.lib.errors import Refused
from phien.live import actions as live
from phien.live.models import Broadcast
from phien.market.models import Offer, ProductSlot

CHAT_SINCE = timedelta(minutes=45)
"""Only the newest messages are seen in a room, so older ones are not made up."""


@dataclass(slots=True)
class Rooms:
    campaign: str
    names: dict[str, tuple[str, ...]]
    lines: list[dict[str, str]]
    ends: datetime
    shown: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, campaign: str, *, names: dict[str, tuple[str, ...]], lines: list[dict[str, str]]) -> "Rooms":
        return cls(campaign, names, lines, clock.now())

    def play(self, at: datetime, rng: random.Random) -> None:
        """One moment of all rooms. The clock stands at `at`."""
        live.tick(at)
        rooms = Broadcast.objects.filter(event__campaign__slug=self.campaign).select_related("event__campaign")
        for room in rooms:
            if room.is_on:
                self.show(room, at)
                if self.ends - at < CHAT_SINCE:
                    self.chat(room, rng)

    def show(self, room: Broadcast, at: datetime) -> None:
        """Pin the products of the present slot one after another, a quarter of an hour each."""
        offers = offers_of_slot(room, at)
        if not offers:
            return
        offer = offers[int(at.timestamp() // 900) % len(offers)]
        if self.shown.get(room.slug) != offer.pk:
            live.pin_product(broadcast=room, offer=offer, by=None)
            self.shown[room.slug] = offer.pk

    def chat(self, room: Broadcast, rng: random.Random) -> None:
        for _ in range(rng.choice((0, 1, 1, 2))):
            say(room, rng.choice(self.lines), self.names, rng)


def offers_of_slot(room: Broadcast, at: datetime) -> list[Offer]:
    """What the released programme presents in this room now, in its order."""
    slot = (
        Slot.objects.filter(event=room.event, programme__number__isnull=False, starts_at__lte=at, ends_at__gt=at)
        .order_by("-programme__number")
        .first()
    )
    if slot is None:
        return []
    products = list(ProductSlot.objects.filter(slot_key=slot.key).values_list("product_id", flat=True))
    found = {o.product_id: o for o in Offer.objects.filter(campaign=room.event.campaign, product_id__in=products)}
    return [found[product] for product in products if product in found]


def say(room: Broadcast, line: dict[str, str], names: dict[str, tuple[str, ...]], rng: random.Random) -> None:
    """One viewer's line, if the room takes it now."""
    name = rng.choice(names.get(line["lang"]) or names["vi"])
    try:
        live.say(broadcast=room, author_key=f"simulated-{name}", name=name, text=line["text"])
    except Refused:
        return
