"""Files in bytes: CSV, ZIP, workbook."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

Rows = Sequence[Sequence[object]]


class Made(NamedTuple):
    name: str
    data: bytes

    def at(self, folder: Path) -> Path:
        path = folder / self.name.replace("/", "-")
        path.write_bytes(self.data)
        return path


def commas(
    rows: Rows,
    *,
    encoding: str = "utf-8-sig",
    quoted: bool = True,
    delimiter: str = ",",
    ends: str = "\n",
    before: str = "",
) -> bytes:
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    out.write(before)
    csv.writer(out, delimiter=delimiter, lineterminator=ends, quoting=quoting).writerows(rows)
    return out.getvalue().encode(encoding)


def packed(members: Mapping[str, bytes], *, stored: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """Numbers stay numbers, texts stay texts, whatever they look like; None is an empty cell."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd hh:mm:ss", "remove_timezone": True})
    for title, rows in sheets.items():
        page = book.add_worksheet(title)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    page.write_string(row, column, cell)
                elif cell is not None:
                    page.write(row, column, cell)
    book.close()
    return out.getvalue()
