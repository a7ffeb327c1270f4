"""Tell from the wall that a broadcast's event is late, cancelled or takes place after all; its room hears of it."""

from django.db import transaction

from phien.campaigns import actions as campaigns
from phien.live.models import Broadcast
from phien.people.models import Actor
from phien.realtime import actions as realtime


@transaction.atomic
def announce_delay(*, broadcast: Broadcast, minutes: int, note: object = "", by: Actor | None = None) -> None:
    """0 minutes take it back. Raises EventIsCancelled, EventIsOver."""
    campaigns.announce_delay(event=broadcast.event, minutes=minutes, note=note, by=by)
    _tell(broadcast)


@transaction.atomic
def cancel(*, broadcast: Broadcast, note: object = "", by: Actor | None = None) -> None:
    """Raises EventIsOver."""
    campaigns.cancel_event(event=broadcast.event, note=note, by=by)
    _tell(broadcast)


@transaction.atomic
def take_place(*, broadcast: Broadcast, by: Actor | None = None) -> None:
    """It takes place after all."""
    campaigns.resume_event(event=broadcast.event, by=by)
    _tell(broadcast)


def _tell(broadcast: Broadcast) -> None:
    realtime.publish(topic=broadcast.topic, kind="plan", payload={})
