"""Comments lose their words and keep their place: a tombstone holds hashes and counts, never a text."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from phien.campaigns.models import Campaign
from phien.evidence.actions import record_changes
from phien.lib import clock
from phien.sentiment.models import Comment

SLICE = 500
ASKED, PLATFORM, TIME = "asked", "platform", "time"
"""Why: its author asked; it is gone on the platform; its time is over."""


def erase_comments(
    *,
    author: str = "",
    comments: Iterable[int] = (),
    campaigns: Iterable[int] | None = None,
    why: str = ASKED,
) -> int:
    """Erase the texts of an author (a pseudonym of naming.author_of), or of single comments (primary keys), in these
    campaigns (primary keys; None: in all). Labels, counts and hashes stay. Gives how many texts were erased; neither
    author nor comments erases nothing."""
    rows = Comment.objects.standing()
    pks = list(comments)
    if author:
        rows = rows.filter(author=author)
    elif pks:
        rows = rows.filter(pk__in=pks)
    else:
        return 0
    if campaigns is not None:
        rows = rows.filter(campaign__in=list(campaigns))
    return _erase(list(rows.order_by("pk").values_list("pk", flat=True)), why)


def forget_texts(*, before: datetime, most: int = 1000) -> int:
    """Erase texts of comments of campaigns that ended before this moment, at most so many; gives how many."""
    over = Campaign.objects.filter(ends_at__lt=before)
    rows = Comment.objects.standing().filter(campaign__in=over, written_at__lt=before)
    return _erase(list(rows.order_by("pk").values_list("pk", flat=True)[:most]), TIME)


def _erase(pks: list[int], why: str) -> int:
    now = clock.now()
    for start in range(0, len(pks), SLICE):
        with transaction.atomic():
            rows = Comment.objects.standing().filter(pk__in=pks[start : start + SLICE])
            facts = [
                (key, {"campaign": slug, "why": why})
                for key, slug in rows.order_by("pk").values_list("key", "campaign__slug")
            ]
            rows.update(text="", deleted_at=now, deleted_why=why)
            record_changes(noun="comment", verb="erased", of=facts, at=now)
    return len(pks)
