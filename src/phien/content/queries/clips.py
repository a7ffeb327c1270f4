"""Clips that anybody may see."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Min, QuerySet

from phien.campaigns.models import Campaign
from phien.content.models import Post
from phien.lib import clock
from phien.media.queries import with_pictures
from phien.people.models import Actor


def published_clips() -> QuerySet[Post]:
    """Clips anybody may see, newest first, with what their cards show."""
    ready = Post.objects.filter(state=Post.State.READY, published_at__lte=clock.now(), campaign__is_public=True)
    return with_pictures(ready, "poster").select_related("creator", "place", "campaign")


def clips_of(campaign: Campaign) -> QuerySet[Post]:
    return published_clips().filter(campaign=campaign)


def clips_by(actor: Actor) -> QuerySet[Post]:
    return published_clips().filter(creator=actor)


def clips_at(places: Iterable[int]) -> QuerySet[Post]:
    """Clips made at these places (ids)."""
    return published_clips().filter(place_id__in=places)


def publications(**of: Campaign | Actor) -> list[datetime]:
    """The next moment at which a clip of a `campaign` or by a `creator` becomes public by itself."""
    coming = Post.objects.filter(state=Post.State.READY, published_at__gt=clock.now(), **of)
    return [moment for moment in coming.aggregate(next=Min("published_at")).values() if moment is not None]
