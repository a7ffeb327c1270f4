"""The spreadsheet. Texts are written as texts, so that no name becomes a formula; numbers as numbers."""

import io
from datetime import datetime
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from phien.lib.texts import Text
from phien.reports import words
from phien.reports.audiences import STYLES
from phien.reports.board import TIMES, Board
from phien.reports.cells import Cell, Column, Note, Table
from phien.reports.metrics import REGISTRY, Unit
from phien.reports.models import Figure
from phien.reports.papers.phrases import simulated_text, small_note, window_text

_BAD = str.maketrans("", "", "[]:*?/\\")
_FORMATS = {
    Unit.COUNT: "#,##0",
    Unit.VIEWERS: "#,##0.##",
    Unit.SECONDS: "[h]:mm:ss",
    Unit.DONG: '#,##0 "₫"',
    Unit.PERCENT: "0.0%",
}
# A spreadsheet counts time in days, and a percentage in hundredths.
_PARTS = {Unit.SECONDS: 86400, Unit.PERCENT: 100}


class Book:
    """One workbook with the house's formats."""

    def __init__(self, title: str) -> None:
        self.stream = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self.stream,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        self.book.set_properties({"title": title})
        font = {"font_name": "Be Vietnam Pro", "font_size": 10, "valign": "top"}
        self.plain = self.book.add_format(font)
        self.wrap = self.book.add_format({**font, "text_wrap": True})
        self.bold = self.book.add_format({**font, "bold": True})
        self.block = self.book.add_format({**font, "bold": True, "font_size": 12, "font_color": "#7f3419"})
        self.inside = [self.book.add_format({**font, "bold": True, "indent": depth}) for depth in range(4)]
        self.title = self.book.add_format({**font, "bold": True, "font_size": 16, "font_color": "#1b1f47"})
        self.warning = self.book.add_format({**font, "bold": True, "bg_color": "#fdeccd", "font_color": "#6a4108"})
        head = {**font, "bold": True, "bg_color": "#1b1f47", "font_color": "#ffffff", "text_wrap": True}
        self.head = self.book.add_format(head)
        self.small = self.book.add_format({**font, "align": "right", "font_color": "#665e54"})
        self.number = {unit: self.book.add_format({**font, "num_format": code}) for unit, code in _FORMATS.items()}
        self._names: set[str] = set()

    def sheet(self, name: str, widths: list[float]) -> Worksheet:
        base = name.translate(_BAD)[:28].strip("' ") or "–"
        unique, turn = base, 2
        while unique.lower() in self._names:
            unique, turn = f"{base} {turn}", turn + 1
        self._names.add(unique.lower())
        sheet = self.book.add_worksheet(unique)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width, self.plain)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet

    def heads(self, sheet: Worksheet, row: int, names: list[str]) -> None:
        for column, name in enumerate(names):
            sheet.write_string(row, column, name, self.head)
        sheet.freeze_panes(row + 1, 1)

    def value(self, sheet: Worksheet, row: int, column: int, cell: Cell | None, amount: Any = None) -> None:
        if cell is None:
            sheet.write_blank(row, column, None, self.plain)
        elif cell.is_small:
            sheet.write_string(row, column, cell.text, self.small)
        else:
            number = float(cell.net if amount is None else amount)
            unit = cell.metric.unit
            sheet.write_number(row, column, number / _PARTS.get(unit, 1), self.number[unit])

    def bytes(self) -> bytes:
        self.book.close()
        return self.stream.getvalue()


def _head(book: Book, sheet: Worksheet, board: Board, columns: int) -> int:
    """Title, window, audience and what was simulated; gives the first free row."""
    report = board.report
    sheet.write_string(0, 0, report.name, book.title)
    sheet.write_string(1, 0, f"{window_text(board)} · {report.get_audience_display()}", book.plain)
    row = 2
    for text in (str(STYLES[report.audience].lead), str(Text.of(report.note))):
        if text:
            sheet.write_string(row, 0, text, book.plain)
            row += 1
    simulated = simulated_text(board)
    if simulated:
        sheet.merge_range(row, 0, row, columns - 1, "", book.warning)
        sheet.write_string(row, 0, simulated, book.warning)
        row += 1
    return row + 1


def _figures(book: Book, board: Board) -> None:
    """One block for each source, so that nobody adds over them; what lies inside another figure is indented."""
    sheet = book.sheet(_("Figures"), [38, 16, 16, 16, 22, 14, 46, 60, 40, 10])
    names = [
        *(_("Figure"), _("Net"), _("Gross"), _("Left out"), _("Interval and sample"), _("Source"), _("Reasons")),
        *(_("Definition"), _("Inside"), _("Notes")),
    ]
    row = _head(book, sheet, board, len(names))
    book.heads(sheet, row, names)
    for block in board.blocks:
        row += 1
        sheet.write_string(row, 0, block.title, book.block)
        sheet.write_string(row, 1, block.lead, book.plain)
        for cell in block.cells:
            row += 1
            _figure(book, sheet, row, cell)
    row += 2
    for note in board.notes:
        sheet.write_string(row, 0, f"[{note.number}] {note.text}", book.plain)
        row += 1


def _figure(book: Book, sheet: Worksheet, row: int, cell: Cell) -> None:
    sheet.write_string(row, 0, str(cell.metric.name), book.inside[min(cell.depth, len(book.inside) - 1)])
    if cell.interval:
        sheet.write_string(row, 4, cell.text, book.plain)
    else:
        book.value(sheet, row, 1, cell)
        book.value(sheet, row, 2, cell, cell.gross)
        book.value(sheet, row, 3, cell, cell.gross - cell.net)
    sheet.write_string(row, 5, cell.source_text, book.plain)
    sheet.write_string(row, 6, "; ".join(f"{reason}: {amount}" for reason, amount in cell.reasons), book.wrap)
    sheet.write_string(row, 7, str(cell.metric.sentence), book.wrap)
    sheet.write_string(row, 8, cell.inside_text, book.wrap)
    sheet.write_string(row, 9, cell.note_numbers, book.plain)


def _moment(line_key: str, dimension: str) -> datetime:
    return datetime.fromisoformat(f"{line_key}:00" if dimension == "hour" else line_key)  # local


def _column(column: Column) -> str:
    return f"{column.name} [{column.note_numbers}]" if column.notes else column.name


def _table(book: Book, table: Table) -> None:
    sheet = book.sheet(table.title, [40, *[16.0] * len(table.columns)])
    first = str(words.DIMENSIONS[table.dimension])
    book.heads(sheet, 0, [first, *(_column(column) for column in table.columns)])
    when = book.book.add_format({"num_format": "dd/mm/yyyy hh:mm" if table.dimension == "hour" else "dd/mm/yyyy"})
    for row, line in enumerate(table.lines, start=1):
        if table.dimension in TIMES:
            sheet.write_datetime(row, 0, _moment(line.key, table.dimension), when)
        else:
            sheet.write_string(row, 0, line.name, book.plain)
        for column, cell in enumerate(line.cells, start=1):
            book.value(sheet, row, column, cell)
    sheet.autofilter(0, 0, len(table.lines), len(table.columns))
    notes = [str(words.BLOCK_LEADS[table.source])]
    notes += [small_note()] if table.has_small else []
    notes += [table.withheld_text] if table.withheld else []
    notes += [f"[{note.number}] {note.text}" for note in _notes_of(table)]
    for row, text in enumerate(notes, start=len(table.lines) + 2):
        sheet.write_string(row, 0, text, book.plain)


def _notes_of(table: Table) -> list[Note]:
    found = {note for column in table.columns for note in column.notes}
    return sorted(found, key=lambda note: note.number)


def _definitions(book: Book, board: Board) -> None:
    sheet = book.sheet(_("Definitions"), [34, 60, 14, 12, 60, 30, 66, 90])
    names = [_("Figure"), _("Definition"), _("Source"), _("Unit"), _("Notes"), _("Inside"), "SHA-256", "SQL"]
    book.heads(sheet, 0, names)
    for row, metric in enumerate(board.chosen.order, start=1):
        whole = REGISTRY.get(metric.inside)
        sheet.write_string(row, 0, str(metric.name), book.bold)
        sheet.write_string(row, 1, str(metric.sentence), book.wrap)
        sheet.write_string(row, 2, str(Figure.Source(metric.source).label), book.plain)
        sheet.write_string(row, 3, str(words.UNITS[metric.unit]), book.plain)
        sheet.write_string(row, 4, " ".join(str(caveat) for caveat in metric.caveats), book.wrap)
        sheet.write_string(row, 5, str(whole.name) if whole else "", book.plain)
        sheet.write_string(row, 6, metric.definition_hash, book.plain)
        sheet.write_string(row, 7, metric.text, book.plain)


def _evidence(book: Book, board: Board, segments: list[dict[str, Any]]) -> None:
    sheet = book.sheet(_("Evidence"), [10, 14, 24, 40, 12, 68])
    sheet.write_string(0, 0, _("Manifest entry"), book.bold)
    sheet.write_number(0, 2, board.report.cut_seq)
    sheet.write_string(1, 0, _("Its hash"), book.bold)
    sheet.write_string(1, 2, board.report.cut_hash)
    command = f"phien verify --report {board.report.number}"
    sheet.write_string(2, 0, _("To count again, run on this site's machine: %(command)s") % {"command": command})
    book.heads(sheet, 4, [_("No."), _("Stream"), _("Hour"), _("File"), _("Rows"), "SHA-256"])
    for row, segment in enumerate(segments, start=5):
        sheet.write_number(row, 0, segment["seq"])
        for column, name in enumerate(("stream", "hour", "file"), start=1):
            sheet.write_string(row, column, str(segment[name]))
        sheet.write_number(row, 4, segment["rows"])
        sheet.write_string(row, 5, segment["sha256"])


def xlsx(board: Board, segments: list[dict[str, Any]]) -> bytes:
    """In the active language."""
    book = Book(board.report.name)
    _figures(book, board)
    for table in board.tables:
        _table(book, table)
    _definitions(book, board)
    _evidence(book, board, segments)
    return book.bytes()
