"""The day's secret behind visitor ids."""

import secrets
from datetime import date, datetime, time, timedelta
from threading import Timer

from django.db import transaction
from django.utils import timezone

from phien.evidence.models import Salt
from phien.lib import clock

_known: dict[date, bytes] = {}
_timer: Timer | None = None


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
    for old in [known for known in list(_known) if abs(known - day) > timedelta(days=1)]:
        _known.pop(old, None)
    _known[day] = secret
    _set_timer()


def _set_timer() -> None:
    """Let go of the oldest at the end of the day after its own, also in a process that nobody asks anything."""
    global _timer  # noqa: PLW0603  # one thread per process
    if _timer is not None:
        _timer.cancel()
    over = timezone.make_aware(datetime.combine(min(_known) + timedelta(days=2), time()))
    _timer = Timer(max(1.0, (over - clock.now()).total_seconds()), _time_is_over)
    _timer.daemon = True
    _timer.start()


def _time_is_over() -> None:
    forget_known(clock.now())
    if _known:
        _set_timer()


def forget_known(now: datetime) -> None:
    """Let go, in this process, of all secrets but today's and yesterday's."""
    today = timezone.localtime(now).date()
    for old in [day for day in list(_known) if not _is_kept(day, today)]:
        _known.pop(old, None)


def destroy_old_salts(*, now: datetime | None = None) -> int:
    """Destroy all secrets but today's and yesterday's, so that none lives longer than 48 hours. Gives how many."""
    now = now or clock.now()
    forget_known(now)
    today = timezone.localtime(now).date()
    # Days far ahead were made by a clock that has since been put right.
    stale = [pk for pk, day in Salt.objects.values_list("pk", "day") if not _is_kept(day, today)]
    return Salt.objects.filter(pk__in=stale).delete()[0] if stale else 0


def _is_kept(day: date, today: date) -> bool:
    return abs(day - today) <= timedelta(days=1)
