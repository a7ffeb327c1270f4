"""Campaigns with their people, as home, their own pages and people's pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, QuerySet

from phien.campaigns.models import Campaign, Event
from phien.lib import clock
from phien.media.queries import with_pictures
from phien.people.models import Actor, Role, Scope


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


def changes_of_home(home: Home) -> list[datetime]:
    """The moments at which a campaign begins or is over."""
    return [moment for row in (*home.running, *home.coming, *home.past) for moment in (row.starts_at, row.ends_at)]


def _scopes(campaign: Campaign) -> list[int]:
    return [campaign.scope_id, *Scope.objects.filter(parent_id=campaign.scope_id).values_list("pk", flat=True)]


def changes_of_people(campaign: Campaign) -> list[datetime]:
    """The next moments at which a duty in the campaign begins or ends."""
    roles, now = Role.objects.filter(scope_id__in=_scopes(campaign)), clock.now()
    begins = roles.filter(starts_at__gt=now).aggregate(next=Min("starts_at"))["next"]
    ends = roles.filter(ends_at__gt=now).aggregate(next=Min("ends_at"))["next"]
    return [moment for moment in (begins, ends) if moment is not None]


def people_in(campaign: Campaign) -> dict[str, list[Actor]]:
    """Who holds which duty in the campaign or its events, now; one statement and one for the pictures' sizes."""
    roles = Role.objects.current().filter(scope_id__in=_scopes(campaign)).order_by("pk")
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


def events_at(places: Iterable[int], *, limit: int = 6) -> list[Event]:
    """Events of public campaigns at these places (ids) that are not over, soonest first."""
    events = Event.objects.filter(place_id__in=places, campaign__is_public=True, ends_at__gt=clock.now())
    return list(
        events.filter(cancelled_at=None, finished_at=None)
        .select_related("place", "campaign")
        .order_by("starts_at")[:limit]
    )
