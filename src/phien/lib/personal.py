"""What each room holds about people: why, for how long, and how it is found, handed out, erased and forgotten.

A room states its holdings in its `personal.py`, from AppConfig.ready(); the data map, the daily forgetting, exports and
erasures walk this list. What looks personal and is not is stated too, with the reason, so that no table is overlooked.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

Words = str | Promise


class Basis(StrEnum):
    """Why data may be held."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LAW = "law"
    SAFETY = "safety"


class Where(StrEnum):
    DATABASE = "database"
    PRIVATE = "private"
    PUBLIC = "public"
    VIDEO = "video"
    EVIDENCE = "evidence"
    BACKUP = "backup"


@dataclass(frozen=True, slots=True)
class Person:
    """Who is looked for, by any of these; an empty one finds nothing. `campaigns` bounds what may be touched to these
    (by primary key); None is the whole site."""

    phone: str = ""
    """As +84…"""
    order: str = ""
    """The code of a purchase; whoever placed it is meant, with all that has its phone number."""
    account: str = ""
    """A handle on a platform."""
    writer: str = ""
    """The key of one who wrote in live rooms."""
    username: str = ""
    actor: str = ""
    """The slug of a person here."""
    campaigns: frozenset[int] | None = None

    def within(self, field: str) -> dict[str, Any]:
        """The narrowing of a query to the campaigns; `field` is the path to the campaign."""
        return {} if self.campaigns is None else {f"{field}__in": sorted(self.campaigns)}

    @property
    def is_of_site(self) -> bool:
        """Whether also what belongs to no campaign may be touched."""
        return self.campaigns is None


@dataclass(frozen=True, slots=True)
class Found:
    """One row about a person. `of` is its table ("market.Purchase"), `key` what names it there."""

    of: str
    key: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """So many rows that stay, and why. `is_personal` is False where what stays leads to nobody any more."""

    rows: int
    why: Words
    is_personal: bool = True


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased (as it was), and what had to be kept."""

    rows: Sequence[Found] = ()
    kept: Sequence[Kept] = ()


@dataclass(frozen=True, slots=True)
class Keep:
    """How long. `days` is None where no clock runs and `words` say what ends it; `least` and `most` bound within
    which period an organiser may set another, and both equal `days` where it is fixed. `source`: who says so."""

    words: Words
    days: int | None = None
    least: int | None = None
    most: int | None = None
    source: Words = ""

    @property
    def may_be_set(self) -> bool:
        return self.days is not None and (self.least, self.most) != (None, None) and self.least != self.most

    def lasting(self, days: int) -> "Keep":
        return replace(self, days=days)


Prune = Callable[[datetime, timedelta, int], int]
"""(now, how long to keep, at most so many rows) → how many were forgotten; fewer than the most means no more is due."""
Due = Callable[[datetime, timedelta], int]


@dataclass(frozen=True, slots=True)
class Holding:
    """One class of personal data. `fields` names its columns by table; `prune` forgets what is past its time. Where
    `erase` is None nothing of it is erased on request, and `stays` says why."""

    id: str
    room: str
    name: Words
    whose: Words
    what: Words
    fields: Mapping[str, Sequence[str]]
    basis: Basis
    why: Words
    keep: Keep
    where: Sequence[Where]
    seen_by: Words
    shared_with: Words = ""
    find: Callable[[Person], Iterable[Found]] | None = None
    erase: Callable[[Person], Erased] | None = None
    stays: Words = ""
    prune: Prune | None = None
    deletes_files: bool = False
    """Its `prune` opens transactions of its own, each with the files it deletes, and is called outside of any other."""
    due: Due | None = None
    count: Callable[[], int] | None = None


@dataclass(frozen=True, slots=True)
class Purpose:
    """Something that people say yes to. `stop(actor, campaigns)` ends what rests on it when they take it back, and
    gives how many things it took away; where it is None a person has to do it, and `by_hand` says what."""

    id: str
    room: str
    name: Words
    text: Words
    """What is asked for, as it is put to people: the first version of its words."""
    stop: Callable[[Any, frozenset[int] | None], int] | None = None
    by_hand: Words = ""


_holdings: dict[str, Holding] = {}
_purposes: dict[str, Purpose] = {}
_not_personal: dict[str, str] = {}


def hold(*holdings: Holding) -> None:
    """State them. The same id again replaces it (so that ready() may run twice)."""
    _holdings.update({holding.id: holding for holding in holdings})


def ask_for(*purposes: Purpose) -> None:
    _purposes.update({purpose.id: purpose for purpose in purposes})


def not_personal(because: Mapping[str, str]) -> None:
    """{"campaigns.Campaign.name": why its column is about nobody}; a whole table where no column is named."""
    _not_personal.update(because)


def holdings() -> list[Holding]:
    """All of them, in the order of rooms and ids."""
    return sorted(_holdings.values(), key=lambda holding: (holding.room, holding.id))


def holding(id: str) -> Holding:
    """KeyError where there is none."""
    return _holdings[id]


def purposes() -> list[Purpose]:
    return sorted(_purposes.values(), key=lambda purpose: (purpose.room, purpose.id))


def purpose(id: str) -> Purpose:
    """KeyError where there is none."""
    return _purposes[id]


def why_not_personal() -> dict[str, str]:
    return dict(_not_personal)
