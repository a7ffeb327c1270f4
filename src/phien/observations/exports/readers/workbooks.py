"""Workbooks (XLSX), row by row, every cell as text."""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from phien.observations.exports import errors
from phien.observations.exports.sheets import Line, Sheet

MOST_ROWS = 1_048_576
MOST_COLUMNS = 400
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    KeyError,
    ValueError,
    IndexError,
    TypeError,
    AttributeError,
    ParseError,
    InvalidFileException,
)


def sheets(opened: Callable[[], IO[bytes]], *, name: str, file_name: str = "", prefix: str = "") -> list[Sheet]:
    """The worksheets that are shown and hold anything. `name` is what refusals call the file."""
    file_name = file_name or name
    _no_document_types(opened, name)
    try:
        with opened() as file:
            book = load_workbook(file, read_only=True)
            titles = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
            book.close()
    except BROKEN as error:
        raise errors.BrokenArchive(file=name) from error
    found = []
    for title in titles:

        def rows(title: str = title) -> Iterator[Line]:
            return _rows(opened, title, name)

        sheet = Sheet(name=f"{prefix}{title}", file_name=file_name, rows=rows, numeric=True)
        if sheet.head:
            found.append(sheet)
    if not found:
        raise errors.EmptyFile(file=name)
    return found


def _rows(opened: Callable[[], IO[bytes]], title: str, name: str) -> Iterator[Line]:
    with opened() as file:
        book = None
        try:
            book = load_workbook(file, read_only=True)
            sheet = book[title]
            sheet.reset_dimensions()  # TikTok's files declare A1 as their size
            for number, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS, values_only=True), start=1):
                if len(cells) > MOST_COLUMNS:
                    raise errors.TooWide(file=name, line=number, count=len(cells), most=MOST_COLUMNS)
                yield number, [text_of(cell) for cell in cells]
        except BROKEN as error:
            raise errors.BrokenArchive(file=name) from error
        finally:
            if book is not None:
                book.close()


def text_of(value: Any) -> str:
    """A cell as text: whole numbers without a point, dates as ISO, formulas as they are written."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return f"{int(value.total_seconds())}s"
    return str(getattr(value, "text", value))


class _Found(Exception):
    pass


def _no_document_types(opened: Callable[[], IO[bytes]], name: str) -> None:
    """Raises UnsafeWorkbook where a part declares a document type: the only door for entities that grow or fetch.

    openpyxl reads sheets with the standard library's parser, which expands entities up to a bound; none is wanted here.
    """

    def declared(*_args: object) -> None:
        raise errors.UnsafeWorkbook(file=name)

    def root(*_args: object) -> None:
        raise _Found

    try:
        with opened() as file, zipfile.ZipFile(file) as archive:
            for member in archive.namelist():
                if not member.endswith((".xml", ".rels", ".vml")):
                    continue
                parser = expat.ParserCreate()
                parser.StartDoctypeDeclHandler = declared
                parser.StartElementHandler = root
                with archive.open(member) as part:
                    try:
                        parser.ParseFile(part)
                    except (_Found, expat.ExpatError):
                        continue  # a part that is no XML is openpyxl's to refuse, if it reads it at all
    except BROKEN as error:
        raise errors.BrokenArchive(file=name) from error
