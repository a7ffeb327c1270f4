"""What pages read from content."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import Min, QuerySet

from phien.campaigns.models import Campaign
from phien.content.models import Link, Post
from phien.lib import clock, codes
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


def link_for(*, campaign: Campaign, post: Post | None = None, creator: Actor | None = None) -> Link | None:
    """The short link of a clip, or of a creator in a campaign, where one was made."""
    links = Link.objects.filter(campaign=campaign)
    found = links.filter(post=post) if post is not None else links.filter(creator=creator, post=None)
    return found.order_by("pk").first()


def link_to(*, campaign: Campaign, target: str) -> Link | None:
    """The short link to a page of the campaign that is neither a clip's nor a creator's, such as a room."""
    return Link.objects.filter(campaign=campaign, post=None, creator=None, target=target).order_by("pk").first()


def link_of_code(code: str) -> Link | None:
    """The link whose code was typed or scanned, small letters and dashes forgiven."""
    code = codes.normalise(code)
    if not codes.is_right(code):
        return None
    return Link.objects.select_related("campaign", "creator", "post").filter(code=code).first()


def address_of(link: Link) -> str:
    """The short link as people share and print it. It speaks no language: the page that it leads to does."""
    return f"{settings.PHIEN_ORIGIN}/l/{link.code}/"


def creators_links(campaign: Campaign) -> list[Link]:
    """The links of the campaign's creators, for printing."""
    links = Link.objects.filter(campaign=campaign, post=None).exclude(creator=None)
    return list(links.select_related("creator__place").order_by("creator__slug"))
