"""Comparing and checking versions of a programme. Nothing here reads or writes the database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext as _

from phien.campaigns.models import Slot


def imported_key(*, campaign: str, event: str, title: str, again: int = 0) -> UUID:
    """The key of a slot that comes from a file: the same for the same campaign, event (slugs) and Vietnamese title.

    `again` counts slots of the same title within the event.
    """
    return uuid5(NAMESPACE_URL, f"phien:slot:{campaign}/{event}/{title}/{again}")


class Change(NamedTuple):
    """A slot as it stood and as it stands."""

    old: Slot
    new: Slot

    @property
    def is_moved(self) -> bool:
        """Other hours, or another event and so perhaps another place."""
        times = (self.old.starts_at, self.old.ends_at, self.old.event_id)
        return times != (self.new.starts_at, self.new.ends_at, self.new.event_id)

    @property
    def has_other_people(self) -> bool:
        return _people(self.old) != _people(self.new)

    @property
    def is_renamed(self) -> bool:
        return dict(self.old.title) != dict(self.new.title)


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from one version to the next."""

    added: list[Slot] = field(default_factory=list)
    removed: list[Slot] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    def __len__(self) -> int:
        return len(self.added) + len(self.removed) + len(self.changed)


def _people(slot: Slot) -> list[tuple[int, str]]:
    return sorted((part.actor_id, part.part) for part in slot.parts.all())


def _facts(slot: Slot) -> tuple[object, ...]:
    return slot.event_id, dict(slot.title), slot.starts_at, slot.ends_at, _people(slot)


def changes(before: Iterable[Slot], after: Iterable[Slot]) -> Changes:
    """Slots are the same slot where their keys are; each needs its parts at hand."""
    old: dict[UUID, Slot] = {slot.key: slot for slot in before}
    new: dict[UUID, Slot] = {slot.key: slot for slot in after}
    return Changes(
        added=[slot for key, slot in new.items() if key not in old],
        removed=[slot for key, slot in old.items() if key not in new],
        changed=[
            Change(old[key], slot) for key, slot in new.items() if key in old and _facts(old[key]) != _facts(slot)
        ],
    )


@dataclass(frozen=True, slots=True)
class Clash:
    """A warning about one slot: what it collides with, in words."""

    slot: Slot
    words: str


def clashes(slots: Sequence[Slot]) -> list[Clash]:
    """The same person or the same place twice at once, and slots that stick out of their event."""
    found = []
    ordered = sorted(slots, key=lambda slot: (slot.starts_at, slot.ends_at))
    for slot in ordered:
        if slot.starts_at < slot.event.starts_at or slot.ends_at > slot.event.ends_at:
            found.append(Clash(slot, _("lies outside of “%(event)s”") % {"event": slot.event.name}))
        if slot.event.cancelled_at:
            found.append(Clash(slot, _("“%(event)s” is cancelled") % {"event": slot.event.name}))
    for at, slot in enumerate(ordered):
        here = {part.actor_id: part.actor for part in slot.parts.all()}
        for other in ordered[at + 1 :]:
            if other.starts_at >= slot.ends_at:
                break
            title = {"slot": other.title}
            if other.event.place_id == slot.event.place_id:
                found.append(Clash(slot, _("same place and time as “%(slot)s”") % title))
            for part in other.parts.all():
                if part.actor_id in here:
                    words = _("%(actor)s is also in “%(slot)s” then")
                    found.append(Clash(slot, words % {**title, "actor": part.actor.name}))
    return found
