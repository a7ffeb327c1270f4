"""What pages read from campaigns."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from phien.campaigns.models import Campaign, Event, Programme, Slot, SlotPart
from phien.lib import clock
from phien.media.queries import with_pictures
from phien.people.models import Actor, Role, Scope
from phien.places.models import Place


def public_campaigns() -> QuerySet[Campaign]:
    """Campaigns anybody may see, with what their cards show."""
    campaigns = with_pictures(Campaign.objects.filter(is_public=True), "cover")
    return campaigns.select_related("place", "organiser")


@dataclass(frozen=True, slots=True)
class Home:
    """The campaigns by state; `featured` is the one on top: running, else the next, else the last."""

    running: list[Campaign]
    coming: list[Campaign]
    past: list[Campaign]

    @property
    def featured(self) -> Campaign | None:
        return next(iter(self.running or self.coming or self.past), None)


def home() -> Home:
    now = clock.now()
    by_state: dict[str, list[Campaign]] = {"running": [], "coming": [], "past": []}
    for campaign in public_campaigns().order_by("starts_at", "pk"):
        by_state[campaign.state(now)].append(campaign)
    running = sorted(by_state["running"], key=lambda campaign: campaign.ends_at)
    return Home(running, by_state["coming"], by_state["past"][::-1])


def people_in(campaign: Campaign) -> dict[str, list[Actor]]:
    """Who holds which duty in the campaign or its events, now; one statement and one for the pictures' sizes."""
    scopes = [campaign.scope_id, *Scope.objects.filter(parent_id=campaign.scope_id).values_list("pk", flat=True)]
    roles = Role.objects.current().filter(scope_id__in=scopes).order_by("pk")
    roles = roles.select_related("actor__picture", "actor__place").prefetch_related("actor__picture__renditions")
    found: dict[str, list[Actor]] = {}
    for role in roles:
        actors = found.setdefault(role.duty, [])
        if role.actor not in actors:
            actors.append(role.actor)
    return found


def producers_in(people: dict[str, list[Actor]]) -> list[Actor]:
    """The houses that sell; not the people of a house that stands here itself."""
    producers = people.get(Role.Duty.PRODUCER, [])
    houses = {actor.pk for actor in producers}
    return [actor for actor in producers if actor.works_for_id not in houses]


def campaigns_of(actor: Actor) -> list[tuple[Campaign, list[str]]]:
    """The public campaigns in which the actor held a duty, newest first, with the duties' names."""
    duties: dict[int, list[str]] = {}
    for role in Role.objects.filter(actor=actor).select_related("scope"):
        scope = role.scope.parent_id if role.scope.kind == Scope.Kind.EVENT else role.scope_id
        if scope is not None:
            duties.setdefault(scope, []).append(str(role.get_duty_display()))
    campaigns = public_campaigns().filter(scope_id__in=duties).order_by("-starts_at")
    return [(campaign, list(dict.fromkeys(duties[campaign.scope_id]))) for campaign in campaigns]


def released_programme(campaign: Campaign) -> Programme | None:
    """The newest numbered version."""
    return campaign.programmes.exclude(number=None).order_by("-number").first()


def slots_of(programme: Programme | None) -> list[Slot]:
    """A version's slots with event, place and people, in the order of time."""
    if programme is None:
        return []
    parts = SlotPart.objects.select_related("actor").order_by("pk")
    slots = Slot.objects.filter(programme=programme).select_related("event__place")
    return list(slots.prefetch_related(Prefetch("parts", parts)))


@dataclass(slots=True)
class Line:
    """A slot as the programme shows it."""

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


def _line(slot: Slot, now: datetime) -> Line:
    by_part: dict[str, list[Actor]] = {part: [] for part in SlotPart.Part.values}
    for part in slot.parts.all():
        by_part[part.part].append(part.actor)
    state = "past" if slot.ends_at <= now else "now" if slot.starts_at <= now else "coming"
    if slot.event.cancelled_at:
        state = "cancelled"
    return Line(slot, state, by_part["presenter"], by_part["knower"], by_part["speaker"])


def slots_now(campaign: Campaign) -> dict[int, Slot]:
    """The slot that is on, by event id. For the rooms above: what is shown live right now."""
    now = clock.now()
    slots = slots_of(released_programme(campaign))
    return {slot.event_id: slot for slot in slots if slot.starts_at <= now < slot.ends_at}


def events_at(places: Iterable[int], *, limit: int = 6) -> list[Event]:
    """Events of public campaigns at these places (ids) that are not over, soonest first."""
    events = Event.objects.filter(place_id__in=places, campaign__is_public=True, ends_at__gt=clock.now())
    return list(events.filter(cancelled_at=None).select_related("place", "campaign").order_by("starts_at")[:limit])
