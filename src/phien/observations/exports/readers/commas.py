"""CSV as platforms write it: UTF-8 with or without its mark, or UTF-16 with it; a `sep=` line; any line ends."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from typing import IO

from phien.observations.exports import errors
from phien.observations.exports.readers.letters import unbroken
from phien.observations.exports.sheets import Line, Sheet

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
MOST_COLUMNS = 400
_LOOKED_AT = 100


def encoding_of(opened: Callable[[], IO[bytes]], shown: str) -> str:
    """What the letters are in, the whole file having been read in it once."""
    with opened() as file:
        start = file.read(4096)
    encoding = next((name for mark, name in _MARKS if start.startswith(mark)), "utf-8")
    if encoding != "utf-16" and b"\0" in start:
        raise errors.NotItsFormat(file=shown, found="binary / UTF-16")
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with opened() as file:
        while True:
            chunk = file.read(1 << 20)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                line += error.object[: error.start].count(b"\n")
                raise errors.WrongEncoding(file=shown, line=line) from error
            if "\0" in text:
                raise errors.NotItsFormat(file=shown, found="binary / UTF-16")
            line += text.count("\n")
            if not chunk:
                return encoding


def sheet(opened: Callable[[], IO[bytes]], *, name: str, file_name: str, shown: str = "") -> Sheet:
    shown = shown or file_name
    encoding = encoding_of(opened, shown)
    delimiter, preface = delimiter_of(opened, encoding)

    def rows() -> Iterator[Line]:
        with io.TextIOWrapper(opened(), encoding=encoding, newline="") as text:
            if preface:
                text.readline()
            reader = csv.reader(text, delimiter=delimiter, strict=True)
            number = 0
            try:
                for number, cells in enumerate(reader, start=1):
                    if len(cells) > MOST_COLUMNS:
                        raise errors.TooWide(file=shown, line=number, count=len(cells), most=MOST_COLUMNS)
                    yield number, cells
            except csv.Error as error:
                raise errors.BrokenQuotes(file=shown, line=number + 1) from error

    found = Sheet(name=name, file_name=file_name, rows=rows)
    if not found.head and not any(any(cells) for _number, cells in found.tops()):
        raise errors.EmptyFile(file=shown)
    unbroken(found, shown, _LOOKED_AT)
    return found


def delimiter_of(opened: Callable[[], IO[bytes]], encoding: str) -> tuple[str, bool]:
    """What parts the cells, and whether a first line `sep=` says so. A spreadsheet shows no such line, and counts from
    the one after it. Where nothing says it, the first line decides: commas, else semicolons or tabs."""
    with io.TextIOWrapper(opened(), encoding=encoding, newline="") as text:
        first = text.readline(1 << 16).rstrip("\r\n")
    plain = first.strip('"')
    if plain.lower().startswith("sep=") and len(plain) == 5:
        return plain[4], True
    for delimiter in (",", ";", "\t"):
        if delimiter in first:
            return delimiter, False
    return ",", False
