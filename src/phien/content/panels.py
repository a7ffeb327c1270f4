"""What content shows on other pages: rows of clips, and a creator's link to share."""

from typing import Any

from django.http import HttpRequest

from phien.campaigns.models import Campaign
from phien.campaigns.policies import organised_by
from phien.content import queries
from phien.content.models import Link, Post
from phien.content.policies import registers_of
from phien.content.queries.register import publications_of
from phien.lib import clock, kept, panels
from phien.people.models import Actor, User
from phien.places.models import Place
from phien.places.queries import ids_within

MOST = 12
MOST_AT_HOME = 6


def of_campaign(campaign: Campaign, request: HttpRequest) -> dict[str, Any] | None:
    kept.stands_on(request, until=queries.publications(campaign=campaign))
    return _row(queries.clips_of(campaign)[:MOST])


def of_home(campaign: Campaign, request: HttpRequest) -> dict[str, Any] | None:
    kept.stands_on(request, until=queries.publications(campaign=campaign))
    return _row(queries.clips_of(campaign)[:MOST_AT_HOME])


def of_actor(actor: Actor, request: HttpRequest) -> dict[str, Any] | None:
    return _row(queries.clips_by(actor)[:MOST])


def of_place(place: Place, request: HttpRequest) -> dict[str, Any] | None:
    return _row(queries.clips_at(ids_within(place))[:MOST])


def share(actor: Actor, request: HttpRequest) -> dict[str, Any] | None:
    """The creator's link in the campaign that is on, or comes next."""
    links = Link.objects.filter(creator=actor, post=None, campaign__is_public=True, campaign__ends_at__gt=clock.now())
    link = links.select_related("campaign").order_by("campaign__starts_at").first()
    return {"link": link, "address": queries.address_of(link)} if link else None


def on_desk(campaign: Campaign, request: HttpRequest) -> dict[str, Any] | None:
    clips = Post.objects.filter(campaign=campaign)
    by_state = {state: clips.filter(state=state).count() for state in Post.State.values}
    return {"by_state": by_state, "publications": publications_of(campaign).count()}


def desks(user: User, request: HttpRequest) -> dict[str, Any] | None:
    """The registers of those who read them and have no campaign desk to come from."""
    organised = set(organised_by(user).values_list("pk", flat=True))
    campaigns = [campaign for campaign in registers_of(user) if campaign.pk not in organised]
    return {"campaigns": campaigns} if campaigns else None


def tabs(campaign: Campaign, request: HttpRequest) -> dict[str, Any]:
    for here in ("publications", "clips"):
        if f"/{here}/" in request.path:
            return {"here": here}
    return {"here": "links" if request.path.endswith("/links/") else ""}


def _row(clips: Any) -> dict[str, Any] | None:
    found = list(clips)
    return {"clips": found} if found else None


def register() -> None:
    row = "content/panels/clips.html"
    panels.register(page="campaign", name="clips", template=row, query=of_campaign, order=30)
    panels.register(page="home", name="clips", template=row, query=of_home, order=30)
    panels.register(page="actor", name="clips", template=row, query=of_actor, order=20)
    panels.register(page="actor", name="share", template="content/panels/share.html", query=share, order=40)
    panels.register(page="place", name="clips", template=row, query=of_place, order=20)
    panels.register(page="desk", name="registers", template="content/panels/registers.html", query=desks, order=45)
    panels.register(page="campaign_desk", name="clips", template="content/panels/desk.html", query=on_desk, order=30)
    panels.register(page="campaign_desk_tabs", name="clips", template="content/panels/tabs.html", query=tabs, order=30)
