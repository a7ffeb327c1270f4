"""Two people label a sample, each by themselves; where they disagree a third, or the two together, settle it."""

from typing import Any

from django.db import IntegrityError, transaction

from phien.evidence.actions import record_change, record_changes
from phien.lib import clock
from phien.people.models import Actor
from phien.sentiment.errors import (
    CommentGone,
    LabelledAlready,
    NoSeat,
    NotDisputed,
    NothingToTakeBack,
    SampleClosed,
    SeatsTaken,
)
from phien.sentiment.models import Item, Label, Sample, Seat, Verdict
from phien.sentiment.queries.samples import progress_of

SETTLED = "c"
"""What evidence calls a label that settles a disagreement."""


@transaction.atomic
def sit_down(*, sample: Sample, actor: Actor) -> Seat:
    """Become one of the two; who is already keeps their seat. Raises SampleClosed, SeatsTaken."""
    row = _open(sample)
    seats = list(Seat.objects.filter(sample=row))
    own = next((seat for seat in seats if seat.actor_id == actor.pk), None)
    if own is not None:
        return own
    free = [coder for coder in Seat.Coder if coder not in {seat.coder for seat in seats}]
    if not free:
        raise SeatsTaken
    return Seat.objects.create(sample=row, coder=free[0], actor=actor, since=clock.now())


@transaction.atomic
def free_seat(*, seat: Seat) -> int:
    """Somebody else takes over: the labels given from this seat go, and evidence keeps that they were taken back.
    Gives how many. Raises SampleClosed."""
    sample = _open(seat.sample)
    labels = list(Label.objects.filter(seat=seat).select_related("item__comment"))
    facts = [(_key(label.item), _facts(sample, label.item, seat.coder, label.said)) for label in labels]
    record_changes(noun="label", verb="taken_back", of=facts)
    settled = Item.objects.filter(sample=sample).exclude(settled="")
    for item in settled.select_related("comment"):
        record_change(
            noun="label", key=_key(item), verb="taken_back", facts=_facts(sample, item, SETTLED, item.settled)
        )
    settled.update(settled="", settled_how="", settled_at=None, settled_by=None)
    seat.delete()
    return len(labels)


@transaction.atomic
def give_label(*, item: Item, said: str, by: Actor) -> Label:
    """Raises SampleClosed, NoSeat, CommentGone, LabelledAlready."""
    sample = _open(item.sample)
    seat = Seat.objects.filter(sample=sample, actor=by).first()
    if seat is None:
        raise NoSeat
    if item.comment.deleted_at is not None:
        raise CommentGone
    try:
        with transaction.atomic():
            label = Label.objects.create(item=item, seat=seat, said=Verdict(said), at=clock.now())
    except IntegrityError as error:
        raise LabelledAlready from error
    record_change(noun="label", key=_key(item), verb="given", facts=_facts(sample, item, seat.coder, said))
    return label


@transaction.atomic
def take_back(*, sample: Sample, by: Actor) -> Item:
    """Take the person's newest label back, and give the comment that it was of. Raises SampleClosed, NoSeat,
    NothingToTakeBack (also once the comment's disagreement is settled)."""
    row = _open(sample)
    seat = Seat.objects.filter(sample=row, actor=by).first()
    if seat is None:
        raise NoSeat
    label = Label.objects.filter(seat=seat).select_related("item__comment").order_by("-at", "-pk").first()
    if label is None or label.item.settled:
        raise NothingToTakeBack
    item = label.item
    record_change(noun="label", key=_key(item), verb="taken_back", facts=_facts(row, item, seat.coder, label.said))
    label.delete()
    return item


@transaction.atomic
def settle(*, item: Item, said: str, by: Actor) -> Item:
    """Say what a comment is on which the two disagree: as a third person, or for the two together where `by` is one
    of them. It may be settled anew until the sample is closed. Raises SampleClosed, NotBothDone, NotDisputed."""
    sample = _open(item.sample)
    progress_of(sample).check_both_done()
    labels = list(Label.objects.filter(item=item).values_list("said", flat=True))
    if len(labels) < 2 or labels[0] == labels[1]:
        raise NotDisputed
    is_one_of_them = Seat.objects.filter(sample=sample, actor=by).exists()
    item.settled = Verdict(said)
    item.settled_how = Item.How.TOGETHER if is_one_of_them else Item.How.THIRD
    item.settled_at, item.settled_by = clock.now(), by
    item.save(update_fields=["settled", "settled_how", "settled_at", "settled_by"])
    facts = _facts(sample, item, SETTLED, said) | {"how": str(item.settled_how)}
    record_change(noun="label", key=_key(item), verb="given", facts=facts)
    return item


def _open(sample: Sample) -> Sample:
    """The sample, held until the transaction ends. Raises SampleClosed."""
    row = Sample.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=sample.pk)
    if not row.is_open:
        raise SampleClosed
    return row


def _key(item: Item) -> str:
    return f"{item.sample.key}/{item.comment.key}"


def _facts(sample: Sample, item: Item, coder: str, said: str) -> dict[str, Any]:
    """No names: the two are a and b."""
    return {
        "campaign": sample.campaign.slug,
        "sample": sample.key,
        "item": item.comment.key,
        "coder": str(coder),
        "label": str(said),
    }
