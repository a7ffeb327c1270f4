"""Counts again the figures that somebody told, each by its definition, over a connection to sealed evidence."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import duckdb
from django.utils.translation import gettext as _

from phien.reports.compute import MOST_MINUTES, Progress, Row, Window, figures_of
from phien.reports.metrics import Metric
from phien.reports.verifying.definitions import Definitions, fenced
from phien.reports.verifying.problems import Place, Problem, figure_name
from phien.reports.verifying.told import Told

LONGEST = 900.0
"""Seconds that one definition may take."""


class Recount(NamedTuple):
    rows: list[Row]
    problems: list[Problem]
    uncounted: set[str]
    """Metrics that could not be counted; each has its problem."""


def recount(
    connection: duckdb.DuckDBPyConnection,
    window: Window,
    told: Sequence[Told],
    definitions: Definitions,
    *,
    progress: Progress | None = None,
) -> Recount:
    """Every metric that is told, its total and the breakdowns that are told. What fails harms no other."""
    wanted: dict[str, dict[str, None]] = {}
    for figure in told:
        wanted.setdefault(figure.metric, {}).setdefault(figure.place[1])
    out = Recount([], [], set())
    laid: dict[str, str] = {}
    for done, (name, dimensions) in enumerate(wanted.items(), start=1):
        metric = definitions.by_metric.get(name)
        if metric is None:
            continue
        try:
            if name in definitions.own:
                metric = fenced(connection, metric)
            with _no_longer_than(connection, LONGEST):
                _lay_out(connection, window, metric, laid)
                out.rows.extend(_rows_of(connection, window, metric, dimensions))
        except (duckdb.Error, ValueError, ArithmeticError, TypeError) as error:
            message = _("%(figure)s cannot be recomputed: %(why)s")
            facts = {"figure": figure_name(name), "why": str(error).partition("\n")[0]}
            out.problems.append(Problem("cannot_recompute", name, message % facts))
            out.uncounted.add(name)
        if progress:
            progress(done, len(wanted), name)
    return out


def _rows_of(
    connection: duckdb.DuckDBPyConnection, window: Window, metric: Metric, dimensions: Iterable[str]
) -> Iterator[Row]:
    for dimension in dimensions:
        if dimension and dimension not in metric.dimensions:
            continue
        rows = figures_of(connection, window, metric, dimension)
        if dimension != "minute" or len(rows) <= MOST_MINUTES:
            yield from rows


def _lay_out(connection: duckdb.DuckDBPyConnection, window: Window, metric: Metric, laid: dict[str, str]) -> None:
    """The tables that a definition stands on, unless they lie there by the same text from the definition before. Those
    that stand on one that is laid out anew are laid out anew too."""
    changed = False
    for layer in metric.layers:
        if laid.get(layer.name) == layer.sql and not changed:
            continue
        changed = layer.name in laid
        connection.execute(f"create or replace temp table {layer.name} as {layer.sql}", window.parameters(layer.sql))
        laid[layer.name] = layer.sql


@contextmanager
def _no_longer_than(connection: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """duckdb.InterruptException where it takes longer: a definition of somebody else's may never end."""
    alarm = threading.Timer(seconds, connection.interrupt)
    alarm.daemon = True
    alarm.start()
    try:
        yield
    finally:
        alarm.cancel()


def missing(told: Iterable[Told], rows: Iterable[Row]) -> list[Place]:
    """Figures that the evidence gives, of metrics and breakdowns that are told, and that are not told."""
    there = {figure.place for figure in told}
    return [place for row in rows if (place := (row.metric, row.dimension, row.key)) not in there]
