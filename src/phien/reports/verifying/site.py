"""Verifies a report of this site: its rows, its files and its file of figures against the sealed evidence."""

import json
from decimal import Decimal
from typing import Any

import duckdb
from django.utils.translation import gettext as _

from phien.evidence import queries as evidence
from phien.evidence.rules.checking import check_verdicts
from phien.observations import queries as observations
from phien.reports import files, payload
from phien.reports.board import board_of
from phien.reports.compute import Progress, Window, simulated
from phien.reports.models import Report
from phien.reports.verifying.comparing import compared, simulated_differs
from phien.reports.verifying.definitions import definitions_for
from phien.reports.verifying.problems import Problem, of_figure
from phien.reports.verifying.recounting import recount
from phien.reports.verifying.told import Shapeless, Told, of_entry, of_row

FIRST_PARTS = ("format", "report", "campaign", "window", "asked_at", "simulated", "cut", "segments")
PARTS = (*FIRST_PARTS, "audience", "title", "note")


def chain_problems() -> list[Problem]:
    return [Problem(f"evidence_{found.code}", found.file, str(found)) for found in evidence.check_chain()]


def others_problems() -> list[Problem]:
    """What the evidence speaks of without holding it: the kept copies of platforms' exports, one hash each."""
    return [Problem(found.code, found.file, found.message) for found in observations.check_files()]


def verdict_problems(report: Report | None = None) -> list[Problem]:
    """Whether the hits that were left out later are those that the rules leave out: in a report's window at its cut, or
    on all days."""
    if report is None:
        found = check_verdicts()
    else:
        first, last = report.local_window
        found = check_verdicts(report.cut_seq, since=first.date(), until=last.date())
    return [Problem(f"evidence_{problem.code}", problem.file, problem.message) for problem in found]


def report_problems(report: Report, *, progress: Progress | None = None) -> list[Problem]:
    """All but the chain's own (see chain_problems), which are the same for every report."""
    head = [
        Problem(f"evidence_{found.code}", found.file, str(found))
        for found in evidence.check_head(report.cut_seq, report.cut_hash)
    ]
    told = _payload_of(report)
    figures = list(report.figures.all())
    rows = [of_row(figure) for figure in figures]
    printed = payload.places_of(report, figures)
    return [
        *head,
        *_figures(report, rows, told, progress),
        *_files(report),
        *(_payload(told, report, [row for row in rows if row.place in printed]) if told is not None else []),
    ]


def _payload_of(report: Report) -> dict[str, Any] | None:
    """The file of figures; an empty one where it cannot be read, None where there is none (see _files)."""
    entry = report.file("json")
    if entry is None:
        return None
    try:
        told = json.loads(files.read(entry), parse_float=Decimal)
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _figures(report: Report, rows: list[Told], told: dict[str, Any] | None, progress: Progress | None) -> list[Problem]:
    window = Window(report.campaign.slug, report.since, report.until, report.tz)
    try:
        definitions = definitions_for(rows, (told or {}).get("definitions", []))
    except Shapeless:
        definitions = definitions_for(rows, [])
    try:
        with evidence.connect(report.cut_seq) as connection:
            counted = simulated(connection, window)
            again = recount(connection, window, rows, definitions, progress=progress)
    except duckdb.Error as error:
        why = str(error).partition("\n")[0]
        message = _("The figures cannot be recomputed: %(why)s") % {"why": why}
        return [Problem("cannot_recompute", str(report.number), message)]
    said = {"hits": report.simulated_hits, "purchases": report.simulated_purchases}
    return [*simulated_differs(said, counted), *compared(rows, definitions, again)]


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


def _payload(told: dict[str, Any], report: Report, rows: list[Told]) -> list[Problem]:
    """What the file of figures says against the figures that it has to list, the cut and the definitions. Its words may
    be older."""
    try:
        entries = {entry.place: entry for entry in map(of_entry, _list(told, "figures"))}
        problems = definitions_for(entries.values(), _list(told, "definitions")).problems
    except Shapeless:
        return [Problem("payload_unreadable", "json", _("The file of figures cannot be read."))]
    expected = json.loads(payload.canonical(_outline(report)))
    for part in FIRST_PARTS if report.format == payload.FIRST_FORMAT else PARTS:
        if told.get(part) != expected[part]:
            message = _("The file of figures differs from the report in its part “%(part)s”.") % {"part": part}
            problems.append(Problem("payload_part_differs", part, message))
    for row in rows:
        entry = entries.pop(row.place, None)
        if entry is None or not _same(entry, row):
            message = _("%(figure)s is not in the file of figures as it is in the report.")
            problems.append(of_figure("payload_figure_differs", row.place, message))
    for place in entries:
        message = _("%(figure)s is in the file of figures, but not in the report.")
        problems.append(of_figure("payload_figure_invented", place, message))
    return problems


def _same(entry: Told, row: Told) -> bool:
    """A small cell has no numbers in the file; what it is of stands there all the same."""
    if entry.is_small:
        return (entry.definition, entry.unit, entry.source) == (row.definition, row.unit, row.source)
    return entry == row


def _list(told: dict[str, Any], name: str) -> list[Any]:
    value = told.get(name)
    if not isinstance(value, list):
        raise Shapeless(name)
    return value


def _outline(report: Report) -> dict[str, Any]:
    """What the file of figures has to say besides its figures and definitions."""
    return payload.payload_of(board_of(report, figures=[]), segments=segments_of(report))


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
