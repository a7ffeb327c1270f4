"""Events of a campaign."""

from typing import Any

from django.db import transaction

from phien.campaigns.errors import EventHasSlots
from phien.campaigns.models import Campaign, Event
from phien.lib import clock
from phien.people.actions import make_scope
from phien.people.models import Scope


@transaction.atomic
def add_event(*, campaign: Campaign, slug: str, **facts: Any) -> Event:
    """A new event; its scope lies below the campaign's, so organisers of the campaign organise it too."""
    scope = make_scope(kind=Scope.Kind.EVENT, label=f"{campaign.slug}/{slug}", parent=campaign.scope)
    return _stored(Event(campaign=campaign, slug=slug, scope=scope), facts)


def change_event(*, event: Event, **facts: Any) -> Event:
    return _stored(event, facts)


def cancel_event(*, event: Event) -> None:
    """The event does not take place. It stays in the programme, struck out, so that nobody waits for it."""
    if event.cancelled_at is None:
        event.cancelled_at = clock.now()
        event.save(update_fields=["cancelled_at"])


def resume_event(*, event: Event) -> None:
    """It takes place after all."""
    event.cancelled_at = None
    event.save(update_fields=["cancelled_at"])


@transaction.atomic
def remove_event(*, event: Event) -> None:
    """Only an event in which no slot stands, in no version. Raises EventHasSlots."""
    if event.slots.exists():
        raise EventHasSlots
    scope = event.scope
    event.delete()
    scope.delete()


def _stored(event: Event, facts: dict[str, Any]) -> Event:
    for name, value in facts.items():
        Event._meta.get_field(name)
        setattr(event, name, value)
    event.save()
    return event
