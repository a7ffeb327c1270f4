"""Figures as they are told against figures as the evidence gives them; nothing here reads a database."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from phien.reports import words
from phien.reports.compute import Row
from phien.reports.metrics import Metric
from phien.reports.verifying.definitions import Definitions
from phien.reports.verifying.problems import Problem, of_figure
from phien.reports.verifying.recounting import Recount, missing
from phien.reports.verifying.told import Told


def compared(told: Sequence[Told], definitions: Definitions, recount: Recount) -> list[Problem]:
    """Each figure that differs, each that the evidence does not have, and each that is missing."""
    expected = {(row.metric, row.dimension, row.key): row for row in recount.rows}
    problems = [*recount.problems]
    for figure in told:
        if figure.metric not in recount.uncounted:
            problems += _one(figure, expected.get(figure.place), definitions.by_metric.get(figure.metric))
    for place in missing(told, recount.rows):
        problems.append(of_figure("figure_missing", place, _("%(figure)s is missing from the report.")))
    return problems


def _one(told: Told, row: Row | None, metric: Metric | None) -> list[Problem]:
    if metric is None:
        message = _("%(figure)s was counted by a definition that is neither in force nor written down.")
        return [of_figure("definition_differs", told.place, message)]
    if row is None:
        message = _("%(figure)s is in the report, but not in the evidence.")
        return [of_figure("figure_invented", told.place, message)]
    problems = [] if told.is_small else _numbers(told, row)
    if told.definition != metric.definition_hash:
        message = _("%(figure)s was counted by another definition than the report's other figures of that name.")
        problems.append(of_figure("definition_differs", told.place, message))
    if (told.unit, told.source) != (metric.unit.value, metric.source.value):
        problems.append(of_figure("kind_differs", told.place, _("%(figure)s has the wrong unit or source.")))
    return problems


def _numbers(told: Told, row: Row) -> list[Problem]:
    problems = []
    if told.net != row.net:
        facts = {"found": words.number(told.net), "expected": words.number(row.net)}
        message = _("%(figure)s: the report says %(found)s, the evidence gives %(expected)s.")
        problems.append(of_figure("figure_differs", told.place, message, **facts))
    elif told.gross != row.gross or told.excluded != row.excluded:
        message = _("%(figure)s: what was left out is not what the evidence gives.")
        problems.append(of_figure("excluded_differs", told.place, message))
    if told.sample != ((row.sample.low, row.sample.high, row.sample.size) if row.sample else None):
        message = _("%(figure)s: its interval or its sample is not what the evidence gives.")
        problems.append(of_figure("interval_differs", told.place, message))
    return problems


def simulated_differs(told: Mapping[str, int], counted: Mapping[str, int]) -> list[Problem]:
    """How much a simulator made."""
    if told == counted:
        return []
    message = _("The report says wrongly how much of it was simulated.")
    return [Problem("simulated_differs", "simulated", message)]
