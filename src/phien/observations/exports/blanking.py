"""The copy of an export that is kept: the same cell for cell, but for those that tell of private persons.

Emptied are the personal columns below the heading, and whole lines that do not fit the heading, for there nobody knows
which cell holds what. Tables that were not recognised are left out of the copy, as are a workbook's author and history.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from openpyxl import load_workbook

from phien.observations.exports.fingerprints import Fingerprint
from phien.observations.exports.readers import archives, commas
from phien.observations.exports.sheets import Sheet

_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""The same file gives the same copy, byte for byte, whenever it is made."""


@dataclass(frozen=True, slots=True)
class Veil:
    """Which cells of one table are emptied."""

    sheet: Sheet
    columns: frozenset[int]

    def over[Cell](self, number: int, cells: Sequence[Cell], texts: list[str], empty: Cell) -> list[Cell]:
        """The cells of a line, whose texts are given too."""
        if number <= self.sheet.head_line:
            return list(cells)
        if self.sheet.fitted(texts) is None:
            return [empty] * len(cells)
        return [empty if index in self.columns else cell for index, cell in enumerate(cells)]


def blank(path: Path, sheets: Sequence[Sheet], fingerprints: Mapping[str, Fingerprint]) -> bytes | None:
    """The copy of the file at `path`; None where none of its tables has a personal column.

    `sheets` are those of the file, each recognised one's heading settled; `fingerprints` are by the sheets' names.
    """
    veils = {sheet.name: _veil(sheet, fingerprints[sheet.name]) for sheet in sheets if sheet.name in fingerprints}
    if not any(veil.columns for veil in veils.values()):
        return None
    with path.open("rb") as file:
        packed = file.read(4) == b"PK\x03\x04"
    if not packed:
        return _commas(lambda: path.open("rb"), next(iter(veils.values())))
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if archives.is_workbook(members):
            with path.open("rb") as file:
                return _workbook(file, veils, "")
        return _archive(archive, members, path.name, veils)


def _veil(sheet: Sheet, fingerprint: Fingerprint) -> Veil:
    columns = frozenset(index for index, heading in enumerate(sheet.head) if heading in fingerprint.personal)
    return Veil(sheet, columns)


def _archive(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], name: str, veils: Mapping[str, Veil]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for member in archives.tables(members, name):
            inside = member.filename
            data = archive.read(member)
            if inside in veils and inside.lower().endswith(".csv"):
                kept = _commas(lambda data=data: io.BytesIO(data), veils[inside])
            elif any(title.startswith(f"{inside} › ") for title in veils):
                kept = _workbook(io.BytesIO(data), veils, f"{inside} › ")
            elif not data:
                kept = data
            else:
                continue
            copy.writestr(zipfile.ZipInfo(member.filename), kept, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _commas(opened: Any, veil: Veil) -> bytes:
    """A CSV in its own encoding, with its own line ends, delimiter and quotation marks."""
    encoding = commas.encoding_of(opened, "")
    delimiter, preface = commas.delimiter_of(opened, encoding)
    with io.TextIOWrapper(opened(), encoding=encoding, newline="") as text:
        first = text.readline()
        second = text.readline() if preface else first
    ends = "\r\n" if second.endswith("\r\n") else "\n"
    quoting: Any = csv.QUOTE_ALL if second.startswith('"') else csv.QUOTE_MINIMAL
    out = io.StringIO()
    if preface:
        out.write(first)
    writer = csv.writer(out, delimiter=delimiter, lineterminator=ends, quoting=quoting)
    for number, cells in _lines(opened, encoding, delimiter, preface=preface):
        writer.writerow(veil.over(number, cells, cells, ""))
    return out.getvalue().encode(encoding)


def _lines(opened: Any, encoding: str, delimiter: str, *, preface: bool) -> Iterator[tuple[int, list[str]]]:
    with io.TextIOWrapper(opened(), encoding=encoding, newline="") as text:
        if preface:
            text.readline()
        yield from enumerate(csv.reader(text, delimiter=delimiter, strict=True), start=1)


def _workbook(file: IO[bytes], veils: Mapping[str, Veil], prefix: str) -> bytes:
    out = io.BytesIO()
    book = load_workbook(file, read_only=True)
    copy = xlsxwriter.Workbook(out, {"constant_memory": True})
    copy.set_properties({"created": _MADE.replace(tzinfo=None), "author": ""})
    formats: dict[str, Any] = {}
    for sheet in book.worksheets:
        veil = veils.get(f"{prefix}{sheet.title}")
        if veil is None:
            continue
        sheet.reset_dimensions()
        page = copy.add_worksheet(sheet.title)
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            texts = ["" if cell.value is None else "x" for cell in cells]
            for index, cell in enumerate(veil.over(number, cells, texts, None)):
                if cell is not None and cell.value is not None:
                    _put(copy, page, formats, number - 1, index, cell)
    copy.close()
    book.close()
    return out.getvalue()


def _put(copy: Any, page: Any, formats: dict[str, Any], row: int, column: int, cell: Any) -> None:
    """The cell as it was: a text that looks like a formula stays a text."""
    value = cell.value
    if cell.data_type == "f":
        page.write_formula(row, column, str(getattr(value, "text", value)))
    elif isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, date | datetime | time | timedelta):
        shown = cell.number_format
        if shown not in formats:
            formats[shown] = copy.add_format({"num_format": shown})
        page.write_datetime(row, column, value, formats[shown])
    elif isinstance(value, int | float) and abs(value) < 2**53:
        page.write_number(row, column, value)
    else:
        page.write_string(row, column, str(value))
