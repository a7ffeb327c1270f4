"""Campaigns, their phases and chapters."""

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from phien.campaigns.editions import CAMPAIGNS, edition_of
from phien.campaigns.errors import AddressTaken
from phien.campaigns.models import Campaign, Chapter, Event, Phase, Programme, Slot, SlotPart
from phien.editions.actions import renew
from phien.media.models import Asset
from phien.people.actions import give_role, make_scope
from phien.people.models import Actor, Role, Scope


@transaction.atomic
def add_campaign(*, slug: str, name: object, organiser: Actor, by: Actor | None = None, **facts: Any) -> Campaign:
    """A new campaign with its scope. Its organiser, and who adds it, hold the organiser's duty over it."""
    if Campaign.objects.filter(slug=slug).exists():
        raise AddressTaken
    scope = make_scope(kind=Scope.Kind.CAMPAIGN, label=slug)
    campaign = _stored(Campaign(slug=slug, scope=scope), {"name": name, "organiser": organiser, **facts})
    for actor in {organiser, by or organiser}:
        give_role(actor=actor, duty=Role.Duty.ORGANISER, scope=scope)
    return campaign


def change_campaign(*, campaign: Campaign, **facts: Any) -> Campaign:
    try:
        with transaction.atomic():
            return _stored(campaign, facts)
    except IntegrityError as error:
        if Campaign.objects.filter(slug=campaign.slug).exclude(pk=campaign.pk).exists():
            raise AddressTaken from error
        raise


@transaction.atomic
def show_cover(*, campaign: Campaign, cover: Asset | None) -> None:
    """Put a picture at the head of the campaign's page, or take it off."""
    campaign.cover = cover
    campaign.save(update_fields=["cover"])
    renew(edition_of(campaign.pk), CAMPAIGNS)


@transaction.atomic
def add_phase(*, campaign: Campaign, **facts: Any) -> Phase:
    return _stored(Phase(campaign=campaign), facts)


@transaction.atomic
def change_phase(*, phase: Phase, **facts: Any) -> Phase:
    return _stored(phase, facts)


@transaction.atomic
def remove_phase(*, phase: Phase) -> None:
    phase.delete()
    renew(edition_of(phase.campaign_id))


@transaction.atomic
def add_chapter(*, campaign: Campaign, slug: str, **facts: Any) -> Chapter:
    """A chapter, or the one that already has this slug with new words."""
    chapter = Chapter.objects.filter(campaign=campaign, slug=slug).first() or Chapter(campaign=campaign, slug=slug)
    return _stored(chapter, facts)


@transaction.atomic
def clone_campaign(*, campaign: Campaign, slug: str, starts_at: datetime, by: Actor, **facts: Any) -> Campaign:
    """The same campaign once more, beginning at another time: words, phases, events, programme and roles of people who
    still hold them. It is not public; offers, clips and links are not copied, since they belong to their own day."""
    shift = starts_at - campaign.starts_at
    kept = {
        name: getattr(campaign, name) for name in ("name", "lead", "story", "hashtags", "place", "cover")
    }  # fmt: skip
    copy = add_campaign(
        slug=slug,
        organiser=campaign.organiser,
        by=by,
        edition=campaign.edition + 1,
        starts_at=starts_at,
        ends_at=campaign.ends_at + shift,
        **{**kept, **facts},
    )
    for chapter in campaign.chapters.all():
        add_chapter(campaign=copy, slug=chapter.slug, name=chapter.name, position=chapter.position)
    for phase in campaign.phases.all():
        add_phase(
            campaign=copy, kind=phase.kind, name=phase.name, owner=phase.owner,
            starts_at=phase.starts_at + shift, ends_at=phase.ends_at + shift,
        )  # fmt: skip
    for role in Role.objects.current().filter(scope=campaign.scope).exclude(duty=Role.Duty.ORGANISER):
        give_role(actor=role.actor, duty=role.duty, scope=copy.scope)
    events = {}
    for event in campaign.events.all():
        scope = make_scope(kind=Scope.Kind.EVENT, label=f"{slug}/{event.slug}", parent=copy.scope)
        events[event.pk] = Event.objects.create(
            campaign=copy, slug=event.slug, kind=event.kind, name=event.name, lead=event.lead, place=event.place,
            scope=scope, starts_at=event.starts_at + shift, ends_at=event.ends_at + shift,
        )  # fmt: skip
    newest = campaign.programmes.exclude(number=None).order_by("-number").first()
    if newest is not None:
        working = Programme.objects.create(campaign=copy)
        for slot in newest.slots.prefetch_related("parts"):
            slot_copy = Slot.objects.create(
                programme=working, event=events[slot.event_id], key=uuid.uuid4(), title=slot.title,
                starts_at=slot.starts_at + shift, ends_at=slot.ends_at + shift,
            )  # fmt: skip
            SlotPart.objects.bulk_create(
                SlotPart(slot=slot_copy, actor_id=part.actor_id, part=part.part) for part in slot.parts.all()
            )
    return copy


def _stored[Row: (Campaign, Phase, Chapter)](row: Row, facts: dict[str, Any]) -> Row:
    for name, value in facts.items():
        row._meta.get_field(name)
        setattr(row, name, value)
    row.save()
    if isinstance(row, Campaign):
        renew(edition_of(row.pk), CAMPAIGNS)
    else:
        renew(edition_of(row.campaign_id))
    return row
