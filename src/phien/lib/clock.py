"""The site's clock. A demo's clock is shifted, so that its market day runs around the real now."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def shift() -> timedelta:
    """How far the site's clock stands from the real one; zero on a real site."""
    return timedelta(seconds=settings.PHIEN_CLOCK_SHIFT)


def is_shifted() -> bool:
    return bool(settings.PHIEN_CLOCK_SHIFT)


def now() -> datetime:
    """The site's time, aware, in UTC. All code asks here, never the system directly."""
    return _standing.get() or timezone.now() + shift()


def today() -> date:
    """The day at the site's place (settings.TIME_ZONE)."""
    return timezone.localtime(now()).date()


def tomorrow() -> datetime:
    """When the next day begins at the site's place."""
    midnight = datetime.combine(today() + timedelta(days=1), time())
    return timezone.make_aware(midnight)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand still at a moment, in this thread only: for the simulator and for tests."""
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)
