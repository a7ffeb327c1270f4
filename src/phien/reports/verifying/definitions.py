"""The definition that a figure was counted by: this version's where the hashes agree, else the one it brings along.

A file of figures prints each definition's SQL in full. From that text the definition can be put together again; its
hash says whether it is the one that the figure names. Such SQL is somebody else's: each part has to be one SELECT, and
runs inside a query of ours, where nothing can be written.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import duckdb
from django.utils.translation import gettext as _

from phien.reports.metrics import REGISTRY, Layer, Metric, Source, Unit, hash_of
from phien.reports.verifying.problems import Problem, figure_name
from phien.reports.verifying.told import Shapeless, Told

KNOWN_PARAMETERS = frozenset({"campaign", "since", "until", "tz"})
_NAME = re.compile(r"-- ([a-z][a-z0-9_]*)\n")
_DIMENSION = re.compile(r"-- ([a-z][a-z0-9_]*): ")
MOST_SQL = 200_000


@dataclass(frozen=True)
class Definitions:
    """By metric; `own` are those that the file brings along because this version counts otherwise."""

    by_metric: dict[str, Metric]
    own: frozenset[str]
    problems: list[Problem]


def definitions_for(figures: Iterable[Told], brought: object) -> Definitions:
    """`brought` is the list of definitions of a file of figures, unbelieved. Raises Shapeless."""
    if not isinstance(brought, list):
        raise Shapeless("definitions")
    texts: dict[str, Mapping[str, Any]] = {}
    problems = []
    for facts in brought:
        metric = _metric_id(facts)
        texts[metric] = facts
        if hash_of(facts["sql"]) != facts["sha256"]:
            message = _("The definition of %(figure)s in the file of figures does not fit its hash.")
            what = {"figure": figure_name(metric)}
            problems.append(Problem("payload_definition_differs", metric, message % what))
    found: dict[str, Metric] = {}
    own = set()
    for metric, wanted in {(told.metric, told.definition): told for told in figures}:
        known = REGISTRY.get(metric)
        if known is not None and known.definition_hash == wanted:
            found.setdefault(metric, known)
        elif metric not in found and metric in texts and hash_of(texts[metric]["sql"]) == wanted:
            again = metric_from(texts[metric])
            if again is not None:
                found[metric] = again
                own.add(metric)
    return Definitions(found, frozenset(own), problems)


def _metric_id(facts: object) -> str:
    if (
        not isinstance(facts, dict)
        or not all(isinstance(facts.get(name), str) for name in ("metric", "sql", "sha256", "unit", "source"))
        or len(facts["sql"]) > MOST_SQL
    ):
        raise Shapeless("definitions")
    return str(facts["metric"])


def metric_from(facts: Mapping[str, Any]) -> Metric | None:
    """The definition put together from its printed text; None where the text is not how a definition is printed."""
    metric = str(facts["metric"])
    parts = _parts(facts["sql"], metric)
    if parts is None:
        return None
    layers, sql, dimensions = parts
    try:
        again = Metric(
            id=metric,
            name=figure_name(metric),
            sentence="",
            unit=Unit(facts["unit"]),
            source=Source(facts["source"]),
            sql=sql,
            layers=tuple(Layer(name, text) for name, text in layers),
            dimensions=dimensions,
        )
    except ValueError:
        return None
    return again if again.text == facts["sql"] and set(again.parameters) <= KNOWN_PARAMETERS else None


def _parts(text: str, metric: str) -> tuple[list[tuple[str, str]], str, dict[str, str]] | None:
    """Layers, the metric's own SQL, and its dimensions, as Metric.text prints them one after another. A layer may bear
    the metric's name; its own SQL is the last of that kind."""
    named: list[tuple[str, str]] = []
    dimensions: dict[str, str] = {}
    for section in re.split(r"\n\n(?=-- )", text):
        name, dimension = _NAME.match(section), _DIMENSION.match(section)
        if named and dimension:
            dimensions[dimension[1]] = section[dimension.end() :]
        elif not dimensions and name:
            named.append((name[1], section[name.end() :]))
        else:
            return None
    if not named or named[-1][0] != metric:
        return None
    return named[:-1], named[-1][1], dimensions


def fenced(connection: duckdb.DuckDBPyConnection, metric: Metric) -> Metric:
    """The same definition with each part inside a SELECT of ours: there, no part of it can write anything. Raises
    ValueError for what is not one SELECT."""
    _is_one_select(connection, metric.query(""))
    for layer in metric.layers:
        _is_one_select(connection, layer.sql)
    fence = "select * from (\n{}\n)"
    layers = tuple(Layer(layer.name, fence.replace("{}", layer.sql)) for layer in metric.layers)
    return replace(metric, sql=fence.replace("{}", metric.sql), layers=layers)


def _is_one_select(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise ValueError(str(error).partition("\n")[0]) from error
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise ValueError("not one SELECT")
