"""What the studio does around a broadcast's picture: who sends it, when it is there, what of it is public."""

from datetime import datetime

from django.db import transaction

from phien.editions.actions import renew
from phien.evidence import actions as evidence
from phien.lib import clock
from phien.live.actions.moments import locked, note
from phien.live.editions import room_edition
from phien.live.errors import NotOn
from phien.live.models import Broadcast, Moment, Take
from phien.live.queries.footage import air_of, folder_of
from phien.realtime import actions as realtime
from phien.video.folder import Take as SentTake


def write_air(broadcast: Broadcast) -> bool:
    """Tell the edge what is public, and close or open the folder for new takes. Returns whether something changed.

    It is written when the transaction has committed. The media process writes it again where a crash came between.
    """
    folder, air = folder_of(broadcast), air_of(broadcast)
    is_over = broadcast.ended_at is not None or broadcast.cut_at is not None
    changed = folder.air() != air or folder.is_closed != is_over
    if changed:
        folder.set_air(air)
        folder.close() if is_over else folder.reopen()
    return changed


def air_on_commit(broadcast: Broadcast) -> None:
    """Write the air once what was changed is on the disk."""
    pk = broadcast.pk
    transaction.on_commit(
        lambda: write_air(Broadcast.objects.select_related("event__campaign").get(pk=pk)), robust=True
    )


def tell_state(broadcast: Broadcast) -> None:
    """Tell the room which state it is in, so that pages change without a reload."""
    renew(room_edition(broadcast))
    payload = {"state": str(broadcast.state), "back_soon": broadcast.back_soon_at is not None}
    realtime.publish(topic=broadcast.topic, kind="state", payload=payload)


@transaction.atomic
def note_take(*, broadcast: Broadcast, take: SentTake) -> Take:
    """A sender began. The same take again changes nothing."""
    began = datetime.fromtimestamp(take.opened, tz=clock.now().tzinfo)
    publisher = f"{take.label} ({take.publisher})" if take.label else take.publisher
    row, is_new = Take.objects.get_or_create(
        broadcast=broadcast,
        code=take.code,
        defaults={"via": take.via, "publisher": publisher[:80], "began_at": began},
    )
    if is_new:
        _record_take(broadcast, take.code, "began", via=str(take.via))
    return row


@transaction.atomic
def end_take(*, broadcast: Broadcast, code: str, reason: str) -> None:
    """A sender stopped, was lost, or was sent away."""
    rows = Take.objects.filter(broadcast=broadcast, code=code, ended_at=None)
    if rows.update(ended_at=clock.now(), reason=reason[:40]):
        _record_take(broadcast, code, "ended", reason=reason[:40])


def _record_take(broadcast: Broadcast, code: str, verb: str, **facts: object) -> None:
    """Who sent is not in evidence: it may be a guest's name."""
    facts |= {"broadcast": broadcast.slug}
    evidence.record_change(noun="take", key=f"{broadcast.slug}-{code}"[:120], verb=verb, facts=facts)


def note_picture(*, broadcast: Broadcast, at: datetime) -> None:
    """A picture came in at `at`."""
    Broadcast.objects.filter(pk=broadcast.pk).update(picture_at=at)


@transaction.atomic
def back_soon(*, broadcast: Broadcast) -> Broadcast:
    """A pause: the room shows its slate until `back_again`. Nothing happens when it pauses already. Raises NotOn."""
    row = locked(broadcast)
    if not row.is_on:
        raise NotOn
    if row.back_soon_at is None:
        row.back_soon_at = clock.now()
        row.save(update_fields=["back_soon_at"])
        note(row, Moment.Kind.BACK_SOON, row.back_soon_at)
        tell_state(row)
    return row


@transaction.atomic
def back_again(*, broadcast: Broadcast) -> Broadcast:
    """The pause is over. Nothing happens when there was none. Raises NotOn."""
    row = locked(broadcast)
    if not row.is_on:
        raise NotOn
    if row.back_soon_at is not None:
        row.back_soon_at = None
        row.save(update_fields=["back_soon_at"])
        note(row, Moment.Kind.RESUMED, clock.now())
        tell_state(row)
    return row


@transaction.atomic
def set_low_latency(*, broadcast: Broadcast, is_on: bool) -> None:
    """About 2 s behind, or plain HLS for a large audience."""
    Broadcast.objects.filter(pk=broadcast.pk).update(low_latency=is_on)
    renew(room_edition(broadcast))
    air_on_commit(broadcast)


def set_second_publisher(*, broadcast: Broadcast, choice: str) -> None:
    """Whether a second sender is refused or takes over."""
    Broadcast.objects.filter(pk=broadcast.pk).update(second_publisher=Broadcast.SecondPublisher(choice))


@transaction.atomic
def set_disclosure(*, broadcast: Broadcast, is_paid_promotion: bool, has_ai_presenter: bool) -> None:
    """What the screen says of who pays and who speaks."""
    told = {"is_paid_promotion": is_paid_promotion, "has_ai_presenter": has_ai_presenter}
    if Broadcast.objects.filter(pk=broadcast.pk).exclude(**told).update(**told):
        evidence.record_change(noun="broadcast", key=broadcast.slug, verb="disclosed", facts=told)
        renew(room_edition(broadcast))
