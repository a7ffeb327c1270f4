"""Recordings, fetched through their organiser, with what they take up."""

import shutil
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet, Sum

from phien.live.models import Broadcast, Recording
from phien.live.queries.broadcasts import organised_by
from phien.people.models import User

Person = User | AnonymousUser


def recordings_of(user: Person, *, state: str = "all") -> QuerySet[Broadcast]:
    """Broadcasts that have, had or will have a recording, the newest first.

    `state`: kept, held, hidden, deleted, or all.
    """
    found = (
        organised_by(user).filter(started_at__isnull=False).select_related("recording").order_by("-started_at", "pk")
    )
    if state == "kept":
        found = found.filter(recording__sealed_at__isnull=False, recording__deleted_at=None)
    elif state == "held":
        found = found.filter(recording__held_at__isnull=False)
    elif state == "hidden":
        found = found.filter(recording__is_public=False, recording__deleted_at=None)
    elif state == "deleted":
        found = found.filter(recording__deleted_at__isnull=False)
    return found


def recording_of(broadcast: Broadcast) -> Recording | None:
    return Recording.objects.filter(broadcast=broadcast).first()


@dataclass(frozen=True, slots=True)
class Room:
    """The disk on which recordings lie, in bytes."""

    free: int
    whole: int

    @property
    def is_scarce(self) -> bool:
        return self.free * 10 < self.whole


def room_left() -> Room:
    root = settings.PHIEN_VIDEO_ROOT
    found = shutil.disk_usage(root if root.is_dir() else settings.PHIEN_HOME if settings.PHIEN_HOME.is_dir() else "/")
    return Room(found.free, found.total)


def totals_of(user: Person) -> dict[str, Any]:
    """How many recordings are kept, how long and how large they are together, and how many are held."""
    rows = Recording.objects.filter(broadcast__in=organised_by(user).values("pk"), deleted_at=None)
    found: dict[str, Any] = rows.aggregate(
        kept=Count("pk", filter=Q(sealed_at__isnull=False)),
        held=Count("pk", filter=Q(held_at__isnull=False)),
        seconds=Sum("seconds"),
        size=Sum("size"),
    )
    return {name: value or 0 for name, value in found.items()}
