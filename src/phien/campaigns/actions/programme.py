"""The programme: people edit a working copy; releasing it makes a numbered version that is never changed again."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from phien.campaigns.editions import edition_of
from phien.campaigns.errors import NothingChanged
from phien.campaigns.models import Campaign, Event, Programme, Slot, SlotPart
from phien.campaigns.programme import changes
from phien.editions.actions import renew
from phien.lib import clock
from phien.lib.texts import Text
from phien.people.models import Actor

Parts = Mapping[str, Iterable[Actor]]


@transaction.atomic
def working_copy(*, campaign: Campaign) -> Programme:
    """The version that is being edited; made from the newest release where there is none."""
    found = campaign.programmes.filter(number=None).first()
    if found is not None:
        return found
    working = Programme.objects.create(campaign=campaign)
    newest = _newest(campaign)
    if newest is not None:
        _copy(newest, working)
    return working


@transaction.atomic
def add_slot(
    *,
    campaign: Campaign,
    event: Event,
    title: object,
    starts_at: datetime,
    ends_at: datetime,
    parts: Parts,
    key: uuid.UUID | None = None,
) -> Slot:
    """A new slot in the working copy. `parts` maps SlotPart.Part to the people who take it."""
    slot = Slot(programme=working_copy(campaign=campaign), key=key or uuid.uuid4())
    return _stored(slot, event, title, starts_at, ends_at, parts)


@transaction.atomic
def change_slot(
    *, slot: Slot, event: Event, title: object, starts_at: datetime, ends_at: datetime, parts: Parts
) -> Slot:
    slot.parts.all().delete()
    return _stored(slot, event, title, starts_at, ends_at, parts)


def remove_slot(*, slot: Slot) -> None:
    """Out of the working copy; released versions keep theirs."""
    slot.delete()


@transaction.atomic
def release_programme(*, campaign: Campaign, note: object = "") -> Programme:
    """Make the working copy public as the next version. Raises NothingChanged."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    working = working_copy(campaign=campaign)
    newest = _newest(campaign)
    slots = working.slots.prefetch_related("parts")
    if not changes(newest.slots.prefetch_related("parts") if newest else [], slots):
        raise NothingChanged
    released = Programme.objects.create(
        campaign=campaign,
        number=(newest.number or 0) + 1 if newest else 1,
        released_at=clock.now(),
        note=Text.of(note),
    )
    _copy(working, released)
    renew(edition_of(campaign.pk))
    return released


@transaction.atomic
def revert_working_copy(*, campaign: Campaign) -> Programme:
    """Throw the edits away: the working copy is again what is released."""
    campaign.programmes.filter(number=None).delete()
    return working_copy(campaign=campaign)


def _newest(campaign: Campaign) -> Programme | None:
    return campaign.programmes.exclude(number=None).order_by("-number").first()


def _copy(source: Programme, target: Programme) -> None:
    parts = []
    for slot in source.slots.prefetch_related("parts"):
        copy = Slot.objects.create(
            programme=target, event_id=slot.event_id, key=slot.key, title=slot.title,
            starts_at=slot.starts_at, ends_at=slot.ends_at,
        )  # fmt: skip
        parts += [SlotPart(slot=copy, actor_id=part.actor_id, part=part.part) for part in slot.parts.all()]
    SlotPart.objects.bulk_create(parts)


def _stored(slot: Slot, event: Event, title: object, starts_at: datetime, ends_at: datetime, parts: Parts) -> Slot:
    slot.event, slot.title, slot.starts_at, slot.ends_at = event, Text.of(title), starts_at, ends_at
    slot.save()
    SlotPart.objects.bulk_create(
        SlotPart(slot=slot, actor=actor, part=SlotPart.Part(part)) for part, actors in parts.items() for actor in actors
    )
    return slot
