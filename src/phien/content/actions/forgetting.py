"""Citizens whose posts were registered are forgotten: in time, or when they ask for it. The native id and what was
counted stay, for sealed evidence names the publication by it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from phien.content.actions.clips import take_down_clip
from phien.content.editions import CLIPS
from phien.content.models import Post, Publication
from phien.editions.actions import renew
from phien.people.models import Actor

BLANK = {"title": "", "account": "", "url": ""}


def citizens_past(before: datetime) -> QuerySet[Publication]:
    """Publications of citizens, registered before this moment, whose account or words are still known."""
    found = Publication.objects.filter(origin=Publication.Origin.CITIZEN, registered_at__lt=before)
    return found.exclude(**BLANK)


def forget_citizens(*, before: datetime, most: int) -> int:
    """Empty the oldest `most` of these; gives how many."""
    found = citizens_past(before).order_by("registered_at", "pk").values_list("pk", flat=True)[:most]
    return erase_publications(publications=list(found))


@transaction.atomic
def erase_publications(*, publications: Collection[int]) -> int:
    """Forget account, title and address of these; gives how many."""
    if not publications:
        return 0
    changed = Publication.objects.filter(pk__in=publications).update(**BLANK)
    renew(CLIPS)
    return changed


@transaction.atomic
def take_down_all(actor: Actor, campaigns: frozenset[int] | None = None) -> int:
    """Take all of a creator's clips down, in these campaigns or in all; gives how many."""
    clips = Post.objects.filter(creator=actor).exclude(state=Post.State.TAKEN_DOWN)
    if campaigns is not None:
        clips = clips.filter(campaign_id__in=campaigns)
    taken = 0
    for post in clips.select_related("campaign").order_by("pk"):
        take_down_clip(post=post, reason=WITHDRAWN)
        taken += 1
    return taken


WITHDRAWN = "Consent was taken back."
"""Kept as the reason, for the desk."""
