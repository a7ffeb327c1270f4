"""The mark on a page, so that its hit can be trusted: what to count, signed by this site, good for 12 hours.

A token is made for each page that is served and sent back with its beacon, so it is short. Sealed (lib/seals.py):

     1 character    kind and staff
     7              minutes since 1970, hexadecimal
     8              the nonce
    the rest        subject~campaign~creator~place~link, empty ends left out
"""

import re
import secrets
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote, unquote

from phien.evidence.errors import ExpiredToken, WrongToken
from phien.evidence.hits import KINDS, LIMITS
from phien.lib import clock
from phien.lib.seals import opened, seal

MAX_MINUTES = 12 * 60
PURPOSE = b"hit mark"
_MINUTES, _NONCE, _REST = slice(1, 8), slice(8, 16), slice(16, None)
_FIELDS = ("subject", "campaign", "creator", "place", "link")
_PLAIN = re.compile(r"[A-Za-z0-9:/_.-]*")
_HEADS = {f"{2 * number + staff:x}": (kind, bool(staff)) for number, kind in enumerate(KINDS) for staff in (0, 1)}


class Mark(NamedTuple):
    """What a token says. `nonce` is different on every page served: it makes a replay the same hit again."""

    kind: str
    subject: str
    campaign: str
    creator: str
    place: str
    link: str
    is_staff: bool
    nonce: str


class Blank(NamedTuple):
    """A token that still lacks its time, its nonce and what is the reader's own; for a page that is served often."""

    kind: int
    said: str

    def signed(self, *, link: str, is_staff: bool, minutes: int) -> str:
        """`minutes` since 1970. A link is a code as of lib/codes.py, or empty."""
        rest = f"{self.said}~{link}" if link else self.said.rstrip("~")
        return seal(f"{self.kind + is_staff:x}{minutes:07x}{secrets.token_urlsafe(6)}{rest}", purpose=PURPOSE)


def blank(*, kind: str, subject: str = "", campaign: str = "", creator: str = "", place: str = "") -> Blank:
    """ValueError for an unknown kind, or a field that no hit can hold."""
    if kind not in KINDS:
        raise ValueError(f"No such kind of hit: {kind!r}.")
    fields = (subject, campaign, creator, place)
    for name, field in zip(_FIELDS, fields, strict=False):
        _check(name, field)
    return Blank(2 * KINDS.index(kind), "~".join(map(_quoted, fields)))


def _check(name: str, field: str) -> None:
    if len(field) > LIMITS[name]:
        raise ValueError(f"A hit's {name} has at most {LIMITS[name]} characters.")


def minutes_now() -> int:
    return int(clock.now().timestamp()) // 60


def sign(*, link: str = "", is_staff: bool = False, **facts: str) -> str:
    """A token for a page; the facts are those of `blank`. ValueError as there."""
    _check("link", link)
    return blank(**facts).signed(link=_quoted(link), is_staff=is_staff, minutes=minutes_now())


class Reader:
    """Reads tokens at one moment."""

    def __init__(self, now: datetime) -> None:
        self._oldest = int(now.timestamp()) // 60 - MAX_MINUTES

    def read(self, token: str) -> Mark:
        """What the token says. WrongToken or ExpiredToken."""
        said = opened(token, purpose=PURPOSE)
        if said is None:
            raise WrongToken
        if int(said[_MINUTES], 16) < self._oldest:
            raise ExpiredToken
        kind, is_staff = _HEADS[said[0]]
        fields = said[_REST].split("~")
        if "%" in said:
            fields = [unquote(field) for field in fields]
        subject, campaign, creator, place, link = fields + [""] * (len(_FIELDS) - len(fields))
        return Mark(kind, subject, campaign, creator, place, link, is_staff, said[_NONCE])


def read(token: str) -> Mark:
    """What the token says now. WrongToken or ExpiredToken."""
    return Reader(clock.now()).read(token)


def _quoted(field: str) -> str:
    return field if _PLAIN.fullmatch(field) else quote(field, safe=":/").replace("~", "%7E")
