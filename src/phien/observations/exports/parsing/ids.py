"""Ids: texts of digits that may be longer than what a spreadsheet's number holds."""

import re
from datetime import UTC, datetime
from itertools import islice

from phien.observations.exports import errors
from phien.observations.exports.parsing import faults
from phien.observations.exports.parsing.faults import Wrong
from phien.observations.exports.parsing.plan import Plan

_ROUNDED = re.compile(r"^\d(?:[.,]\d+)?[eE]\+?\d{2}$")
_DIGITS = 15
"""Decimal digits that a double surely holds; a spreadsheet writes zeros after them."""
_LOOKED_AT = 500
_ENOUGH = 3
_TIKTOK = re.compile(r"tiktok\.com/(?:@(?P<handle>[\w.-]+)/)?(?:video|photo|v)/(?P<id>\d{6,25})", re.IGNORECASE)
_YOUTUBE = re.compile(r"^[\w-]{11}$")
_INSTAGRAM = re.compile(r"instagram\.com/(?:[\w.]+/)?(?:p|reel|reels|tv)/(?P<id>[\w-]+)", re.IGNORECASE)
_FILM = re.compile(
    r"facebook\.com/(?:(?P<account>[\w.]+)/)?(?:reel|videos)/(?:[^/?]+/)?(?P<id>\d{6,25})", re.IGNORECASE
)
_PAGE = re.compile(r"facebook\.com/(?P<account>[\w.]+)/posts/", re.IGNORECASE)
FIRST_TIKTOK = datetime(2016, 9, 1, tzinfo=UTC)


def rounded(text: str) -> bool:
    return bool(_ROUNDED.match(text))


def unrounded(plan: Plan) -> None:
    """Raises LostIds where the first ids show that a spreadsheet rounded them: one in powers of ten, or several longer
    than fifteen digits that all end in zeros from there on. A single such id may be a true one, and passes.
    """
    first = list(islice(plan.sheet.lines, _LOOKED_AT)) if plan.ids else []
    for column in plan.ids:
        long = zeros = 0
        last = (0, "")
        for line, cells in first:
            text = cells[column].strip() if column < len(cells) else ""
            if rounded(text):
                raise errors.LostIds(file=plan.sheet.shown, line=line, found=text)
            if len(text) > _DIGITS and text.isdigit() and text != last[1]:
                long += 1
                zeros += set(text[_DIGITS:]) == {"0"}
                last = (line, text)
        if zeros >= _ENOUGH and zeros == long:
            raise errors.LostIds(file=plan.sheet.shown, line=last[0], found=last[1])


def digits(text: str, plan: Plan, line: int) -> str:
    """An id of digits. Raises LostIds for one in powers of ten, Wrong for what is no id."""
    text = text.strip().lstrip("'")
    if text.isascii() and text.isdigit() and len(text) <= 25:
        return text
    if rounded(text):
        raise errors.LostIds(file=plan.sheet.shown, line=line, found=text)
    raise Wrong("id", faults.NO_ID, text)


def tiktok(url: str) -> tuple[str, str]:
    """The id and the handle in a link to a video."""
    found = _TIKTOK.search(url)
    if not found:
        raise Wrong("id", faults.NO_ID, url)
    return found["id"], (found["handle"] or "").lower()


def tiktok_made_at(native_id: str) -> datetime | None:
    """When the video was uploaded, from the upper 32 bits of its id; None where they hold no time since TikTok is."""
    seconds = int(native_id) >> 32
    if seconds >= 2**32:
        return None
    made = datetime.fromtimestamp(seconds, UTC)
    return made if made >= FIRST_TIKTOK else None


def youtube(text: str) -> str:
    text = text.strip()
    if not _YOUTUBE.match(text):
        raise Wrong("id", faults.NO_ID, text)
    return text


def instagram(url: str) -> str:
    """The short code in a link to a post, "" where there is none."""
    found = _INSTAGRAM.search(url)
    return found["id"] if found else ""


def facebook(url: str) -> tuple[str, str]:
    """The id of the film and the page's name in a link, each "" where the link does not tell. A film's link names the
    film, not the post: the file of videos and people who share the link know it by that."""
    film = _FILM.search(url)
    if film:
        return film["id"], film["account"] or ""
    page = _PAGE.search(url)
    return "", page["account"] if page else ""
