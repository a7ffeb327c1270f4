"""Runs the registry over sealed evidence: the same evidence, window and definitions give the same rows, always."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from phien.reports.metrics import REGISTRY, Layer, Metric, Source, parameters_of

Progress = Callable[[int, int, str], None]
CENT = Decimal("0.01")
HOURS_WITHIN = timedelta(days=21)
MOST_MINUTES = 2000
MOST_HITS = 1_500_000
"""Hits that are laid out at a time: about 300 MB."""


@dataclass(frozen=True, slots=True)
class Sample:
    """How sure a sampled figure is: its 95 % interval, in its own unit, and how many were looked at."""

    low: Decimal
    high: Decimal
    size: int


@dataclass(frozen=True, slots=True)
class Row:
    """One computed figure. `excluded` maps a reason to what it took away; gross is net and all of it together."""

    metric: str
    dimension: str
    key: str
    net: Decimal
    excluded: dict[str, Decimal] = field(default_factory=dict)
    sample: "Sample | None" = None

    @property
    def gross(self) -> Decimal:
        return self.net + sum(self.excluded.values(), Decimal())


@dataclass(frozen=True, slots=True)
class Window:
    """What is asked: a campaign's slug, from `since` up to and without `until`, hours as the clocks of `tz` show."""

    campaign: str
    since: datetime
    until: datetime
    tz: str

    def parameters(self, sql: str) -> dict[str, Any]:
        values = {"campaign": self.campaign, "since": self.since, "until": self.until, "tz": self.tz}
        return {name: values[name] for name in parameters_of(sql)}

    def dimensions(self, metric: Metric) -> list[str]:
        """The total and the metric's breakdowns; those by time only as fine as the window is short."""
        length = self.until - self.since
        too_fine = {"minute", "hour"} if length > HOURS_WITHIN else set()
        if length <= timedelta(hours=25):
            too_fine.add("day")
        return ["", *(name for name in metric.dimensions if name not in too_fine)]


def spread(connection: duckdb.DuckDBPyConnection, window: Window, metrics: Iterable[Metric]) -> dict[str, str]:
    """Lay out the layers once as temporary tables, so that each figure does not work them out again. Gives the text of
    each that lies there. Those that are by day are laid out for some days at a time, so that memory stays bounded
    however long the window is."""
    layers = {layer.name: layer for metric in metrics for layer in metric.layers}
    daily = [layer for layer in layers.values() if layer.by_day]
    if daily:
        _spread_by_day(connection, window, daily)
    for layer in layers.values():
        if not layer.by_day:
            _lay_out(connection, window, layer)
    return {layer.name: layer.sql for layer in layers.values() if not layer.passing}


def _lay_out(connection: duckdb.DuckDBPyConnection, window: Window, layer: Layer) -> None:
    connection.execute(f"create or replace temp table {layer.name} as {layer.sql}", window.parameters(layer.sql))


def _spread_by_day(connection: duckdb.DuckDBPyConnection, window: Window, layers: Sequence[Layer]) -> None:
    """Passing layers hold the rows of some days and are laid out anew for the next; the others, which no layer of a day
    reads, grow."""
    for number, days in enumerate(_runs_of_days(connection, window) or [window]):
        for layer in layers:
            if layer.passing or not number:
                _lay_out(connection, days, layer)
            else:
                connection.execute(f"insert into {layer.name} {layer.sql}", days.parameters(layer.sql))
        for layer in layers:
            if layer.passing:  # before the next days' are laid out, so that memory holds one of them
                connection.execute(f"drop table {layer.name}")


_PER_DAY = """
select cast(timezone($tz, happened_at) as date) as day, count(*) from hits
where campaign = $campaign and happened_at >= $since and happened_at < $until group by day order by day
"""


def _runs_of_days(connection: duckdb.DuckDBPyConnection, window: Window) -> list[Window]:
    """The window in parts of whole local days, each of at most MOST_HITS hits unless one day alone has more."""
    zone = ZoneInfo(window.tz)
    runs: list[tuple[date, int]] = []
    for day, hits in connection.execute(_PER_DAY, window.parameters(_PER_DAY)).fetchall():
        if runs and runs[-1][1] + hits <= MOST_HITS:
            runs[-1] = (runs[-1][0], runs[-1][1] + hits)
        else:
            runs.append((day, hits))
    starts = [datetime.combine(day, time.min, zone) for day, _hits in runs]
    bounds = [window.since, *starts[1:], window.until]
    return [replace(window, since=since, until=until) for since, until in pairwise(bounds)] if runs else []


def figures_of(connection: duckdb.DuckDBPyConnection, window: Window, metric: Metric, dimension: str) -> list[Row]:
    """The rows of one metric and dimension, by key. A total that we count is always there, though it be zero; what
    nobody claimed and nobody sampled has none."""
    sql = metric.query(dimension)
    net: dict[str, Decimal] = {} if dimension or metric.source is not Source.COUNTED else {"": Decimal()}
    excluded: dict[str, dict[str, Decimal]] = {}
    samples: dict[str, Sample] = {}
    for key, reason, value, *sample in connection.execute(sql, window.parameters(sql)).fetchall():
        if value is None:  # a sum over no rows at all
            continue
        amount = Decimal(value).quantize(CENT)
        net.setdefault(key or "", Decimal())
        if not reason:
            net[key or ""] += amount
            if sample:
                low, high, size = sample
                samples[key or ""] = Sample(Decimal(low).quantize(CENT), Decimal(high).quantize(CENT), int(size))
        elif amount:
            excluded.setdefault(key or "", {})[reason] = amount
    return [
        Row(metric.id, dimension, key, net[key], dict(sorted(excluded.get(key, {}).items())), samples.get(key))
        for key in sorted(net)
        if metric.source is not Source.SAMPLED or key in samples
    ]


def compute(connection: duckdb.DuckDBPyConnection, window: Window, *, progress: Progress | None = None) -> list[Row]:
    """Every figure of the registry, in its order."""
    steps = [(metric, name) for metric in REGISTRY.values() for name in window.dimensions(metric)]
    if progress:
        progress(0, len(steps), "evidence")
    spread(connection, window, REGISTRY.values())
    rows: list[Row] = []
    for done, (metric, dimension) in enumerate(steps, start=1):
        found = figures_of(connection, window, metric, dimension)
        if dimension != "minute" or len(found) <= MOST_MINUTES:
            rows.extend(found)
        if progress:
            progress(done, len(steps), metric.id)
    return rows


_SIMULATED_HITS = """
select count(*) from hits
where campaign = $campaign and happened_at >= $since and happened_at < $until and simulated
"""
_SIMULATED_PURCHASES = """
select count(*) from changes
where noun = 'purchase' and verb = 'placed' and facts ->> '$.campaign' = $campaign
  and happened_at >= $since and happened_at < $until and coalesce(cast(facts ->> '$.simulated' as boolean), false)
"""


def simulated(connection: duckdb.DuckDBPyConnection, window: Window) -> dict[str, int]:
    """How much of the window's evidence a simulator made."""
    counts = {}
    for name, sql in (("hits", _SIMULATED_HITS), ("purchases", _SIMULATED_PURCHASES)):
        found = connection.execute(sql, window.parameters(sql)).fetchone()
        counts[name] = int(found[0]) if found else 0
    return counts
