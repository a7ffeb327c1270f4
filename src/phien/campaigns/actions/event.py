"""Events of a campaign, as they are planned."""

from typing import Any

from django.db import transaction

from phien.campaigns.actions.notice import notify
from phien.campaigns.editions import edition_of
from phien.campaigns.errors import EventHasSlots
from phien.campaigns.models import Campaign, Event, Notice
from phien.editions.actions import renew
from phien.people.actions import make_scope
from phien.people.models import Actor, Scope

MOVES = ("starts_at", "ends_at", "place_id")


@transaction.atomic
def add_event(*, campaign: Campaign, slug: str, **facts: Any) -> Event:
    """A new event; its scope lies below the campaign's, so organisers of the campaign organise it too."""
    scope = make_scope(kind=Scope.Kind.EVENT, label=f"{campaign.slug}/{slug}", parent=campaign.scope)
    event = Event(campaign=campaign, slug=slug, scope=scope)
    _set(event, facts)
    event.save()
    renew(edition_of(campaign.pk))
    return event


@transaction.atomic
def change_event(*, event: Event, by: Actor | None = None, **facts: Any) -> Event:
    """Other words, hours or place. Other hours and another place are a notice to those who follow the programme."""
    before = [getattr(event, name) for name in MOVES]
    _set(event, facts)
    event.save()
    if before != [getattr(event, name) for name in MOVES]:
        notify(event, Notice.What.MOVED, by=by)
    renew(edition_of(event.campaign_id))
    return event


@transaction.atomic
def remove_event(*, event: Event) -> None:
    """Only an event in which no slot stands, in no version. Raises EventHasSlots."""
    if event.slots.exists():
        raise EventHasSlots
    scope = event.scope
    event.delete()
    scope.delete()
    renew(edition_of(event.campaign_id))


def _set(event: Event, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        Event._meta.get_field(name)
        setattr(event, name, value)
