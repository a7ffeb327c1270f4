"""Recomputes a report from sealed evidence at its own cut, and names everything that differs."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

import duckdb
from django.utils.translation import gettext as _

from phien.evidence import queries as evidence
from phien.reports import files, payload, words
from phien.reports.board import Board
from phien.reports.compute import Progress, Row, Window, compute, simulated
from phien.reports.metrics import REGISTRY, parameters_of
from phien.reports.models import Figure, Report


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` for programs, `what` names the segment, figure or file, `message` is for people."""

    code: str
    what: str
    message: str

    def __str__(self) -> str:
        return self.message


def chain_problems() -> list[Problem]:
    return [Problem(f"evidence_{found.code}", found.file, str(found)) for found in evidence.check_chain()]


def report_problems(report: Report, *, progress: Progress | None = None) -> list[Problem]:
    """All but the chain's own (see chain_problems), which are the same for every report."""
    board = Board(report, list(report.figures.all()))
    head = [
        Problem(f"evidence_{found.code}", found.file, str(found))
        for found in evidence.check_head(report.cut_seq, report.cut_hash)
    ]
    return head + _figures(report, board.figures, progress) + _files(report) + _payload(report, board)


def figure_name(metric: str, dimension: str, key: str) -> str:
    name = str(REGISTRY[metric].name) if metric in REGISTRY else metric
    if not dimension:
        return name
    return f"{name}, {words.DIMENSIONS.get(dimension, dimension)} {key or '–'}"


def _recomputed(report: Report, progress: Progress | None) -> tuple[list[Row], dict[str, int]]:
    window = Window(report.campaign.slug, report.since, report.until, report.tz)
    with evidence.connect(report.cut_seq) as connection:
        return compute(connection, window, progress=progress), simulated(connection, window)


def _figures(report: Report, figures: list[Figure], progress: Progress | None) -> list[Problem]:
    try:
        rows, made_up = _recomputed(report, progress)
    except duckdb.Error as error:
        why = str(error).partition("\n")[0]
        message = _("The figures cannot be recomputed: %(why)s") % {"why": why}
        return [Problem("cannot_recompute", str(report.number), message)]
    problems = []
    if made_up != {"hits": report.simulated_hits, "purchases": report.simulated_purchases}:
        message = _("The report says wrongly how much of it was simulated.")
        problems.append(Problem("simulated_differs", "simulated", message))
    known = {figure.metric for figure in figures}
    expected = {(row.metric, row.dimension, row.key): row for row in rows if row.metric in known}
    for figure in figures:
        place = (figure.metric, figure.dimension, figure.key)
        problems += _figure(figure, expected.pop(place, None), figure_name(*place))
    for place in expected:
        message = _("%(figure)s is missing from the report.") % {"figure": figure_name(*place)}
        problems.append(Problem("figure_missing", "/".join(place), message))
    return problems


def _figure(figure: Figure, row: Row | None, name: str) -> list[Problem]:
    place = f"{figure.metric}/{figure.dimension}/{figure.key}"
    metric = REGISTRY.get(figure.metric)
    if metric is None:
        return [Problem("metric_unknown", place, _("%(figure)s has no definition any more.") % {"figure": name})]
    problems = []
    if figure.definition_hash != metric.definition_hash:
        message = _("%(figure)s was counted by another definition than the one in force.") % {"figure": name}
        problems.append(Problem("definition_differs", place, message))
    if row is None:
        message = _("%(figure)s is in the report, but not in the evidence.") % {"figure": name}
        return [*problems, Problem("figure_invented", place, message)]
    facts = {"figure": name, "found": words.number(figure.net), "expected": words.number(row.net)}
    if figure.net != row.net:
        message = _("%(figure)s: the report says %(found)s, the evidence gives %(expected)s.") % facts
        problems.append(Problem("figure_differs", place, message))
    elif figure.gross != row.gross or figure.excluded != {k: str(v) for k, v in row.excluded.items()}:
        message = _("%(figure)s: what was left out is not what the evidence gives.") % facts
        problems.append(Problem("excluded_differs", place, message))
    if (figure.low, figure.high, figure.sample_size) != (
        (row.sample.low, row.sample.high, row.sample.size) if row.sample else (None, None, None)
    ):
        message = _("%(figure)s: its interval or its sample is not what the evidence gives.") % facts
        problems.append(Problem("interval_differs", place, message))
    if (figure.unit, figure.source) != (metric.unit.value, metric.source.value):
        message = _("%(figure)s has the wrong unit or source.") % facts
        problems.append(Problem("kind_differs", place, message))
    return problems


def _files(report: Report) -> list[Problem]:
    problems = []
    if "json" not in report.files:
        problems.append(Problem("file_missing", "json", _("The report has no file of figures.")))
    for name, entry in sorted(report.files.items()):
        try:
            data = files.read(entry)
        except (OSError, ValueError):
            message = _("The file %(name)s is missing: %(path)s.") % {"name": name, "path": entry["path"]}
            problems.append(Problem("file_missing", name, message))
            continue
        if payload.sha256(data) != entry["sha256"] or len(data) != entry["size"]:
            message = _("The file %(name)s was changed: %(path)s.") % {"name": name, "path": entry["path"]}
            problems.append(Problem("file_changed", name, message))
    if report.files.get("json", {}).get("sha256") != report.payload_sha256:
        problems.append(Problem("payload_differs", "json", _("The report's hash is not that of its file of figures.")))
    return problems


def _payload(report: Report, board: Board) -> list[Problem]:
    """What the file of figures says against the figures, the cut and the definitions. Its words may be older."""
    entry = report.file("json")
    if entry is None:
        return []
    try:
        told: dict[str, Any] = json.loads(files.read(entry))
        return _payload_parts(told, report, board)
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return [Problem("payload_unreadable", "json", _("The file of figures cannot be read."))]


def _payload_parts(told: dict[str, Any], report: Report, board: Board) -> list[Problem]:
    problems = []
    expected = json.loads(payload.canonical(payload.payload_of(board, segments=segments_of(report))))
    for part in ("format", "report", "campaign", "window", "asked_at", "simulated", "cut", "segments"):
        if told.get(part) != expected[part]:
            message = _("The file of figures differs from the report in its part “%(part)s”.") % {"part": part}
            problems.append(Problem("payload_part_differs", part, message))
    figures = {_place(figure): figure for figure in told["figures"]}
    for figure in expected["figures"]:
        place = _place(figure)
        if figures.pop(place, None) != figure:
            message = _("%(figure)s is not in the file of figures as it is in the report.")
            name = figure_name(*place)
            problems.append(Problem("payload_figure_differs", "/".join(place), message % {"figure": name}))
    for place in figures:
        message = _("%(figure)s is in the file of figures, but not in the report.") % {"figure": figure_name(*place)}
        problems.append(Problem("payload_figure_invented", "/".join(place), message))
    for definition in told["definitions"]:
        covered = f"{definition['sql']}\n{','.join(parameters_of(definition['sql']))}"
        if hashlib.sha256(covered.encode()).hexdigest() != definition["sha256"]:
            message = _("The definition of %(figure)s in the file of figures does not fit its hash.")
            name = figure_name(definition["metric"], "", "")
            problems.append(Problem("payload_definition_differs", definition["metric"], message % {"figure": name}))
    return problems


def _place(figure: dict[str, Any]) -> tuple[str, str, str]:
    return figure["metric"], figure.get("dimension", ""), figure.get("key", "")


def segments_of(report: Report) -> list[dict[str, Any]]:
    """The segments up to the report's cut, as the report lists them."""
    return [
        {
            "seq": line.seq,
            "stream": line.stream,
            "hour": line.hour,
            "file": line.file,
            "rows": line.rows,
            "sha256": line.sha256,
        }
        for line in evidence.segments(report.cut_seq)
    ]
