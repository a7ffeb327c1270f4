"""What really becomes of an event: late, cancelled, begun, finished."""

from datetime import datetime

from django.db import transaction

from phien.campaigns.actions.notice import held, notify
from phien.campaigns.editions import edition_of
from phien.campaigns.errors import EventIsCancelled, EventIsOver
from phien.campaigns.models import Event, Notice
from phien.editions.actions import renew
from phien.lib import clock
from phien.lib.texts import Text
from phien.people.models import Actor

LONGEST_DELAY = 720


@transaction.atomic
def announce_delay(*, event: Event, minutes: int, note: object = "", by: Actor | None = None) -> Event:
    """Everything in the event is `minutes` (0 to 720) later than planned; 0 takes it back.

    What was announced already changes nothing. Raises EventIsCancelled, EventIsOver.
    """
    row = held(event)
    if row.cancelled_at is not None:
        raise EventIsCancelled
    if row.state() == "over":
        raise EventIsOver
    minutes, words = max(0, min(minutes, LONGEST_DELAY)), Text.of(note)
    if (row.delay_minutes, dict(row.delay_note)) != (minutes, dict(words)):
        row.delay_minutes, row.delay_note = minutes, words
        row.save(update_fields=["delay_minutes", "delay_note"])
        notify(row, Notice.What.DELAYED if minutes else Notice.What.ON_TIME, minutes=minutes, note=words, by=by)
    return row


@transaction.atomic
def cancel_event(*, event: Event, note: object = "", by: Actor | None = None) -> Event:
    """The event does not take place. It stays in the programme, struck out, so that nobody waits for it.

    Raises EventIsOver where it has taken place already.
    """
    row = held(event)
    if row.finished_at is not None:
        raise EventIsOver
    if row.cancelled_at is None:
        row.cancelled_at, row.cancel_note = clock.now(), Text.of(note)
        row.save(update_fields=["cancelled_at", "cancel_note"])
        notify(row, Notice.What.CANCELLED, note=row.cancel_note, by=by)
    return row


@transaction.atomic
def resume_event(*, event: Event, by: Actor | None = None) -> Event:
    """It takes place after all."""
    row = held(event)
    if row.cancelled_at is not None:
        row.cancelled_at, row.cancel_note = None, Text()
        row.save(update_fields=["cancelled_at", "cancel_note"])
        notify(row, Notice.What.RESUMED, by=by)
    return row


@transaction.atomic
def note_began(*, event: Event, at: datetime | None = None) -> Event:
    """It really began at `at` or now. Of several beginnings the first counts; after an end it goes on."""
    row = held(event)
    at = at or clock.now()
    row.began_at = min(row.began_at or at, at)
    row.finished_at = None
    row.save(update_fields=["began_at", "finished_at"])
    renew(edition_of(row.campaign_id))
    return row


@transaction.atomic
def note_finished(*, event: Event, at: datetime | None = None) -> Event:
    """It was really over at `at` or now. Of several ends the last counts; what never began has no end."""
    row = held(event)
    if row.began_at is not None:
        row.finished_at = max(at or clock.now(), row.began_at, row.finished_at or row.began_at)
        row.save(update_fields=["finished_at"])
        renew(edition_of(row.campaign_id))
    return row
