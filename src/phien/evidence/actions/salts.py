"""The day's secret behind visitor ids."""

import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from phien.evidence.models import Salt
from phien.lib import clock

_known: dict[date, bytes] = {}


def known_salt(day: date) -> bytes | None:
    """The day's secret if this process has it already; asks no database."""
    return _known.get(day)


def salt_of(day: date) -> bytes:
    """The day's secret, made when it is first needed. All processes share the row."""
    found = _known.get(day)
    if found is not None:
        return found
    row, _made = Salt.objects.get_or_create(
        day=day, defaults={"secret": secrets.token_bytes(32), "made_at": clock.now()}
    )
    secret = bytes(row.secret)
    transaction.on_commit(lambda: _remember(day, secret))  # a secret that was rolled back must not be remembered
    return secret


def _remember(day: date, secret: bytes) -> None:
    for old in [known for known in _known if abs(known - day) > timedelta(days=1)]:
        del _known[old]
    _known[day] = secret


def destroy_old_salts(*, now: datetime | None = None) -> int:
    """Destroy all secrets but today's and yesterday's, so that none lives longer than 48 hours. Gives how many."""
    today = timezone.localtime(now or clock.now()).date()
    for old in [day for day in _known if not _is_kept(day, today)]:
        del _known[old]
    # Days far ahead were made by a clock that has since been put right.
    stale = [pk for pk, day in Salt.objects.values_list("pk", "day") if not _is_kept(day, today)]
    return Salt.objects.filter(pk__in=stale).delete()[0] if stale else 0


def _is_kept(day: date, today: date) -> bool:
    return abs(day - today) <= timedelta(days=1)
