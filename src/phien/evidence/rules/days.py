"""Which local days sealed hits fall on, and which of them no run has looked at yet."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from phien.evidence import manifest
from phien.evidence.manifest import Line
from phien.evidence.models import RulesRun


def days_with_hits(*, since: date | None = None, until: date | None = None) -> list[date]:
    """Local days that sealed hits may fall on, the oldest first."""
    days = {day for line in manifest.read() if line.stream == "hits" for day in _days_of(line)}
    return sorted(day for day in days if (since is None or day >= since) and (until is None or day <= until))


def changed_days() -> list[date]:
    """Days that hold hits which no run has looked at, the newest first."""
    reached: dict[date, int] = {}
    for line in manifest.read():
        if line.stream == "hits":
            for day in _days_of(line):
                reached[day] = line.seq
    looked: dict[date, int] = {}
    for day, until in RulesRun.objects.filter(day__in=list(reached)).values_list("day", "looked_until"):
        looked[day] = max(until, looked.get(day, 0))
    return sorted((day for day, seq in reached.items() if looked.get(day, 0) < seq), reverse=True)


def _days_of(line: Line) -> Sequence[date]:
    zone = ZoneInfo(settings.TIME_ZONE)
    first = datetime.fromisoformat(line.first_at).astimezone(zone).date()
    last = datetime.fromisoformat(line.last_at).astimezone(zone).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
