"""What live shows on the pages of lower rooms."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest

from phien.campaigns.editions import edition_of
from phien.campaigns.models import Campaign
from phien.campaigns.queries import changes_of_events
from phien.lib import clock, kept, panels
from phien.live import queries
from phien.live.editions import ON_AIR
from phien.live.models import Broadcast
from phien.live.policies import CASE_READERS
from phien.live.queries import law
from phien.live.queries.broadcasts import stopped_for
from phien.live.queries.identity import known_to
from phien.market.models import Product
from phien.people.models import Role, User
from phien.people.policies import scopes_of


def of_campaign(campaign: Campaign, request: HttpRequest) -> dict[str, Any] | None:
    found = queries.broadcasts_of(campaign)
    kept.stands_on(request, until=changes_of_events(row.event for row in found))
    return {"broadcasts": found, "campaign": campaign} if found else None


def of_home(subject: object, request: HttpRequest) -> dict[str, Any] | None:
    found = queries.on_air()
    names = {edition_of(row.event.campaign_id) for row in found}
    kept.stands_on(request, ON_AIR, *names, until=changes_of_events(row.event for row in found))
    return {"broadcasts": found} if found else None


def of_product(product: Product, request: HttpRequest) -> dict[str, Any] | None:
    """Where this product is shown at this moment."""
    found = list(
        Broadcast.objects.filter(
            pins__offer__product=product,
            pins__unpinned_at=None,
            started_at__isnull=False,
            ended_at=None,
            is_practice=False,
            event__campaign__is_public=True,
        ).select_related("event__place")
    )
    return {"broadcasts": found} if found else None


def of_desk(user: User, request: HttpRequest) -> dict[str, Any] | None:
    """The broadcasts whose desk is this person's: on air, to come, and those of the last two days."""
    since = clock.now() - timedelta(days=2)
    found = [
        row
        for row in queries.kept_by(user).order_by("event__starts_at")
        if row.ended_at is None or row.ended_at > since
    ]
    return {"broadcasts": found} if found else None


def law_of_desk(user: User, request: HttpRequest) -> dict[str, Any] | None:
    """What waits for a decision: reports, identities, and stops against which one may appeal."""
    organises = bool(scopes_of(user, Role.Duty.ORGANISER))
    reads = organises or bool(scopes_of(user, *CASE_READERS))
    stopped = list(stopped_for(user).filter(cut_at__isnull=False))
    if not reads and not stopped:
        return None
    unready = [one for one in known_to(user, who="hosts") if not one.host.is_ready] if organises else []
    return {
        "organises": organises,
        "reads": reads,
        "counts": law.counts(law.complaints_seen_by(user)) if reads else {},
        "unready": len(unready),
        "stopped": stopped,
    }


def register() -> None:
    for page, query, order in (
        ("campaign", of_campaign, 10),
        ("home", of_home, 10),
        ("product", of_product, 10),
        ("desk", of_desk, 20),
    ):
        panels.register(page=page, name="live", template=f"live/panels/{page}.html", query=query, order=order)
    panels.register(page="desk", name="law", template="live/panels/law.html", query=law_of_desk, order=25)
