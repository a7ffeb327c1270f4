"""The rows behind a figure, a page at a time, at the report's own cut. DuckDB sorts; Python sees one page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from phien.evidence import queries as evidence
from phien.reports.compute import Window
from phien.reports.metrics import Metric, parameters_of
from phien.reports.models import Figure, Report
from phien.reports.walk.trails import MOMENTS, Trail, condition_of, trail_of

PAGE = 50
MOST_FILE = 200_000
"""Rows that one CSV file has at most; a day's rows are more only on a very great day."""
_HIDDEN = {"n", "session_token", "player", "lines", "simulated_at"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose rows: a figure, narrowed to a reason ("" counts, None is all) and, where rows lie by day, to one day."""

    figure: Figure
    reason: str | None = None
    day: date | None = None


@dataclass(slots=True)
class Page:
    """`narrowed` is False where the rows do not show which line of the breakdown they belong to."""

    columns: list[str] = field(default_factory=list)
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    count: int = 0
    reasons: list[tuple[str, int]] = field(default_factory=list)
    narrowed: bool = True


class RowsOf:
    """A figure's rows over one connection. Use it in a with statement, by rows_of()."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, window: Window, trail: Trail, asked: Asked) -> None:
        self.connection, self.window, self.asked = connection, window, asked
        found = self._run(f"select * from ({trail.sql}) limit 0")  # noqa: S608
        self.all_columns = [column[0] for column in found.description or []]
        condition = condition_of(asked.figure.dimension, self.all_columns)
        self.narrowed = condition is not None
        self.of_figure = f"select * from ({trail.sql}) where {condition or 'true'}"  # noqa: S608
        has_reason = "reason" in self.all_columns and asked.reason is not None
        self.sql = f"select * from ({self.of_figure}) {'where reason = $reason' if has_reason else ''}"  # noqa: S608
        self.columns = [name for name in self.all_columns if name not in _HIDDEN]

    def _run(self, sql: str) -> duckdb.DuckDBPyConnection:
        own = {"key": self.asked.figure.key, "reason": self.asked.reason or ""}
        wanted = parameters_of(sql)
        given = self.window.parameters(" ".join(f"${name}" for name in wanted if name not in own))
        return self.connection.execute(sql, given | {name: own[name] for name in wanted if name in own})

    def _ordered(self) -> str:
        """By time, then by everything else, so that a page is the same each time."""
        first = [name for name in MOMENTS if name in self.all_columns]
        order = ", ".join([*first, *(name for name in self.columns if name not in first)])
        return f"select {', '.join(self.columns)} from ({self.sql}) order by {order}"  # noqa: S608

    def page(self, number: int) -> Page:
        """Pages begin at 1."""
        count = self._run(f"select count(*) from ({self.sql})").fetchone()  # noqa: S608
        reasons: list[tuple[str, int]] = []
        if "reason" in self.all_columns:
            by_reason = f"select reason, count(*) from ({self.of_figure}) group by reason order by reason"  # noqa: S608
            reasons = self._run(by_reason).fetchall()
        rows = self._run(f"{self._ordered()} limit {PAGE} offset {PAGE * (number - 1)}").fetchall()
        return Page(self.columns, rows, count[0] if count else 0, reasons, self.narrowed)

    def each(self) -> Iterator[tuple[Any, ...]]:
        """All rows, at most MOST_FILE, some at a time."""
        found = self._run(f"{self._ordered()} limit {MOST_FILE}")
        while rows := found.fetchmany(1000):
            yield from rows


@contextmanager
def rows_of(report: Report, metric: Metric, asked: Asked) -> Iterator[RowsOf | None]:
    """None where the definition has no rows to show. Raises duckdb.Error where the evidence cannot be read."""
    trail = trail_of(metric)
    if trail is None:
        yield None
        return
    window = window_of(report, asked.day if trail.by_day else None)
    with evidence.connect(report.cut_seq, tz=report.tz) as connection:
        for layer in metric.layers:
            connection.execute(f"create temp table {layer.name} as {layer.sql}", window.parameters(layer.sql))
            if layer.name == trail.layer:
                break
        yield RowsOf(connection, window, trail, asked)


def window_of(report: Report, day: date | None) -> Window:
    """The report's window, or what of it lies in one local day."""
    window = Window(report.campaign.slug, report.since, report.until, report.tz)
    if day is None:
        return window
    start = datetime.combine(day, time.min, ZoneInfo(report.tz))
    end = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(report.tz))
    return replace(window, since=max(start, report.since), until=min(end, report.until))


def days_of(report: Report) -> list[date]:
    """The local days of the window."""
    first = report.local(report.since).date()
    last = report.local(report.until - timedelta(microseconds=1)).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
