"""Tables as CSV that any spreadsheet opens: UTF-8 with its mark, and no cell that is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.utils import timezone

MIME = "text/csv; charset=utf-8"
MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> str:
    """A value as a cell: times local to the minute's second, what looks like a formula with an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The table line by line, its heading first."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    yield MARK + out.getvalue()
    for row in rows:
        out.seek(0)
        out.truncate()
        writer.writerow([cell(value) for value in row])
        yield out.getvalue()


def whole(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    return "".join(lines(head, rows)).encode()
