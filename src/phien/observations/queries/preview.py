"""What a file will bring, before it is taken in: its tables, their first rows as they will be understood, what is left
out and why, and what has to be asked."""

import re
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Any

from phien.lib.errors import Refused
from phien.observations import files, reading
from phien.observations.answers import context_of
from phien.observations.exports.errors import NotRecognised
from phien.observations.exports.fingerprints.fingerprint import Fingerprint
from phien.observations.exports.seen import ObservationRow, OrderRow, PublicationRow, Seen, Skipped
from phien.observations.models import ExportFile
from phien.observations.queries.mappings import newest_of, of_export

MOST_LINES = 2_000
FIRST = 8
MOST_FAULTS = 50
SLASHED = re.compile(r"(\d{1,2})[/.-]\d{1,2}[/.-]\d{4}\b")


@dataclass(slots=True)
class First:
    """One line as it will be understood."""

    line: int
    publication: PublicationRow | None = None
    order: OrderRow | None = None
    figures: list[ObservationRow] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def subject(self) -> str:
        return self.figures[0].subject if self.figures else ""


@dataclass(slots=True)
class TablePreview:
    name: str
    fingerprint: Fingerprint
    head: list[str]
    personal: list[str]
    first: list[First] = field(default_factory=list)


@dataclass(slots=True)
class Preview:
    """Counts are of the first `MOST_LINES` lines of each table; `is_whole` where there were no more. `problem` is why
    the file cannot be taken in, as it is read with these answers."""

    tables: list[TablePreview] = field(default_factory=list)
    strange: list[tuple[str, NotRecognised]] = field(default_factory=list)
    problem: str = ""
    is_whole: bool = True
    lines: int = 0
    observations: int = 0
    orders: int = 0
    publications: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    flagged: dict[str, int] = field(default_factory=dict)
    faults: list[tuple[str, Skipped]] = field(default_factory=list)
    asks: set[str] = field(default_factory=set)

    @property
    def personal(self) -> list[str]:
        return [heading for table in self.tables for heading in table.personal]

    @property
    def left_out(self) -> int:
        return sum(self.skipped.values())

    @property
    def is_empty(self) -> bool:
        return not (self.observations or self.orders or self.publications)


def preview_of(export: ExportFile, answers: dict[str, Any] | None = None) -> Preview:
    """Read the beginning of a kept file with these answers. FileNotFoundError where it is gone; Refused as the reader
    does."""
    saved = of_export(export) or newest_of(export.campaign)
    preview = Preview()
    with files.on_disk(export) as path:
        opened = reading.opened(path, export.name, saved)
        context = context_of(export, answers)
        preview.strange = [(sheet.name, strange) for sheet, strange in opened.strange]
        for table in opened.read:
            seen = TablePreview(table.sheet.name, table.fingerprint, table.sheet.head, table.personal)
            preview.tables.append(seen)
            if _is_slashed(table):
                preview.asks.add("day_first")
            try:
                _read(preview, seen, opened.seen(table, context))
            except Refused as refusal:
                preview.problem = str(refusal)
    return preview


def _is_slashed(table: reading.Table) -> bool:
    """Whether days stand like 03/04/2026 and none of the first ones says by itself which number is the day."""
    columns = table.fingerprint.columns
    at = [index for index, heading in enumerate(table.sheet.head) if columns[heading].kind in {"date", "datetime"}]
    found = False
    for _line, cells in islice(table.sheet.lines, MOST_LINES):
        for match in (SLASHED.match(cells[index].strip()) for index in at if index < len(cells)):
            if match:
                found = True
                if int(match[1]) > 12 and table.fingerprint.day_first:
                    return False
    return found


def strange_heads(export: ExportFile) -> list[tuple[list[str], str]]:
    """The headings of each table that was not recognised, with the id of the nearest fingerprint."""
    with files.on_disk(export) as path:
        opened = reading.opened(path, export.name, newest_of(export.campaign))
        return [(strange.head, strange.nearest) for _sheet, strange in opened.strange]


def _read(preview: Preview, table: TablePreview, rows: Any) -> None:
    grouped = groupby(rows, key=lambda row: row.line)
    for number, (line, same) in enumerate(grouped):
        if number >= MOST_LINES:
            preview.is_whole = False
            return
        preview.lines += 1
        first = First(line)
        for row in same:
            _count(preview, table, first, row)
        if len(table.first) < FIRST and not (first.skipped and not first.figures and first.skipped[0].expected):
            table.first.append(first)


def _count(preview: Preview, table: TablePreview, first: First, row: Seen) -> None:
    if isinstance(row, Skipped):
        first.skipped.append(row)
        if row.code == "id" and table.fingerprint.report == "sessions":
            preview.asks.add("handle")  # a session has no other id than its host's
        preview.skipped[row.code] = preview.skipped.get(row.code, 0) + 1
        if not row.expected and len(preview.faults) < MOST_FAULTS:
            preview.faults.append((table.name, row))
        return
    if row.flag:
        preview.flagged[row.flag] = preview.flagged.get(row.flag, 0) + 1
    if isinstance(row, ObservationRow):
        first.figures.append(row)
        preview.observations += 1
        if row.period == "total":
            preview.asks.add("observed_at")
        if row.subject.endswith(":"):
            preview.asks.add("handle")
    elif isinstance(row, PublicationRow):
        first.publication = row
        preview.publications += 1
        preview.asks.add("origin")
    else:
        first.order = row
        preview.orders += 1
    if row.flag == "year_guessed":
        preview.asks.add("year")
