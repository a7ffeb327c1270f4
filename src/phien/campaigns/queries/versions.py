"""The released versions: their list, what differs between two of them, and the calendar that follows them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from phien.campaigns.history import Heard, Release, Standing, count_changes, lives
from phien.campaigns.models import Campaign, Notice, Programme, Slot, SlotPart
from phien.campaigns.programme import Changes, changes
from phien.campaigns.queries.programme import slots_of, whole_slots
from phien.lib import clock

GONE_FOR = timedelta(days=30)


def _released(campaign: Campaign) -> list[Programme]:
    return list(campaign.programmes.exclude(number=None).order_by("number"))


def _releases(programmes: list[Programme]) -> list[Release]:
    """Two statements, however many versions there are."""
    parts: dict[int, list[tuple[int, str]]] = {}
    rows = SlotPart.objects.filter(slot__programme__in=programmes).values_list("slot_id", "actor_id", "part")
    for slot, actor, part in rows:
        parts.setdefault(slot, []).append((actor, part))
    found: dict[int, dict[UUID, Standing]] = {programme.pk: {} for programme in programmes}
    slots = Slot.objects.filter(programme__in=programmes).values_list(
        "programme_id", "pk", "key", "event_id", "title", "starts_at", "ends_at"
    )
    for programme, pk, key, event, title, starts, ends in slots:
        facts = (event, tuple(sorted(title.items())), starts, ends, tuple(sorted(parts.get(pk, []))))
        found[programme][key] = Standing(pk, event, facts)
    return [
        Release(programme.number or 0, programme.released_at or clock.now(), found[programme.pk])
        for programme in programmes
    ]


@dataclass(frozen=True, slots=True)
class Version:
    """A released version as the list shows it."""

    programme: Programme
    changes: int


def versions_of(campaign: Campaign) -> list[Version]:
    """The released versions, newest first, each with how much it changed."""
    programmes = _released(campaign)
    releases = _releases(programmes)
    pairs = zip(programmes, [None, *releases], releases, strict=False)
    return [Version(programme, count_changes(before, after)) for programme, before, after in pairs][::-1]


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one released version to another; from nothing where `before` is None."""

    before: Programme | None
    after: Programme
    changes: Changes


def difference(campaign: Campaign, *, since: int, to: int) -> Difference | None:
    """Between two versions by number, the older one first whichever was named first. None where there is no such."""
    by_number = {programme.number: programme for programme in _released(campaign)}
    since, to = sorted((since, to))
    if to not in by_number or (since and since not in by_number):
        return None
    before, after = by_number.get(since), by_number[to]
    return Difference(before, after, changes(slots_of(before), slots_of(after)))


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A slot as calendars keep it: `sequence` rises whenever it changes, and only then."""

    slot: Slot
    sequence: int
    changed_at: datetime
    is_gone: bool


def calendar_of(campaign: Campaign) -> list[CalendarEntry]:
    """The slots of the newest version, and those that were taken out of it and are not long past.

    The number of statements does not grow with versions, slots or notices.
    """
    releases = _releases(_released(campaign))
    notices = Notice.objects.filter(event__campaign=campaign).values_list("event_id", "version", "at")
    found = {life.row: life for life in lives(releases, [Heard(*row) for row in notices])}
    since = clock.now() - GONE_FOR
    entries = [
        CalendarEntry(slot, found[slot.pk].changes, found[slot.pk].at, found[slot.pk].is_gone)
        for slot in whole_slots().filter(pk__in=found)
        if not found[slot.pk].is_gone or slot.starts_at > since
    ]
    return sorted(entries, key=lambda entry: (entry.slot.starts_at, str(entry.slot.key)))
