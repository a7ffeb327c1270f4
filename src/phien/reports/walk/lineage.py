"""Where a figure of a report comes from: its definition as the report prints it, and the sealed files that it reads."""

import json
from dataclasses import dataclass
from typing import Any

import duckdb

from phien.evidence import queries as evidence
from phien.evidence.manifest import Line
from phien.reports import files
from phien.reports.board import Board, board_of
from phien.reports.bundle.layout import streams_read
from phien.reports.cells import Cell
from phien.reports.metrics import REGISTRY, Metric
from phien.reports.models import Figure, Report
from phien.reports.verifying.definitions import definitions_for, fenced
from phien.reports.verifying.told import Shapeless, of_row


@dataclass(frozen=True, slots=True)
class Input:
    """What a figure reads of one stream of evidence."""

    stream: str
    lines: list[Line]

    @property
    def rows(self) -> int:
        return sum(line.rows for line in self.lines)

    @property
    def size(self) -> int:
        return sum(line.size for line in self.lines)


@dataclass(frozen=True, slots=True)
class Lineage:
    """`is_in_force` is False where this version would count otherwise than the report did."""

    cell: Cell
    figure: Figure
    definition: Metric | None
    is_in_force: bool
    inputs: list[Input]


def figure_of(report: Report, metric: str, dimension: str, key: str) -> Figure | None:
    """None too for what has no definition any more."""
    if metric not in REGISTRY:
        return None
    return report.figures.filter(metric=metric, dimension=dimension, key=key).first()


def lineage_of(report: Report, figure: Figure, *, is_open: bool) -> Lineage | None:
    """For everybody as the report prints it: None for what it does not print. `is_open`: with small cells."""
    board: Board = board_of(report, is_open=is_open)
    if not is_open and not board.shows(figure.metric, figure.dimension):
        return None
    definition = definition_of(report, figure)
    known = REGISTRY[figure.metric]
    return Lineage(
        cell=board.cell_of(figure),
        figure=figure,
        definition=definition,
        is_in_force=figure.definition_hash == known.definition_hash,
        inputs=_inputs(report, definition) if definition else [],
    )


def definition_of(report: Report, figure: Figure) -> Metric | None:
    """The one in force where it is the same, else as the report prints it, with each part inside a SELECT of ours; None
    where neither fits."""
    told = of_row(figure)
    if REGISTRY[figure.metric].definition_hash == figure.definition_hash:
        return REGISTRY[figure.metric]
    try:
        found = definitions_for([told], _brought(report)).by_metric.get(figure.metric)
    except Shapeless:
        return None
    if found is None:
        return None
    with duckdb.connect(":memory:") as connection:
        try:
            return fenced(connection, found)
        except ValueError:
            return None


def _brought(report: Report) -> Any:
    entry = report.file("json")
    try:
        told = json.loads(files.read(entry)) if entry else {}
    except (OSError, ValueError):
        return []
    return told.get("definitions", []) if isinstance(told, dict) else []


def _inputs(report: Report, definition: Metric) -> list[Input]:
    streams = streams_read([definition.text])
    by_stream: dict[str, list[Line]] = {stream: [] for stream in sorted(streams)}
    for line in evidence.segments(report.cut_seq):
        if line.stream in by_stream:
            by_stream[line.stream].append(line)
    return [Input(stream, lines) for stream, lines in by_stream.items() if lines]
