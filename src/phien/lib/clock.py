"""The site's clock. A demo's clock is shifted, so that its market day runs around the real now."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone


def shift() -> timedelta:
    """How far the site's clock stands from the real one; zero on a real site."""
    return timedelta(seconds=settings.PHIEN_CLOCK_SHIFT)


def is_shifted() -> bool:
    return bool(settings.PHIEN_CLOCK_SHIFT)


def now() -> datetime:
    """The site's time, aware, in UTC. All code asks here, never the system directly."""
    return timezone.now() + shift()


def today() -> date:
    """The day at the site's place (settings.TIME_ZONE)."""
    return timezone.localtime(now()).date()
