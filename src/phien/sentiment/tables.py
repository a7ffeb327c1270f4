"""A file of comments as tables of text, and one line of it as a comment."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.utils import timezone

from phien.content.native import recognise
from phien.lib.errors import Refused
from phien.observations import files
from phien.observations.exports import readers
from phien.observations.exports.parsing.dates import Dates
from phien.observations.exports.parsing.faults import Wrong
from phien.observations.exports.sheets import Sheet
from phien.sentiment.models import CommentFile

COLUMNS = ("text", "id", "author", "time", "post")
LONGEST_TEXT = 5000
_NATIVE = re.compile(r"[\w.:-]{1,160}")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")

NO_TEXT, NO_TIME, WRONG_CELLS = "no_text", "no_time", "wrong_cells"
"""Why a line is left out: nothing is said in it; its time cannot be read; it is not as long as the heading."""


@dataclass(frozen=True, slots=True)
class Line:
    """One comment as the file says it. `written_at` is None where the table has no times."""

    number: int
    text: str
    subject: str
    native: str = ""
    author: str = ""
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    number: int
    reason: str


@contextmanager
def tables_of(file: CommentFile) -> Iterator[list[Sheet]]:
    """The file's tables, for as long as the with statement lasts. FileNotFoundError where its bytes are gone."""
    with tempfile.NamedTemporaryFile(prefix="phien-comments-") as out:
        for chunk in files.chunks_of(file.path):
            out.write(chunk)
        out.flush()
        yield readers.read(Path(out.name), file.name)


def lines_of(table: Sheet, file: CommentFile) -> Iterator[Line | LeftOut]:
    """Every line below the heading. Times without a zone are those of the site's clocks, days before months."""
    place = {name: table.head.index(heading) for name, heading in file.columns.items()}
    dates = Dates(table.shown, day_first=True)
    for number, cells in table.lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) < len(table.head) and not table.numeric:
            yield LeftOut(number, WRONG_CELLS)
            continue
        # PostgreSQL holds no NUL in a text.
        said = {name: cells[at].replace("\0", "").strip() if at < len(cells) else "" for name, at in place.items()}
        if not said["text"]:
            yield LeftOut(number, NO_TEXT)
            continue
        written = _moment(said["time"], dates) if "time" in said else None
        if "time" in said and written is None:
            yield LeftOut(number, NO_TIME)
            continue
        yield Line(
            number,
            said["text"][:LONGEST_TEXT],
            _subject(said.get("post", ""), file),
            said.get("id", ""),
            said.get("author", ""),
            written,
        )


def _moment(text: str, dates: Dates) -> datetime | None:
    """None for what is no moment: no date, or one without a year."""
    try:
        if _EPOCH.fullmatch(text):
            return datetime.fromtimestamp(int(text[:10]), UTC)
        day = dates.read(text)
        if day is None or not day.year:
            return None
        at = datetime(day.year, day.month, day.day, tzinfo=day.offset or timezone.get_default_timezone())
        return at.replace(hour=day.clock.hour, minute=day.clock.minute, second=day.clock.second) if day.clock else at
    except (Wrong, ValueError, OverflowError):
        return None


def _subject(post: str, file: CommentFile) -> str:
    """ "publication:tiktok:7672…" from an address or a native id; what the file is about where neither is there."""
    if not post:
        return file.subject
    if "/" in post:
        return subject_of(post, file.platform) or file.subject
    return f"publication:{file.platform}:{post}" if _NATIVE.fullmatch(post) else file.subject


def subject_of(address: str, platform: str) -> str:
    """What an address or a native id of the platform is called in evidence; "" where it leads to no post."""
    if "/" not in address and _NATIVE.fullmatch(address):
        return f"publication:{platform}:{address}"
    try:
        found = recognise(address)
    except Refused:
        return ""
    return f"publication:{found.platform}:{found.native_id}"
