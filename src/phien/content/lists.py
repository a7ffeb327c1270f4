"""A list of publications as text: pasted lines, or a CSV file, read row by row with the line each stands in."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from phien.content.completing import NewPublication
from phien.content.errors import (
    ListNotReadable,
    ListTooLong,
    UnknownHeadings,
    WrongPublication,
)
from phien.content.models import Publication
from phien.lib.errors import Refused
from phien.lib.slugs import plain
from phien.people.models import Actor
from phien.places.models import Place

MOST_ROWS = 60_000
MOST_PASTED = 5_000
MOST_BYTES = 40_000_000
LONGEST_CELL = 5_000

# What a column may be called, without marks and in small letters; the first of each is what we write ourselves.
HEADINGS = {
    "url": ("url", "address", "link", "duong dan", "lien ket", "dia chi"),
    "platform": ("platform", "nen tang"),
    "native_id": ("native_id", "id", "post id", "video id", "ma bai"),
    "origin": ("origin", "whose", "cua ai", "nguon"),
    "title": ("title", "caption", "tieu de"),
    "account": ("account", "handle", "tai khoan"),
    "creator": ("creator", "nguoi lam"),
    "place": ("place", "dia diem"),
    "hashtags": ("hashtags", "hashtag", "the"),
    "disclosure": ("disclosure", "cong bo"),
    "published_at": ("published_at", "published", "ngay dang", "thoi gian dang"),
    "precision": ("precision",),
}
PASTED = ("url", "title", "hashtags", "creator", "place")
_FIELD_OF = {name: field for field, names in HEADINGS.items() for name in names}
# Of our own table: read back, they say nothing new.
IGNORED = frozenset({"registered_at", "removed_at", "campaign"})
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_TIMES = ("%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%H:%M %d/%m/%Y")


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A row as it stands in its line, counted from 1."""

    line: int
    values: dict[str, str]


def decoded(raw: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 with its mark. Raises ListNotReadable."""
    if len(raw) > MOST_BYTES:
        raise ListTooLong(most=MOST_ROWS)
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ListNotReadable(reason=str(_("it is neither UTF-8 nor UTF-16 text; save it as CSV UTF-8"))) from error
    if "\x00" in text:
        raise ListNotReadable(reason=str(_("it is no text")))
    return text


def read_table(text: str, most: int = MOST_ROWS) -> list[GivenRow]:
    """The rows of a table whose first line is its heading; parted by comma, semicolon or tab. Raises ListNotReadable,
    UnknownHeadings or ListTooLong."""
    head, _newline, _rest = text.lstrip("\r\n").partition("\n")
    delimiter = max(",;\t", key=head.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        heads: list[str] | None = None
        rows: list[GivenRow] = []
        begins = 1
        for cells in lines:
            line, begins = begins, lines.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if heads is None:
                heads = _headings(cells)
                continue
            if len(rows) >= most:
                raise ListTooLong(most=most)
            if len(cells) > len(heads) and any(cell.strip() for cell in cells[len(heads) :]):
                raise ListNotReadable(reason=str(_("line %(line)s has more cells than the heading")) % {"line": line})
            rows.append(GivenRow(line, {head: cell.strip() for head, cell in zip(heads, cells, strict=False) if head}))
    except csv.Error as error:
        raise ListNotReadable(reason=f"{lines.line_num}: {error}") from error
    return rows


def read_pasted(text: str) -> list[GivenRow]:
    """The rows of what was pasted: with a heading as in a table; else an address in each line and, after tabs, title,
    hashtags, creator and place."""
    first = text.lstrip().partition("\n")[0]
    if "://" not in first and _field_of(first.split("\t")[0].split(",")[0]):
        return read_table(text, MOST_PASTED)
    rows = []
    for line, words in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in words.split("\t")]
        if any(cells):
            rows.append(GivenRow(line, dict(zip(PASTED, cells, strict=False))))
    if len(rows) > MOST_PASTED:
        raise ListTooLong(most=MOST_PASTED)
    return rows


class Reader:
    """Makes publications of rows: creators and places by their slug, read once for the whole list."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self._actors: dict[str, Actor | None] = {}
        self._places: dict[str, Place | None] = {}

    def publications(self, rows: list[GivenRow]) -> Iterator[NewPublication | Refused]:
        """One for each row, in their order; what is wrong with a row stands in its place."""
        for row in rows:
            try:
                yield self.publication(row.values)
            except Refused as refusal:
                yield refusal

    def publication(self, values: dict[str, str]) -> NewPublication:
        if any(len(value) > LONGEST_CELL for value in values.values()):
            _wrong(_("a cell"), _("it is longer than %(value)s letters"), str(LONGEST_CELL))
        published_at, precision = moment_of(values.get("published_at", ""))
        return NewPublication(
            platform=values.get("platform", "").lower(),
            native_id=values.get("native_id", ""),
            url=values.get("url", ""),
            origin=values.get("origin", "").lower() or self.origin,
            title=values.get("title", ""),
            account=values.get("account", ""),
            creator=self._actor(values.get("creator", "")),
            place=self._place(values.get("place", "")),
            hashtags=tuple(values.get("hashtags", "").replace(";", " ").replace(",", " ").split()),
            disclosure=values.get("disclosure", "").lower() or "unknown",
            published_at=published_at,
            precision=values.get("precision", "").lower() or precision,
        )

    def _actor(self, slug: str) -> Actor | None:
        if slug and slug not in self._actors:
            self._actors[slug] = Actor.objects.filter(slug=slug).first()
        if slug and self._actors[slug] is None:
            _wrong(_("creator"), _("nobody here is called “%(value)s”"), slug[:60])
        return self._actors.get(slug)

    def _place(self, slug: str) -> Place | None:
        if slug and slug not in self._places:
            self._places[slug] = Place.objects.filter(slug=slug).first()
        if slug and self._places[slug] is None:
            _wrong(_("place"), _("no place here is called “%(value)s”"), slug[:60])
        return self._places.get(slug)


def moment_of(text: str) -> tuple[datetime | None, str]:
    """A time as people and programs write it, and how exact it is. Days come before months. Raises
    WrongPublication."""
    text = text.strip()
    if not text:
        return None, ""
    zone = timezone.get_current_timezone()
    for pattern, precision in [(p, Publication.Precision.DAY) for p in _DAYS] + [(p, "time") for p in _TIMES]:
        try:
            return datetime.strptime(text, pattern).replace(tzinfo=zone), precision
        except ValueError:
            continue
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        _wrong(_("published"), _("“%(value)s” is no time: write 2026-12-08 09:30 or 8/12/2026"), text[:30])
    return moment if moment.tzinfo else moment.replace(tzinfo=zone), Publication.Precision.TIME


def _headings(cells: list[str]) -> list[str]:
    fields = [_field_of(cell) for cell in cells]
    unknown = [cell for cell, field in zip(cells, fields, strict=True) if field is None and cell.strip()]
    doubled = {field for field in fields if field and fields.count(field) > 1}
    if unknown or doubled or not {"url", "native_id", "title"} & set(fields):
        names = ", ".join([*unknown, *sorted(doubled)]) or "–"
        raise UnknownHeadings(names=names[:200], known=", ".join(names[0] for names in HEADINGS.values()))
    return [field or "" for field in fields]


def _field_of(heading: str) -> str | None:
    name = " ".join(plain(heading).replace("\ufeff", "").split())
    return "" if name in IGNORED or not name else _FIELD_OF.get(name)


def _wrong(name: str | Promise, reason: str | Promise, value: str) -> NoReturn:
    raise WrongPublication(field=str(name), reason=str(reason) % {"value": value})
