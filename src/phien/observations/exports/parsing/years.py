"""The year of a date that is written without one."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

from phien.observations.exports.parsing.dates import Day
from phien.observations.exports.seen import Context

# Overview_2026-06-18_1786845545_kenh.zip: the first day that the file covers, the second up to which it counts, whose.
_NAME = re.compile(r"^[A-Za-z]+(?:_(\d{4}-\d{2}-\d{2}))?(?:_(\d{9,10}))?_(.+?)(?: ?\(\d+\))?\.(?:zip|csv)$")
# Content 2026-08-01_2026-08-31 Chợ phiên.zip: the stretch that YouTube's figures are of.
_WINDOW = re.compile(r"^\S.*? (\d{4}-\d{2}-\d{2})_(\d{4}-\d{2}-\d{2})(?: .*)?\.zip$")
SLACK = timedelta(days=3)
FAR = timedelta(days=60)


class Named(NamedTuple):
    """What the name of TikTok's file says, each empty where it does not."""

    first: date | None = None
    last: date | None = None
    handle: str = ""


def from_name(file_name: str, tz: tzinfo) -> Named:
    found = _NAME.match(file_name)
    if not found:
        return Named()
    first = last = None
    try:
        first = date.fromisoformat(found[1]) if found[1] else None
    except ValueError:
        first = None
    if found[2]:
        last = datetime.fromtimestamp(int(found[2]), UTC).astimezone(tz).date()
    return Named(first, last, found[3].lower())


def window_of(file_name: str) -> tuple[date, date] | None:
    """The first and the last day that YouTube's file covers, as its name says."""
    found = _WINDOW.match(file_name)
    try:
        return (date.fromisoformat(found[1]), date.fromisoformat(found[2])) if found else None
    except ValueError:
        return None


class Years:
    """Finds the newest year that puts a date not after the export. `sure`: the name or a person said it."""

    def __init__(self, context: Context, name: Named) -> None:
        seen = context.observed_at.astimezone(context.tz).date()
        self.sure = True
        if name.last:
            self.latest = name.last + SLACK
        elif name.first:
            self.latest = _year_later(name.first)
        elif context.year:
            same = context.year == seen.year
            self.latest = seen + timedelta(days=1) if same else date(context.year, 12, 31)
        else:
            self.latest = seen + timedelta(days=1)
            self.sure = False

    def of(self, day: Day) -> tuple[date, bool]:
        """The date, and whether its year was guessed."""
        if day.year:
            return date(day.year, day.month, day.day), False
        for year in range(self.latest.year, self.latest.year - 9, -1):
            try:
                found = date(year, day.month, day.day)
            except ValueError:
                continue  # a 29th of February
            if found <= self.latest:
                return found, not self.sure or year < self.latest.year - 1
        raise AssertionError(day)

    def near(self, day: Day, known: date) -> date | None:
        """The date in the year that brings it within FAR of a date that is known otherwise; None where none does."""
        for year in (known.year, known.year - 1, known.year + 1):
            try:
                found = date(year, day.month, day.day)
            except ValueError:
                continue
            if abs(found - known) <= FAR:
                return found
        return None


def _year_later(first: date) -> date:
    return first + timedelta(days=364)
