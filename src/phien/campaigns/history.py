"""The released versions of a programme put beside each other. Nothing here reads or writes the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

Facts = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a slot stands in one version: the row, its event, and what would be a change of it."""

    row: int
    event: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class Release:
    """One released version: its slots by their keys."""

    number: int
    at: datetime
    slots: Mapping[UUID, Standing]


@dataclass(frozen=True, slots=True)
class Heard:
    """A notice: which event it was about, which version was public, when."""

    event: int
    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Life:
    """What became of one slot: the row in which it last stood, how often it changed, when it last did."""

    key: UUID
    row: int
    changes: int
    at: datetime
    is_gone: bool


def lives(releases: Sequence[Release], notices: Iterable[Heard]) -> list[Life]:
    """Every slot that ever stood in a released version, by versions in their order.

    A slot changes with a version in which it is added, altered or gone, and with each notice about its event
    while it stood there. So the number never falls, and rises with nothing else.
    """
    heard: dict[tuple[int, int], list[datetime]] = {}
    for notice in notices:
        heard.setdefault((notice.event, notice.version), []).append(notice.at)
    found: dict[UUID, Life] = {}
    for place, release in enumerate(releases):
        before = releases[place - 1].slots if place else {}
        for key in before.keys() | release.slots.keys():
            old, new = before.get(key), release.slots.get(key)
            life = found.get(key)
            changes, at = (life.changes, life.at) if life is not None else (0, release.at)
            if (old.facts if old else None) != (new.facts if new else None):
                changes, at = changes + 1, max(at, release.at)
            times = heard.get((new.event, release.number), []) if new is not None else []
            row = new.row if new is not None else found[key].row
            found[key] = Life(key, row, changes + len(times), max([at, *times]), new is None)
    return list(found.values())


def count_changes(before: Release | None, after: Release) -> int:
    """How many slots differ from one version to the next."""
    old = before.slots if before is not None else {}
    return sum(
        (old[key].facts if key in old else None) != (after.slots[key].facts if key in after.slots else None)
        for key in old.keys() | after.slots.keys()
    )
