"""Reading an organiser's folder: CSV sheets and one TOML file, with times that may count from the market day.

Nothing here knows what a row means; the rooms' imports.py do.
"""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from phien.cli.site import CannotGoOn
from phien.cli.words import _

MAX_BYTES = 20_000_000
DATES = {"made_on", "expires_on", "issued_on", "checked_on"}
TIMES = {"starts", "ends", "published_at"}
_COUNTED = re.compile(r"D(?P<days>[+-]\d+)?(?: (?P<time>\d{1,2}:\d{2}))?")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Turns what stands in a cell into a date or a time. `day` is what D stands for."""

    day: date | None
    zone: ZoneInfo

    def moment(self, text: str) -> datetime:
        day, at = self._read(text)
        return datetime.combine(day, at or time(), tzinfo=self.zone)

    def day_of(self, text: str) -> date:
        return self._read(text)[0]

    def _read(self, text: str) -> tuple[date, time | None]:
        text = text.strip()
        if match := _COUNTED.fullmatch(text):
            if self.day is None:
                raise ValueError(_("D needs the market day: add --day YYYY-MM-DD"))
            at = time.fromisoformat(match["time"].zfill(5)) if match["time"] else None
            return self.day + timedelta(days=int(match["days"] or 0)), at
        try:
            if len(text) <= 10:
                return date.fromisoformat(text), None
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(_("write 2026-12-08, 2026-12-08 09:00, D, D-3 or D 09:00")) from None
        return moment.date(), moment.time()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file's rows as (row number, values by column). Translated columns (name, name:en) become one mapping."""

    file: str
    rows: tuple[tuple[int, dict[str, Any]], ...]

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any]]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def read_csv(path: Path, calendar: Calendar) -> Sheet:
    """A sheet of the folder; an absent file is an empty sheet. Raises CannotGoOn naming file, row and column."""
    if not path.exists():
        return Sheet(path.name, ())
    if path.stat().st_size > MAX_BYTES:
        raise CannotGoOn(_("%(file)s is larger than 20 MB.") % {"file": path.name})
    rows = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            for number, cells in enumerate(reader, start=2):
                if None in cells or any(value is None for value in cells.values()):
                    wrong = _("%(file)s, row %(row)d: it has not as many cells as the heading")
                    raise CannotGoOn(wrong % {"file": path.name, "row": number})
                rows.append((number, _values(path.name, number, cells, calendar)))
    except UnicodeDecodeError as error:
        raise CannotGoOn(_("%(file)s is not UTF-8 text: save it as CSV UTF-8.") % {"file": path.name}) from error
    except csv.Error as error:
        raise CannotGoOn(f"{path.name}: {error}") from error
    return Sheet(path.name, tuple(rows))


def _values(file: str, number: int, cells: Mapping[str, str], calendar: Calendar) -> dict[str, Any]:
    values: dict[str, Any] = {}
    translated = {name.partition(":")[0] for name in cells if ":" in name}
    for name, text in cells.items():
        base, _colon, language = name.partition(":")
        if base in translated:
            if text:
                values.setdefault(base, {})[language or "vi"] = text
            else:
                values.setdefault(base, {})
        else:
            values[name] = _timed(file, number, name, text, calendar)
    return values


def _timed(file: str, number: int, column: str, value: Any, calendar: Calendar) -> Any:
    if not isinstance(value, str) or not value or column not in DATES | TIMES:
        return value
    try:
        return calendar.day_of(value) if column in DATES else calendar.moment(value)
    except ValueError as error:
        wrong = _("%(file)s, row %(row)d, column %(column)s: %(reason)s")
        raise CannotGoOn(wrong % {"file": file, "row": number, "column": column, "reason": error}) from error


def read_toml(path: Path, calendar: Calendar) -> dict[str, Any]:
    """The campaign file, its times resolved. Raises CannotGoOn naming the file and line."""
    try:
        with path.open("rb") as file:
            tree = tomllib.load(file)
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CannotGoOn(f"{path.name}: {error}") from error
    resolved = _resolve(path.name, tree, calendar)
    assert isinstance(resolved, dict)  # noqa: S101  # a TOML file is a table
    return resolved


def _resolve(file: str, node: Any, calendar: Calendar, place: int = 0) -> Any:
    if isinstance(node, dict):
        return {
            name: _timed(file, place, name, value, calendar)
            if isinstance(value, str)
            else _resolve(file, value, calendar, place)
            for name, value in node.items()
        }
    if isinstance(node, list):
        return [_resolve(file, value, calendar, number) for number, value in enumerate(node, start=1)]
    return node
