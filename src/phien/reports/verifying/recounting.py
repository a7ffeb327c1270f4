"""Counts again the figures that somebody told, each by its definition, over a connection to sealed evidence."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import duckdb
from django.utils.translation import gettext as _

from phien.reports.compute import MOST_MINUTES, Progress, Row, Window, figures_of, spread
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
        if figure.metric in definitions.by_metric:
            wanted.setdefault(figure.metric, {}).setdefault(figure.place[1])
    out = Recount([], [], set())
    together = [definitions.by_metric[name] for name in wanted if name not in definitions.own]
    laid = _laid_together(connection, window, together)
    # Those that the file brings along come last, each with tables of its own under what may be the same names.
    for done, name in enumerate(sorted(wanted, key=definitions.own.__contains__), start=1):
        try:
            out.rows.extend(
                _counted(connection, window, definitions, name, wanted[name], laid=laid and name not in definitions.own)
            )
        except (duckdb.Error, ValueError, ArithmeticError, TypeError) as error:
            message = _("%(figure)s cannot be recomputed: %(why)s")
            facts = {"figure": figure_name(name), "why": str(error).partition("\n")[0]}
            out.problems.append(Problem("cannot_recompute", name, message % facts))
            out.uncounted.add(name)
        if progress:
            progress(done, len(wanted), name)
    return out


def _laid_together(connection: duckdb.DuckDBPyConnection, window: Window, metrics: Sequence[Metric]) -> bool:
    """Lay out once what this version's definitions stand on. False where some of it fails: then each is tried alone."""
    try:
        spread(connection, window, metrics)
    except duckdb.Error:
        _clear(connection)
        return False
    return True


def _counted(
    connection: duckdb.DuckDBPyConnection,
    window: Window,
    definitions: Definitions,
    name: str,
    dimensions: Iterable[str],
    *,
    laid: bool,
) -> list[Row]:
    metric = definitions.by_metric[name]
    if name in definitions.own:
        metric = fenced(connection, metric)
    rows: list[Row] = []
    with _no_longer_than(connection, LONGEST):
        if not laid:
            _clear(connection)
            spread(connection, window, [metric])
        for dimension in dimensions:
            if dimension and dimension not in metric.dimensions:
                continue
            found = figures_of(connection, window, metric, dimension)
            if dimension != "minute" or len(found) <= MOST_MINUTES:
                rows += found
    return rows


def _clear(connection: duckdb.DuckDBPyConnection) -> None:
    """Away with all tables; the views of evidence stay."""
    for (name,) in connection.execute("select table_name from duckdb_tables() where temporary").fetchall():
        connection.execute(f'drop table "{name}"')


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
