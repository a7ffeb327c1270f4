"""Broadcasts, fetched through the person, and their playlists."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from phien.campaigns.models import Campaign
from phien.lib import clock
from phien.live.models import Broadcast
from phien.live.policies import APPELLANTS, KEEPERS, RUNNERS
from phien.people.models import Role, User
from phien.people.policies import scopes_of


def _whole() -> QuerySet[Broadcast]:
    return Broadcast.objects.select_related(
        "event__campaign__organiser", "event__place__parent", "event__scope", "poster"
    ).prefetch_related("poster__renditions")


def public_broadcast(slug: str) -> Broadcast:
    """A broadcast that everyone may see. Raises Broadcast.DoesNotExist."""
    return _whole().get(slug=slug, event__campaign__is_public=True, is_practice=False)


def kept_by(user: User | AnonymousUser) -> QuerySet[Broadcast]:
    """Broadcasts whose desk the person may see: organiser, host, moderator."""
    return _whole().filter(event__scope__in=scopes_of(user, *KEEPERS))


def run_by(user: User | AnonymousUser) -> QuerySet[Broadcast]:
    """Broadcasts that the person may start, end, and pin in: organiser, host."""
    return _whole().filter(event__scope__in=scopes_of(user, *RUNNERS))


def organised_by(user: User | AnonymousUser) -> QuerySet[Broadcast]:
    """Broadcasts whose law the person answers for: reports of viewers, stops, recordings."""
    return _whole().filter(event__scope__in=scopes_of(user, Role.Duty.ORGANISER))


def stopped_for(user: User | AnonymousUser) -> QuerySet[Broadcast]:
    """Broadcasts that are or were stopped, in which the person hosts or sells and so may appeal."""
    return _whole().filter(event__scope__in=scopes_of(user, *APPELLANTS), cuts__isnull=False).distinct()


def broadcasts_of(campaign: Campaign) -> list[Broadcast]:
    """A campaign's public broadcasts: those on air, then those to come, then those that have ended.

    One whose event was called off is named until its hours are over, so that nobody waits for it.
    """
    order = {"live": 0, "interrupted": 0, "scheduled": 1, "ended": 2}
    takes_place = Q(event__cancelled_at=None) | Q(event__ends_at__gt=clock.now())
    found = _whole().filter(takes_place, event__campaign=campaign, is_practice=False)
    return sorted(found, key=lambda row: order.get(row.state, 3))


def on_air() -> list[Broadcast]:
    """What everyone may watch now, over all campaigns."""
    return list(
        _whole().filter(started_at__isnull=False, ended_at=None, is_practice=False, event__campaign__is_public=True)
    )
