"""The PDF: data and drawings into a folder of their own, typst over it, with the house's fonts and no others."""

import json
import tempfile
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from phien.lib import fonts, weave
from phien.lib.texts import Text
from phien.reports import words
from phien.reports.audiences import STYLES
from phien.reports.board import TIMES, Board
from phien.reports.cells import Block, Cell, Table
from phien.reports.charts.drawing import Drawing
from phien.reports.metrics import REGISTRY, Metric
from phien.reports.papers.phrases import simulated_text, small_note, window_text
from phien.reports.papers.press import definitions_address_of

TEMPLATE = Path(__file__).with_name("report.typ")
SEGMENTS_SHOWN = 12
LINES_SHOWN = 15


def _figure(cell: Cell) -> dict[str, Any]:
    return {
        "name": str(cell.metric.name),
        "sentence": str(cell.metric.sentence),
        "value": cell.text,
        "gross": cell.gross_text,
        "reasons": cell.reasons,
        "source": cell.source,
        "source-label": cell.source_text,
        "notes": cell.note_numbers,
        "inside": cell.inside_text,
        "depth": cell.depth,
    }


def _table(table: Table) -> dict[str, Any]:
    lines = table.lines
    notes = []
    if table.dimension not in TIMES and len(lines) > LINES_SHOWN:
        notes.append(_("The first %(count)s; all are in the spreadsheet.") % {"count": words.number(LINES_SHOWN)})
        lines = lines[:LINES_SHOWN]
    if table.has_small:
        notes.append(small_note())
    if table.withheld:
        notes.append(table.withheld_text)
    return {
        "title": table.title,
        "first": table.first,
        "source": table.source.value,
        "columns": [{"name": column.name, "notes": column.note_numbers} for column in table.columns],
        "lines": [{"name": line.name, "cells": [cell.text if cell else "–" for cell in line.cells]} for line in lines],
        "note": " ".join(notes),
    }


def _block(block: Block) -> dict[str, Any]:
    return {
        "source": block.source.value,
        "title": block.title,
        "lead": block.lead,
        "big": [_figure(cell) for cell in block.big],
        "others": [_figure(cell) for cell in block.others],
        "tables": [_table(table) for table in block.tables],
    }


def _definition(metric: Metric, board: Board) -> dict[str, Any]:
    whole = REGISTRY.get(metric.inside)
    return {
        "name": str(metric.name),
        "sentence": str(metric.sentence),
        "source": metric.source.value,
        "unit": str(words.UNITS[metric.unit]),
        "notes": ", ".join(str(note.number) for note in board.notes_of(metric)),
        "inside": _("Lies inside: %(name)s") % {"name": whole.name} if whole else "",
        "hash": metric.definition_hash,
    }


def data_of(board: Board, drawings: list[Drawing], segments: list[dict[str, Any]]) -> dict[str, Any]:
    """All that the template shows, as texts of the active language."""
    report = board.report
    style = STYLES[report.audience]
    return {
        "language": (get_language() or "vi").partition("-")[0],
        "title": report.name,
        "kind": _("Report %(number)s · the figures and how they were counted") % {"number": report.number},
        "campaign": str(report.campaign_name),
        "cover": str(Text.of(report.title)) or str(report.campaign_name),
        "audience": str(report.get_audience_display()),
        "lead": str(style.lead),
        "note": str(Text.of(report.note)),
        "organiser": str(Text.of(report.campaign.organiser.name)),
        "window": window_text(board),
        "asked": _("Made on %(time)s from sealed evidence.") % {"time": words.moment(report.local(report.asked_at))},
        "simulated": simulated_text(board),
        "simulated-short": _("simulated"),
        "head-short": _("Manifest %(seq)s · %(hash)s") % {"seq": report.cut_seq, "hash": report.cut_hash[:16]},
        "blocks": [_block(block) for block in board.blocks],
        "notes": [(str(note.number), note.text) for note in board.notes],
        "charts": [
            {"title": d.title, "alt": d.alt, "wide": f"{d.id}.wide.svg", "narrow": f"{d.id}.narrow.svg"}
            for d in drawings
        ],
        "annex-lead": _(
            "Everything above can be counted again. The records lie in sealed segments; each segment's SHA-256 stands "
            "in a manifest whose every line holds the hash of the line before. The hash below stands for all of them."
        ),
        "evidence": [
            (_("Manifest entry"), str(report.cut_seq)),
            (_("Its hash"), report.cut_hash),
            (_("Segments"), words.number(len(segments))),
            (_("Rows"), words.number(sum(int(segment["rows"]) for segment in segments))),
        ],
        "verify": _("To count again, run on this site's machine: %(command)s")
        % {"command": f"phien verify --report {report.number}"},
        "segments-lead": _("The last %(shown)s of %(all)s; all are in the spreadsheet and in the file of figures.")
        % {"shown": min(SEGMENTS_SHOWN, len(segments)), "all": words.number(len(segments))},
        "segments": [
            (str(s["seq"]), f"{s['stream']} {s['hour']}", words.number(s["rows"]), s["sha256"])
            for s in segments[-SEGMENTS_SHOWN:]
        ],
        "definitions-lead": _(
            "The SHA-256 of each definition, of its SQL and its parameters' names; whole in the spreadsheet, in the "
            "file of figures and at %(address)s."
        )
        % {"address": definitions_address_of(board)},
        "has-annex": style.has_annex,
        "definitions": [_definition(metric, board) for metric in board.present],
        "words": {
            "charts": _("How the day went"),
            "tables": _("Who and what brought it"),
            "others": _("More figures"),
            "notes": _("Notes"),
            "annex": _("Annex: the evidence"),
            "segments": _("Segments"),
            "definitions": _("Definitions"),
            "gross": _("Gross"),
            "segment-columns": [_("No."), _("Hour"), _("Rows"), "SHA-256"],
        },
    }


def pdf(board: Board, drawings: list[Drawing], segments: list[dict[str, Any]]) -> bytes:
    """In the active language."""
    with tempfile.TemporaryDirectory(prefix="phien-report-") as folder:
        root = Path(folder)
        root.joinpath("report.typ").write_bytes(TEMPLATE.read_bytes())
        data = json.dumps(data_of(board, drawings, segments), ensure_ascii=False)
        root.joinpath("data.json").write_text(data, encoding="utf-8")
        root.joinpath("cloth.svg").write_text(weave.weave(board.report.campaign.slug, 840, 546), encoding="utf-8")
        for drawing in drawings:
            for width, svg in drawing.text_svg.items():
                root.joinpath(f"{drawing.id}.{width}.svg").write_text(svg, encoding="utf-8")
        made = typst.compile(
            str(root / "report.typ"),
            root=str(root),
            font_paths=[str(fonts.FOLDER)],
            ignore_system_fonts=True,
            format="pdf",
        )
    return bytes(made)
