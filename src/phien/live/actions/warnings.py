"""Words over the picture that every viewer sees."""

from django.db import transaction

from phien.editions.actions import renew
from phien.lib import clock
from phien.lib.texts import Text
from phien.live.actions.moments import locked, note
from phien.live.editions import room_edition
from phien.live.models import Broadcast, Moment
from phien.realtime import actions as realtime


@transaction.atomic
def set_warning(*, broadcast: Broadcast, text: dict[str, str]) -> None:
    """Show a warning over the picture in place of the one before; an empty one takes it down.

    Rooms show it when their picture comes to that moment. Nothing happens when it stands there already.
    """
    row, now, text = locked(broadcast), clock.now(), Text.of(text)
    if dict(row.warning) == dict(text):
        return
    row.warning = text
    row.save(update_fields=["warning"])
    renew(room_edition(row))
    if text:
        note(row, Moment.Kind.WARNING, now)
    realtime.publish(topic=row.topic, kind="warning", payload={"at": now.isoformat(), "text": dict(text)})
