"""Dates as exports write them: with a month's name and no year, or in figures."""

import re
from datetime import UTC, date, datetime, time, tzinfo
from itertools import pairwise
from typing import NamedTuple

from phien.observations.exports import errors
from phien.observations.exports.parsing import faults
from phien.observations.exports.parsing.faults import Wrong
from phien.observations.exports.parsing.months import named, plain

_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})/?(?:[T ]\s*(.+))?$")
_FIGURES = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:,?\s+(.+))?$")
_CHINESE = re.compile(r"^(?:(\d{4})\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?$")
_TIME = re.compile(r"^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(AM|PM|am|pm)?\s*(Z|[+-]\d{2}:?\d{2})?$")
_NUMBER = re.compile(r"\d+")
_ENDINGS = re.compile(r"^(\d{1,2})(?:st|nd|rd|th|er|re|º|ª|°|:e|\.)$")
_LONGEST = 60
_EARLIEST, _LATEST = 2000, 2200
_SMALL_WORDS = frozenset({"de", "del", "ngày", "г", "року", "năm", "the", "of"})


class Day(NamedTuple):
    """A date as it is written. `year` is 0 where none is; `clock` None where no time of day is."""

    year: int
    month: int
    day: int
    clock: time | None = None
    offset: tzinfo | None = None


class Dates:
    """Reads the dates of one column. Remembers what it read: an export repeats its days.

    Raises MixedLanguages at the first month's name that no language of the earlier ones has.
    """

    def __init__(self, shown: str, *, day_first: bool) -> None:
        self.shown, self.day_first = shown, day_first
        self._languages: frozenset[str] = frozenset()
        self._first = ""
        self._read: dict[str, Day] = {}

    def read(self, text: str) -> Day | None:
        """The date, None for an empty cell. Raises Wrong."""
        found = self._read.get(text)
        if found is None:
            bare = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())
            if not bare or bare in {"undefined", "-", "--"}:
                return None
            if len(bare) > _LONGEST:
                raise Wrong("date", faults.NOT_DATE, text)
            found = self._figures(bare) or self._words(bare)
            _possible(found, text)
            if len(self._read) < 50_000:
                self._read[text] = found
        return found

    def _figures(self, text: str) -> Day | None:
        iso = _ISO.match(text)
        if iso:
            clock, offset = _clock(iso[4], text)
            return Day(int(iso[1]), int(iso[2]), int(iso[3]), clock, offset)
        written = _FIGURES.match(text)
        if not written:
            return None
        one, two = int(written[1]), int(written[2])
        day, month = (one, two) if self.day_first else (two, one)
        if month > 12 and day <= 12:
            raise Wrong("date", faults.SWAPPED_DATE, text)
        clock, offset = _clock(written[4], text)
        return Day(int(written[3]), month, day, clock, offset)

    def _words(self, text: str) -> Day:
        east = _CHINESE.match(text)
        if east:
            self._speak(frozenset({"zh", "ja", "ko"}), text)
            return Day(int(east[1] or 0), int(east[2]), int(east[3]))
        day = year = month = 0
        words: list[str] = []
        for token in plain(text.replace(",", " ")).split():
            ending = _ENDINGS.match(token)
            token = ending[1] if ending else token
            if not (token.isascii() and token.isdigit()):
                words.append(token)
            elif len(token) == 4:
                year = int(token)
            elif not day:
                day = int(token)
            elif words and words[-1] in {"tháng", "thg"} and not month:
                month = int(token)
            else:
                raise Wrong("date", faults.NOT_DATE, text)
        name = " ".join(
            word for before, word in pairwise(["", *words]) if word not in _SMALL_WORDS or before == "tháng"
        )
        if month:
            self._speak(frozenset({"vi"}), text)
        else:
            known = named().get(name)
            if not known:
                raise Wrong("date", faults.NOT_DATE, text)
            month = known[0]
            self._speak(known[1], text)
        return Day(year, month, day)

    def _speak(self, languages: frozenset[str], text: str) -> None:
        if not self._languages:
            self._languages, self._first = languages, text
        elif self._languages & languages:
            self._languages &= languages
        else:
            raise errors.MixedLanguages(file=self.shown, one=self._first, other=text)


def _clock(text: str | None, whole: str) -> tuple[time | None, tzinfo | None]:
    if not text:
        return None, None
    found = _TIME.match(text.strip())
    if not found:
        raise Wrong("date", faults.NOT_DATE, whole)
    hour, half = int(found[1]), (found[4] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        clock = time(hour, int(found[2]), int(found[3] or 0))
    except ValueError as error:
        raise Wrong("date", faults.IMPOSSIBLE_DATE, whole) from error
    return clock, _offset(found[5])


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    return UTC if text == "Z" else datetime.strptime(text, "%z").tzinfo


def _possible(found: Day, text: str) -> None:
    """Raises Wrong for a day that no calendar has, or that no platform can have seen; the 29th of February passes where
    the year is not said."""
    if found.year and not _EARLIEST <= found.year <= _LATEST:
        raise Wrong("date", faults.NOT_DATE, text)
    try:
        date(found.year or 2024, found.month, found.day)
    except ValueError as error:
        raise Wrong("date", faults.IMPOSSIBLE_DATE, text) from error
