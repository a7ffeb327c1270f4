"""The press text: sentences with their numbers, who counted them, what lies inside what, and their footnotes."""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phien.lib.texts import Text
from phien.reports import words
from phien.reports.board import Board
from phien.reports.cells import Block, Cell
from phien.reports.papers.phrases import simulated_text, window_text

# How a number is said in a sentence. What is not here is said as "name: number".
_SAID: dict[str, Callable[[int], str]] = {
    "visits": lambda n: ngettext("%(value)s visit", "%(value)s visits", n),
    "page_views": lambda n: ngettext("%(value)s page opened", "%(value)s pages opened", n),
    "clip_views": lambda n: ngettext("%(value)s clip view", "%(value)s clip views", n),
    "product_clicks": lambda n: ngettext("%(value)s tap on a product", "%(value)s taps on a product", n),
    "live_views": lambda n: ngettext("%(value)s live view", "%(value)s live views", n),
    "live_visits": lambda n: ngettext("%(value)s visit that watched live", "%(value)s visits that watched live", n),
    "peak_viewers": lambda n: ngettext("%(value)s viewer at once at most", "%(value)s viewers at once at most", n),
    "orders_placed": lambda n: ngettext("%(value)s order placed", "%(value)s orders placed", n),
    "orders_paid": lambda n: ngettext("%(value)s paid order", "%(value)s paid orders", n),
    "orders_net": lambda n: ngettext("%(value)s order that stands", "%(value)s orders that stand", n),
    "amount_placed": lambda n: _("goods worth %(value)s ordered"),
    "amount_net": lambda n: _("goods worth %(value)s in orders that stand"),
    "amount_paid": lambda n: _("%(value)s received"),
    "receipts": lambda n: _("%(value)s received by producers and kept"),
    "pieces": lambda n: ngettext("%(value)s piece sold", "%(value)s pieces sold", n),
}


def phrase(cell: Cell) -> str:
    """The figure in words with the numbers of its footnotes: 30 visits [1, 2]."""
    said = _SAID.get(cell.metric.id)
    if said and cell.interval is None:
        text = said(int(cell.net)) % {"value": cell.text}
    else:
        text = _("%(name)s: %(value)s") % {"name": cell.metric.name, "value": cell.text}
    return f"{text} [{cell.note_numbers}]" if cell.notes else text


def sentence(whole: Cell, parts: list[Cell]) -> str:
    """30 visits [1], of which 20 live views [2]; 31 before what does not count was left out."""
    text = phrase(whole)
    within = [part for part in parts if part.interval is None and part.net <= whole.net]
    if within:
        text = _("%(whole)s, of which %(parts)s") % {"whole": text, "parts": _and([phrase(part) for part in within])}
    for part in parts:
        if part not in within:
            text = _("%(whole)s; not to be added to it: %(part)s") % {"whole": text, "part": phrase(part)}
    if whole.gross != whole.net:
        text = _("%(text)s; %(gross)s before what does not count was left out") % {
            "text": text,
            "gross": whole.gross_text,
        }
    return _("%(text)s.") % {"text": text[:1].upper() + text[1:]}


def _and(phrases: list[str]) -> str:
    if len(phrases) == 1:
        return phrases[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(phrases[:-1]), "last": phrases[-1]}


def _lines(block: Block) -> list[str]:
    """One line for each figure that stands for itself, with what lies inside it."""
    cells = block.cells
    names = {cell.metric.id for cell in cells}
    wholes = [cell for cell in cells if cell.metric.inside not in names]
    lines = []
    for whole in wholes:
        parts = [cell for cell in cells if _lies_in(cell, whole, cells)]
        lines.append(f"• {sentence(whole, parts)}")
    return lines


def _lies_in(cell: Cell, whole: Cell, cells: list[Cell]) -> bool:
    """Directly, or inside what does."""
    by_name = {known.metric.id: known for known in cells}
    seen = cell
    while seen.metric.inside in by_name and seen.metric.inside != seen.metric.id:
        seen = by_name[seen.metric.inside]
        if seen.metric.id == whole.metric.id:
            return True
    return False


def address_of(board: Board) -> str:
    """The report's public address in the active language."""
    report = board.report
    return f"{settings.PHIEN_ORIGIN}{reverse('results_report', args=[report.campaign.slug, report.number])}"


def definitions_address_of(board: Board) -> str:
    return f"{settings.PHIEN_ORIGIN}{reverse('definitions', args=[board.report.campaign.slug])}"


def press_text(board: Board) -> str:
    """Plain text in the active language, to be sent or pasted as it is."""
    report = board.report
    parts = [report.name, window_text(board)]
    if report.is_simulated:
        parts.append(simulated_text(board))
    if report.note:
        parts.append(str(Text.of(report.note)))
    parts += ["\n".join([block.title.upper(), block.lead, *_lines(block)]) for block in board.blocks if block.cells]
    used = {note for block in board.blocks for cell in block.cells for note in cell.notes}
    if used:
        notes = [f"[{note.number}] {note.text}" for note in sorted(used, key=lambda note: note.number)]
        parts.append("\n".join([_("Notes").upper(), *notes]))
    parts.append(
        "\n".join(
            [
                _("Every figure with its definition: %(address)s") % {"address": definitions_address_of(board)},
                _("The whole report: %(address)s") % {"address": address_of(board)},
                _("Counted from sealed evidence up to manifest entry %(seq)s, hash %(hash)s.")
                % {"seq": words.number(report.cut_seq), "hash": report.cut_hash},
            ]
        )
    )
    return "\n\n".join(parts) + "\n"
