"""The spreadsheet. Texts are written as texts, so that no name becomes a formula; numbers as numbers."""

import io
from datetime import datetime
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from phien.reports import words
from phien.reports.board import TIMES, Board
from phien.reports.cells import Cell, Table
from phien.reports.metrics import REGISTRY, Unit
from phien.reports.papers.phrases import simulated_text, small_note, window_text

_BAD = str.maketrans("", "", "[]:*?/\\")
_FORMATS = {
    Unit.COUNT: "#,##0",
    Unit.VIEWERS: "#,##0.##",
    Unit.SECONDS: "[h]:mm:ss",
    Unit.DONG: '#,##0 "₫"',
    Unit.PERCENT: "0.0%",
}


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
            sheet.write_number(row, column, number / 86400 if unit is Unit.SECONDS else number, self.number[unit])

    def bytes(self) -> bytes:
        self.book.close()
        return self.stream.getvalue()


def _figures(book: Book, board: Board) -> None:
    sheet = book.sheet(_("Figures"), [34, 16, 16, 16, 14, 46, 60])
    sheet.write_string(0, 0, f"{board.report.campaign_name} · {board.report.number}", book.title)
    sheet.write_string(1, 0, window_text(board), book.plain)
    simulated = simulated_text(board)
    if simulated:
        sheet.merge_range(2, 0, 2, 6, "", book.warning)
        sheet.write_string(2, 0, simulated, book.warning)
    names = [_("Figure"), _("Net"), _("Gross"), _("Left out"), _("Source"), _("Reasons"), _("Definition")]
    book.heads(sheet, 4, names)
    for row, cell in enumerate(board.totals, start=5):
        sheet.write_string(row, 0, str(cell.metric.name), book.bold)
        book.value(sheet, row, 1, cell)
        book.value(sheet, row, 2, cell, cell.gross)
        book.value(sheet, row, 3, cell, cell.gross - cell.net)
        sheet.write_string(row, 4, cell.source_text, book.plain)
        sheet.write_string(row, 5, "; ".join(f"{reason}: {amount}" for reason, amount in cell.reasons), book.wrap)
        sheet.write_string(row, 6, str(cell.metric.sentence), book.wrap)


def _moment(line_key: str, dimension: str) -> datetime:
    return datetime.fromisoformat(f"{line_key}:00" if dimension == "hour" else line_key)  # local


def _table(book: Book, table: Table) -> None:
    sheet = book.sheet(table.title, [40, *[16.0] * len(table.columns)])
    first = str(words.DIMENSIONS[table.dimension])
    book.heads(sheet, 0, [first, *(str(metric.name) for metric in table.columns)])
    when = book.book.add_format({"num_format": "dd/mm/yyyy hh:mm" if table.dimension == "hour" else "dd/mm/yyyy"})
    for row, line in enumerate(table.lines, start=1):
        if table.dimension in TIMES:
            sheet.write_datetime(row, 0, _moment(line.key, table.dimension), when)
        else:
            sheet.write_string(row, 0, line.name, book.plain)
        for column, cell in enumerate(line.cells, start=1):
            book.value(sheet, row, column, cell)
    sheet.autofilter(0, 0, len(table.lines), len(table.columns))
    if table.has_small:
        sheet.write_string(len(table.lines) + 2, 0, small_note(), book.plain)


def _definitions(book: Book) -> None:
    sheet = book.sheet(_("Definitions"), [34, 60, 66, 90])
    book.heads(sheet, 0, [_("Figure"), _("Definition"), "SHA-256", "SQL"])
    for row, metric in enumerate(REGISTRY.values(), start=1):
        sheet.write_string(row, 0, str(metric.name), book.bold)
        sheet.write_string(row, 1, str(metric.sentence), book.wrap)
        sheet.write_string(row, 2, metric.definition_hash, book.plain)
        sheet.write_string(row, 3, metric.text, book.plain)


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
    book = Book(f"{board.report.campaign_name} {board.report.number}")
    _figures(book, board)
    for table in board.tables:
        _table(book, table)
    _definitions(book)
    _evidence(book, board, segments)
    return book.bytes()
