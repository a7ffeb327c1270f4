"""A sheet laid against its fingerprint: which cell holds what, worked out once and then used line by line."""

from collections.abc import Iterator
from typing import NamedTuple

from phien.observations.exports.fingerprints.fingerprint import Column, Fingerprint
from phien.observations.exports.parsing import faults, numbers
from phien.observations.exports.parsing.dates import Dates
from phien.observations.exports.parsing.faults import Wrong
from phien.observations.exports.parsing.years import Named, Years, from_name, window_of
from phien.observations.exports.seen import Context, Skipped
from phien.observations.exports.sheets import Line, Sheet


class Figure(NamedTuple):
    """A column of figures: where it stands, and what reads it."""

    at: int
    heading: str
    column: Column
    read: numbers.Read
    unit: str
    money: bool = False


class Plan:
    """`read` counts the lines that were looked at, those below the heading that hold anything."""

    def __init__(self, sheet: Sheet, fingerprint: Fingerprint, context: Context) -> None:
        self.sheet, self.fingerprint, self.context = sheet, fingerprint, context
        self.read = 0
        self.index: dict[str, int] = {}
        self.heading: dict[str, str] = {}
        self.figures: list[Figure] = []
        self.ids: list[int] = []
        for index, heading in enumerate(sheet.head):
            column = fingerprint.columns.get(heading)
            if column is None or column.kind == "aside":
                continue
            if column.kind == "id":
                self.ids.append(index)
            if not column.metric:
                self.index[column.field], self.heading[column.field] = index, heading
            elif column.kind == "money":
                unit = numbers.currency_in(heading) or self.currency
                self.figures.append(Figure(index, heading, column, numbers.count, unit, money=True))
            else:
                read = numbers.reader(column.kind, fingerprint.grouping)
                unit = column.unit or numbers.UNITS.get(column.kind, "")
                self.figures.append(Figure(index, heading, column, read, unit))
        self.named: Named = from_name(sheet.file_name, context.tz)
        youtube = fingerprint.platform == "youtube"
        self.window = window_of(sheet.file_name) if youtube else None
        self.years = Years(context, self.named)
        self._dates: dict[str, Dates] = {}

    @property
    def currency(self) -> str:
        return self.fingerprint.currency or self.context.currency

    @property
    def handle(self) -> str:
        return self.context.handle or self.named.handle

    def cell(self, cells: list[str], field: str) -> str:
        index = self.index.get(field)
        return cells[index].strip() if index is not None else ""

    def dates(self, field: str) -> Dates:
        """What reads the dates of a field's column."""
        if field not in self._dates:
            first = self.context.day_first
            day_first = self.fingerprint.day_first if first is None else first
            self._dates[field] = Dates(self.sheet.shown, day_first=day_first)
        return self._dates[field]

    def lines(self) -> Iterator[Line | Skipped]:
        """The lines that hold what the headings say, with as many cells; else why a line does not."""
        totals, left = self.fingerprint.totals, self.fingerprint.description_rows
        for line, given in self.sheet.lines:
            if not any(given):
                continue
            cells = self.sheet.fitted(given)
            if cells is None:
                self.read += 1
                yield Skipped(line, "cells", faults.cells(len(self.sheet.head)))
                continue
            self.read += 1
            if totals and cells[0].strip() in totals:
                yield Skipped(line, "total", faults.TOTAL)
            elif left and self._explains(cells):
                left -= 1
                yield Skipped(line, "description", faults.DESCRIPTION)
            else:
                left = 0
                yield line, cells

    def _explains(self, cells: list[str]) -> bool:
        """Whether the line explains the headings: where ids should stand, it has words."""
        written = [cells[index].strip() for index in self.ids]
        return bool(written) and not any(any(sign.isdigit() for sign in text) for text in written)

    def values(self, line: int, cells: list[str]) -> Iterator[tuple[Column, int, str] | Skipped]:
        """The figures of a line that are known, each with its unit; a Skipped with its column for one that is wrong."""
        for figure in self.figures:
            try:
                if figure.money:
                    found = numbers.amount(cells[figure.at], self.fingerprint.grouping, figure.unit)
                    if found:
                        yield figure.column, *found
                    continue
                value = figure.read(cells[figure.at])
            except Wrong as wrong:
                yield wrong.skipped(line, figure.heading)
                continue
            if value is not None:
                yield figure.column, value, figure.unit

    def amount(self, cells: list[str], field: str) -> tuple[int, str] | None:
        """An amount that is no figure of its own, and its currency; None where it is not said. Raises Wrong."""
        return numbers.amount(self.cell(cells, field), self.fingerprint.grouping, self.currency)

    def count(self, cells: list[str], field: str) -> int | None:
        return numbers.count(self.cell(cells, field), self.fingerprint.grouping)
