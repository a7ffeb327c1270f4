"""Whose identity was checked, and until when that holds."""

import calendar
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from phien.people.models import Actor, IdentityCheck


def longest(since: datetime) -> datetime:
    """Until when a check made at `since` may hold: PHIEN_IDENTITY_MONTHS later, on the same day of the month or its
    last."""
    local = timezone.localtime(since)
    months = local.month - 1 + settings.PHIEN_IDENTITY_MONTHS
    year, month = local.year + months // 12, months % 12 + 1
    return local.replace(year=year, month=month, day=min(local.day, calendar.monthrange(year, month)[1]))


def newest_checks(actors: Iterable[Actor]) -> dict[int, IdentityCheck]:
    """{actor's id: the check that counts}: of those not revoked the one that holds longest, expired or not."""
    checks = IdentityCheck.objects.filter(actor__in=list(actors), revoked_at=None).select_related("checked_by")
    return {check.actor_id: check for check in checks.order_by("expires_at", "pk")}


def is_checked(actor: Actor) -> bool:
    """Whether somebody's papers were seen and that still holds."""
    return IdentityCheck.objects.valid().filter(actor=actor).exists()
