"""Those who wrote, reported and came as guests are forgotten: in time, or when they ask for it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from phien.live.models import Ban, Complaint, GuestLink, HeldMessage, Mute, Writer
from phien.realtime import actions as realtime
from phien.realtime.models import Message

SAID = {"name": "", "text": "", "key": ""}
"""What is erased of a message in a room."""


def held_by_law() -> Q:
    """Rows of broadcasts that an authority asked to keep."""
    return Q(broadcast__recording__held_at__isnull=False)


def waiting_past(before: datetime) -> QuerySet[HeldMessage]:
    """Messages that waited and were not shown, written before this moment."""
    return HeldMessage.objects.filter(at__lt=before).exclude(held_by_law()).exclude(name="", text="")


def complaints_past(before: datetime) -> QuerySet[Complaint]:
    return Complaint.objects.filter(decided_at__lt=before).exclude(held_by_law()).exclude(text="", answer="")


def guests_past(before: datetime) -> QuerySet[GuestLink]:
    return GuestLink.objects.filter(expires_at__lt=before)


def kept_out_past(before: datetime) -> tuple[QuerySet[Mute], QuerySet[Ban]]:
    """Mutes and bans that have long been over and still show a name."""
    over = Q(until__lt=before) | Q(lifted_at__lt=before)
    named = ~Q(author_name="", author_key="")
    mutes = Mute.objects.filter(named, over | Q(broadcast__ended_at__lt=before, until=None))
    return mutes, Ban.objects.filter(named, over)


def _slice[Row: (HeldMessage, Complaint, GuestLink, Mute, Ban)](rows: QuerySet[Row], most: int) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def forget_waiting(*, before: datetime, most: int) -> int:
    """Empty the oldest messages that waited; the rows stay and say how many there were."""
    ids = _slice(waiting_past(before), most)
    return HeldMessage.objects.filter(pk__in=ids).update(name="", text="", author_key="", address_hash="")


def forget_complaints(*, before: datetime, most: int) -> int:
    """Empty what was reported and answered; reason, times and decision stay."""
    ids = _slice(complaints_past(before), most)
    return Complaint.objects.filter(pk__in=ids).update(text="", answer="", contact="")


def forget_guests(*, before: datetime, most: int) -> int:
    """Delete links that have long expired."""
    return GuestLink.objects.filter(pk__in=_slice(guests_past(before), most)).delete()[0]


def forget_kept_out(*, before: datetime, most: int) -> int:
    """Empty the names of those who may write again; reason and times stay."""
    forgotten = 0
    for rows in kept_out_past(before):
        ids = list(rows.order_by("pk").values_list("pk", flat=True)[:most])
        forgotten += rows.model.objects.filter(pk__in=ids).update(author_name="", author_key="", address_hash="")
    return forgotten


@transaction.atomic
def erase_messages(*, messages: Collection[Message]) -> None:
    """Take what somebody wrote out of rooms, on open pages too, and its words with it."""
    for row in sorted(messages, key=lambda row: (row.topic.name, row.number)):
        realtime.erase(topic=row.topic.name, number=row.number, blank=SAID)


@transaction.atomic
def erase_writer(
    *,
    waiting: Collection[int],
    mutes: Collection[int],
    bans: Collection[int],
    writers: Collection[int],
) -> None:
    """Forget a writer's waiting messages, ended mutes and bans, and from where they wrote; by primary keys."""
    empty = {"author_key": "", "address_hash": ""}
    HeldMessage.objects.filter(pk__in=waiting).update(name="", text="", **empty)
    Mute.objects.filter(pk__in=mutes).update(author_name="", **empty)
    Ban.objects.filter(pk__in=bans).update(author_name="", **empty)
    Writer.objects.filter(pk__in=writers).delete()


@transaction.atomic
def erase_contacts(*, complaints: Collection[int]) -> int:
    """Forget who reported; the case and its clock stay."""
    return Complaint.objects.filter(pk__in=complaints).update(contact="", text="")
