"""Every figure of a bundle counted again from the segments in it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
from django.utils.translation import gettext as _

from phien.evidence.errors import ManifestBroken
from phien.reports.bundle.evidence import Copy
from phien.reports.compute import Progress, Row, Window, simulated
from phien.reports.suppression import COARSER, THRESHOLD, leader_of
from phien.reports.verifying.comparing import compared, simulated_differs
from phien.reports.verifying.definitions import definitions_for
from phien.reports.verifying.problems import Place, Problem, figure_name, of_figure
from phien.reports.verifying.recounting import recount
from phien.reports.verifying.told import Shapeless, Told, of_entry


def figure_problems(
    copy: Copy, told: dict[str, Any], known: Sequence[Problem], progress: Progress | None
) -> tuple[list[Problem], list[str]]:
    """What differs, and what has to be said of how it was counted. `known` are the problems of the copy: a stream with
    a broken file harms only the figures that read it. Raises Shapeless."""
    window, figures = _window(told), [of_entry(entry) for entry in _list(told, "figures")]
    twice = _twice(figures)
    definitions = definitions_for(figures, _list(told, "definitions"))
    notes = [
        _("%(figure)s was counted by the definition that the bundle brings along: this version's is another one.")
        % {"figure": figure_name(name)}
        for name in sorted(definitions.own)
    ]
    try:
        connection, without = _connected(copy, window, known)
        with connection:
            counted = None if without & {"hits", "changes"} else simulated(connection, window)
            again = recount(connection, window, figures, definitions, progress=progress)
    except (duckdb.Error, ManifestBroken) as error:
        why = str(error).partition("\n")[0]
        return [
            Problem("cannot_recompute", "report.json", _("The figures cannot be recomputed: %(why)s") % {"why": why})
        ], notes
    problems = [] if counted is None else simulated_differs(_simulated(told), counted)
    problems += [*twice, *definitions.problems, *compared(figures, definitions, again)]
    return [*problems, *_small(figures, again.rows)], notes


def _connected(
    copy: Copy, window: Window, known: Sequence[Problem]
) -> tuple[duckdb.DuckDBPyConnection, frozenset[str]]:
    """A connection, and the streams that it lacks because a file of theirs is broken."""
    try:
        return copy.connect(tz=window.tz), frozenset()
    except duckdb.Error:
        files = {problem.what for problem in known}
        broken = frozenset(line.stream for line in copy.lines() if line.file in files)
        if not broken:
            raise
        return copy.connect(tz=window.tz, without=broken), broken


def _window(told: dict[str, Any]) -> Window:
    facts, campaign = told.get("window"), told.get("campaign")
    try:
        since, until = (datetime.fromisoformat(facts[name]) for name in ("since", "until"))  # type: ignore[index]
        ZoneInfo(facts["tz"])  # type: ignore[index]
        slug = campaign["slug"]  # type: ignore[index]
    except (TypeError, KeyError, ValueError, OSError) as error:
        raise Shapeless("window") from error
    if not isinstance(slug, str) or since.tzinfo is None or until.tzinfo is None:
        raise Shapeless("window")
    return Window(slug, since, until, facts["tz"])  # type: ignore[index]


def _list(told: dict[str, Any], name: str) -> list[Any]:
    value = told.get(name)
    if not isinstance(value, list):
        raise Shapeless(name)
    return value


def _simulated(told: dict[str, Any]) -> dict[str, int]:
    value = told.get("simulated")
    if not isinstance(value, dict):
        raise Shapeless("simulated")
    return value


def _twice(figures: Iterable[Told]) -> list[Problem]:
    seen: set[Place] = set()
    problems = []
    for figure in figures:
        if figure.place in seen:
            message = _("%(figure)s stands in the report more than once.")
            problems.append(of_figure("figure_twice", figure.place, message))
        seen.add(figure.place)
    return problems


def _small(figures: Sequence[Told], rows: Sequence[Row]) -> list[Problem]:
    """Cells of a few people must not be printed; and nothing is hidden where no cell is of a few people."""
    expected = {(row.metric, row.dimension, row.key): row for row in rows}
    counted = {metric for metric, _dimension, _key in expected}
    small: set[tuple[str, str]] = set()
    for (metric, dimension, _key), row in expected.items():
        if leader_of(metric, dimension) == metric and _is_small(row):
            small |= {(metric, dimension), (metric, COARSER.get(dimension, ""))}
            small |= {(metric, finer) for finer, coarser in COARSER.items() if coarser == dimension}
    problems = []
    for figure in figures:
        metric, dimension, key = figure.place
        leader = leader_of(metric, dimension)
        of_people = expected.get((leader, dimension, key)) if leader else None
        if not figure.is_small and of_people is not None and _is_small(of_people):
            message = _("%(figure)s is of fewer than ten people and should not be printed.")
            problems.append(of_figure("small_shown", figure.place, message))
        elif figure.is_small and (not leader or (leader in counted and (leader, dimension) not in small)):
            message = _("%(figure)s is hidden, though nothing beside it is of a few people.")
            problems.append(of_figure("hidden_without_reason", figure.place, message))
    return problems


def _is_small(row: Row) -> bool:
    return 0 < row.gross < Decimal(THRESHOLD) or 0 < row.net < Decimal(THRESHOLD)
