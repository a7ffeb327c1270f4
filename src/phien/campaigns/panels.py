"""What campaigns show on other pages: the programme on their own, credits on people's, events on places'."""

from typing import Any

from django.http import HttpRequest

from phien.campaigns import policies, queries
from phien.campaigns.models import Campaign
from phien.lib import kept, panels
from phien.people.models import Actor, User
from phien.places.models import Place
from phien.places.queries import ids_within


def programme(campaign: Campaign, request: HttpRequest) -> dict[str, Any] | None:
    released = queries.released_programme(campaign)
    lanes = queries.lanes(campaign, queries.slots_of(released))
    kept.stands_on(request, until=queries.changes_of_lanes(lanes))
    return {"lanes": lanes, "released": released} if lanes else None


def credits_of(actor: Actor, request: HttpRequest) -> dict[str, Any] | None:
    campaigns = queries.campaigns_of(actor)
    return {"campaigns": campaigns} if campaigns else None


def events_here(place: Place, request: HttpRequest) -> dict[str, Any] | None:
    events = queries.events_at(ids_within(place))
    return {"events": events} if events else None


def my_campaigns(user: User, request: HttpRequest) -> dict[str, Any] | None:
    campaigns = list(policies.organised_by(user).order_by("-starts_at"))
    can_add = policies.can_add_campaign(user)
    return {"campaigns": campaigns, "can_add": can_add} if campaigns or can_add else None


def register() -> None:
    base = "campaigns/panels/"
    panels.register(page="campaign", name="programme", template=base + "programme.html", query=programme, order=40)
    panels.register(page="actor", name="campaigns", template=base + "credits.html", query=credits_of, order=60)
    panels.register(page="place", name="events", template=base + "events.html", query=events_here, order=10)
    panels.register(page="desk", name="campaigns", template=base + "desk.html", query=my_campaigns, order=10)
