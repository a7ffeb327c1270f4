"""One row as it was sealed, with the segment that holds it and how to look at it oneself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from phien.evidence import duck, manifest
from phien.evidence import queries as evidence
from phien.evidence.manifest import Line
from phien.evidence.streams import COLUMNS, TIMES
from phien.reports.models import Report

MOST = 100
# What a row of a figure says of itself, and where its sealed rows lie: columns, streams, condition.
_WAYS: tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...] = (
    (("file", "line"), ("observations", "platform_orders", "comments"), "file = $file and line = $line"),
    (("id",), ("hits",), "id = $id"),
    (("visitor", "day"), ("hits",), "visitor = $visitor and cast(happened_at as date) = cast($day as date)"),
    (("order_key",), ("changes",), "key = $order_key or key ^@ ($order_key || '-R')"),
    (("change_key",), ("changes",), "noun = 'label' and key = $change_key"),
    (("comment",), ("comments",), "comment = $comment"),
    (("publication",), ("changes",), "noun = 'publication' and key = $publication"),
    (("broadcast",), ("changes",), "noun = 'broadcast' and key = $broadcast"),
)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A row with all its columns; `number` is its place in the segment, from 0."""

    line: Line
    number: int
    cells: list[tuple[str, Any]]
    command: str


def way_of(row: Mapping[str, Any], campaign: str) -> dict[str, str]:
    """What names a row's sealed rows in an address; {} where nothing does."""
    facts = dict(row)
    subject = str(facts.get("subject") or "")
    if "file" not in facts and subject.startswith("publication:"):
        facts = {"publication": f"{campaign}/{subject.removeprefix('publication:')}"}
    if "starts" in facts and "key" in facts:
        facts = {"broadcast": facts["key"]}
    for columns, _streams, _condition in _WAYS:
        if all(facts.get(name) not in (None, "") for name in columns):
            found = {name: str(facts[name]) for name in columns}
            moment = facts.get("happened_at") or facts.get("observed_at")
            if "day" not in found and isinstance(moment, datetime) and columns == ("id",):
                found["day"] = moment.date().isoformat()
            return found
    return {}


def sealed_rows(report: Report, way: Mapping[str, str]) -> list[Sealed]:
    """At most MOST of them, in the order of the manifest. ValueError for an address that names no row."""
    for columns, streams, condition in _WAYS:
        if set(columns) <= set(way):
            given: dict[str, Any] = {name: way[name] for name in columns}
            if "line" in given:
                given["line"] = int(given["line"])
            day = date.fromisoformat(way["day"]) if "day" in way else None
            found: list[Sealed] = []
            for stream in streams:
                lines = list(_segments(report, stream, day))
                found += _found(report, stream, lines, condition, given)[: MOST - len(found)]
            return found
    raise ValueError("names no row")


def _segments(report: Report, stream: str, day: date | None) -> Iterable[Line]:
    """Those that reach into the day, where it is known."""
    for line in evidence.segments(report.cut_seq):
        if line.stream == stream and (day is None or _reaches(line, day, report.tz)):
            yield line


def _reaches(line: Line, day: date, tz: str) -> bool:
    start = datetime.combine(day, time.min, ZoneInfo(tz))
    first, last = datetime.fromisoformat(line.first_at), datetime.fromisoformat(line.last_at)
    return first < start + timedelta(days=1) and last >= start


def _found(report: Report, stream: str, lines: Sequence[Line], condition: str, given: dict[str, Any]) -> list[Sealed]:
    if not lines:
        return []
    root = manifest.root()
    by_path = {str(root / line.file): line for line in lines}
    sql = (
        f"select filename, file_row_number, {', '.join(COLUMNS[stream])} "  # noqa: S608  # our own names
        f"from read_parquet({duck.quoted_list(by_path)}, filename = true, file_row_number = true) "
        f"where {condition} order by {TIMES[stream]}, filename, file_row_number limit {MOST}"
    )
    with duck.connect(root, tz=report.tz) as connection:
        rows = connection.execute(sql, given).fetchall()
    return [_sealed(by_path[name], at, list(zip(COLUMNS[stream], cells, strict=True))) for name, at, *cells in rows]


def _sealed(line: Line, number: int, cells: list[tuple[str, Any]]) -> Sealed:
    path = f"evidence/{line.file}"
    query = f"from read_parquet('{path}', file_row_number = true) where file_row_number = {number}"
    command = f'sha256sum {path}\nduckdb -line -c "{query}"'
    return Sealed(line, number, cells, command)
