"""The programme as people read it: the released version by place, with what is on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from phien.campaigns.models import Campaign, Event, Programme, Slot, SlotPart
from phien.lib import clock
from phien.people.models import Actor
from phien.places.models import Place


def released_programme(campaign: Campaign) -> Programme | None:
    """The newest numbered version."""
    return campaign.programmes.exclude(number=None).order_by("-number").first()


def whole_slots() -> QuerySet[Slot]:
    """Slots with event, place and people, in the order of time."""
    parts = SlotPart.objects.select_related("actor").order_by("pk")
    return Slot.objects.select_related("event__place").prefetch_related(Prefetch("parts", parts))


def slots_of(programme: Programme | None) -> list[Slot]:
    """A version's slots."""
    return list(whole_slots().filter(programme=programme)) if programme is not None else []


@dataclass(slots=True)
class Line:
    """A slot as the programme shows it. `state`: past, now, coming or cancelled, moved by the event's delay."""

    slot: Slot
    state: str
    presents: list[Actor]
    knows: list[Actor]
    speaks: list[Actor]


@dataclass(slots=True)
class Lane:
    """One place's day: an event, or several in the same place, with their lines."""

    place: Place
    events: list[Event] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def earlier(self) -> list[Line]:
        return [line for line in self.lines if line.state == "past"]

    @property
    def soon(self) -> list[Line]:
        """What is on and the next three; all of it where nothing is left to come."""
        return ([line for line in self.lines if line.state != "past"] or self.lines)[:4]

    @property
    def later(self) -> list[Line]:
        return [line for line in self.lines if line.state != "past"][4:]


def lanes(campaign: Campaign, slots: Iterable[Slot] | None = None, *, place: str = "") -> list[Lane]:
    """The released programme by place, broadcasts first; `place` (a slug) gives that one alone."""
    now = clock.now()
    found: dict[int, Lane] = {}
    events = sorted(campaign.events.select_related("place"), key=lambda event: event.kind != Event.Kind.LIVE)
    for event in events:
        if not place or event.place.slug == place:
            found.setdefault(event.place_id, Lane(event.place)).events.append(event)
    for slot in slots_of(released_programme(campaign)) if slots is None else slots:
        if slot.event.place_id in found:
            found[slot.event.place_id].lines.append(_line(slot, now))
    return list(found.values())


def changes_of_events(events: Iterable[Event]) -> list[datetime]:
    """The moments at which events begin and end, as planned and as announced."""
    moments = [(event.starts_at, event.ends_at, event.expected_start, event.expected_end) for event in events]
    return [moment for four in moments for moment in four]


def changes_of_lanes(lanes: Iterable[Lane]) -> list[datetime]:
    """The moments at which a programme's lines and events pass from coming to now and from now to past."""
    found = []
    for lane in lanes:
        found += changes_of_events(lane.events)
        found += [moment for line in lane.lines for moment in (line.slot.expected_start, line.slot.expected_end)]
    return found


def _line(slot: Slot, now: datetime) -> Line:
    by_part: dict[str, list[Actor]] = {part: [] for part in SlotPart.Part.values}
    for part in slot.parts.all():
        by_part[part.part].append(part.actor)
    if slot.event.cancelled_at:
        state = "cancelled"
    elif slot.event.finished_at or slot.expected_end <= now:
        state = "past"
    else:
        state = "now" if slot.expected_start <= now else "coming"
    return Line(slot, state, by_part["presenter"], by_part["knower"], by_part["speaker"])


def slots_now(campaign: Campaign) -> dict[int, Slot]:
    """The slot that is on, by event id. For the rooms above: what is shown live right now."""
    now = clock.now()
    slots = slots_of(released_programme(campaign))
    return {slot.event_id: slot for slot in slots if slot.expected_start <= now < slot.expected_end}
