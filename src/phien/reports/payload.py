"""The file of figures: canonical JSON, the same bytes for the same report. Described in docs/how/report.md and, for
programs, in schema.json."""

import hashlib
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from phien.reports import words
from phien.reports.board import Board
from phien.reports.cells import Cell
from phien.reports.labels import in_all
from phien.reports.metrics import Metric, Source
from phien.reports.models import Figure, Report

FORMAT = "phien-report/2"
FIRST_FORMAT = "phien-report/1"
"""Has no audience, title, note, footnotes or sources, and hides small cells alone. Such reports are verified still."""
SCHEMA = Path(__file__).with_name("schema.json")


def plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _time(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _figure(cell: Cell, label: dict[str, str]) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "metric": cell.metric.id,
        "unit": cell.metric.unit.value,
        "source": cell.source,
        "definition": cell.definition_hash,
        "notes": [note.number for note in cell.notes],
    }
    if cell.metric.inside:
        facts["inside"] = cell.metric.inside
    if cell.dimension:
        facts |= {"dimension": cell.dimension, "key": cell.key}
        if label:
            facts["label"] = label
    if cell.is_small:
        return {**facts, "small": True}
    excluded = {reason: plain(value) for reason, value in cell.excluded.items()}
    if cell.interval:
        low, high, size = cell.interval
        facts["sample"] = {"low": plain(low), "high": plain(high), "size": size}
    return {**facts, "gross": plain(cell.gross), "excluded": excluded, "net": plain(cell.net)}


def definition_facts(metric: Metric) -> dict[str, Any]:
    return {
        "metric": metric.id,
        "name": in_all(metric.name),
        "sentence": in_all(metric.sentence),
        "unit": metric.unit.value,
        "source": metric.source.value,
        "parameters": list(metric.parameters),
        "dimensions": list(metric.dimensions),
        "caveats": [in_all(caveat) for caveat in metric.caveats],
        "inside": metric.inside,
        "sql": metric.text,
        "sha256": metric.definition_hash,
    }


def figures_of(board: Board) -> list[dict[str, Any]]:
    return [_figure(board.cell_of(figure), dict(figure.label)) for figure in board.printed]


def places_of(report: Report, figures: list[Figure]) -> set[tuple[str, str, str]]:
    """(metric, dimension, key) of every figure that the report's file of figures lists."""
    board = Board(report, figures, complementary=report.format != FIRST_FORMAT)
    return {(figure.metric, figure.dimension, figure.key) for figure in board.printed}


def payload_of(board: Board, *, segments: list[dict[str, Any]]) -> dict[str, Any]:
    """Everything that the report says. Hidden cells are marked and have no numbers."""
    report = board.report
    return {
        "format": report.format,
        "report": report.number,
        "audience": report.audience,
        "title": dict(report.title),
        "note": dict(report.note),
        "campaign": {"slug": report.campaign.slug, "name": dict(report.campaign_name)},
        "window": {"since": _time(report.since), "until": _time(report.until), "tz": report.tz},
        "asked_at": _time(report.asked_at),
        "simulated": {"hits": report.simulated_hits, "purchases": report.simulated_purchases},
        "cut": {"seq": report.cut_seq, "hash": report.cut_hash},
        "figures": figures_of(board),
        "withheld": [{"metric": metric, "dimension": dimension} for metric, dimension in board.withheld],
        "footnotes": [
            {"number": number, "text": dict(in_all(caveat))} for number, caveat in enumerate(board.caveats, start=1)
        ],
        "sources": {
            source.value: {
                "name": dict(in_all(words.BLOCKS[source])),
                "sentence": dict(in_all(words.BLOCK_LEADS[source])),
            }
            for source in Source
        },
        "definitions": [definition_facts(metric) for metric in board.chosen.order],
        "segments": segments,
    }


def canonical(payload: dict[str, Any]) -> bytes:
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
