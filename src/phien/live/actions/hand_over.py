"""Hand a broadcast over to other presenters. Who sends the picture is another matter: that is the cameras'."""

from django.db import transaction

from phien.campaigns.models import Slot
from phien.editions.actions import renew
from phien.lib import clock
from phien.live.actions.moments import locked, note
from phien.live.editions import room_edition
from phien.live.errors import NotOn, SlotElsewhere
from phien.live.models import Broadcast, Moment
from phien.live.queries.room import now_and_next, stretches_of
from phien.people.models import Actor
from phien.realtime import actions as realtime


@transaction.atomic
def hand_over(*, broadcast: Broadcast, slot: Slot | None, by: Actor | None) -> Broadcast:
    """The slot's people present from now on, whatever the clock says, until the next slot begins by the clock;
    None goes back to the clock at once. The slot stands in the newest released programme.

    Raises NotOn, SlotElsewhere. Handing over to who presents by hand already changes nothing.
    """
    row = locked(broadcast)
    if not row.is_on:
        raise NotOn
    now, stretches = clock.now(), stretches_of(row)
    key = slot.key if slot is not None else None
    if slot is not None and slot.pk not in {stretch.slot.pk for stretch in stretches}:
        raise SlotElsewhere
    current, _coming = now_and_next(stretches, now, row)
    if key == row.slot_key and (key is None or (current is not None and current.slot.key == key)):
        return row
    row.slot_key, row.handed_at = key, now if key is not None else None
    row.save(update_fields=["slot_key", "handed_at"])
    renew(room_edition(row))
    current, _coming = now_and_next(stretches, now, row)
    note(row, Moment.Kind.HANDED_OVER, now, slot=current.slot if current is not None else None)
    realtime.publish(
        topic=row.topic,
        kind="handed_over",
        payload={
            "slot": str(current.slot.key) if current is not None else None,
            "at": now.isoformat(),
            "presenters": [dict(person.name) for person in current.presenters] if current is not None else [],
        },
    )
    return row
