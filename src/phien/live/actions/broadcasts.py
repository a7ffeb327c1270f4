"""Schedule, start, interrupt, resume and end a broadcast."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from phien.campaigns.actions import note_began, note_finished
from phien.campaigns.models import Event
from phien.content.actions import make_link
from phien.evidence import actions as evidence
from phien.lib import clock
from phien.lib.errors import Refused
from phien.live.actions.gate import check_gate
from phien.live.actions.moments import locked, note
from phien.live.actions.pins import take_down
from phien.live.actions.recordings import open_recording
from phien.live.actions.studio import air_on_commit, tell_state
from phien.live.editions import renew_cards
from phien.live.errors import AlreadyEnded, AlreadyStarted, NameTaken, NotOn, StillOn, TooLateToReopen
from phien.live.models import LONGEST_SLOW_MODE, Broadcast, Moment
from phien.media.models import Asset
from phien.realtime import queries as messages

REOPEN_WITHIN = timedelta(hours=1)
NOT_A_SLUG = frozenset({"cases", "front", "recordings", "rules"})
"""Pages of the site have these addresses."""


def schedule_broadcast(
    *,
    event: Event,
    slug: str,
    name: dict[str, str],
    poster: Asset | None = None,
    keeps_time: bool = False,
    is_practice: bool = False,
    slow_mode_seconds: int = 0,
) -> Broadcast:
    """Plan a broadcast of an event; with its short link; the same slug again changes the plan of one that has not
    started.

    `keeps_time`: it starts and ends with the event's hours, by itself. Raises AlreadyStarted, NameTaken.
    """
    plan: dict[str, Any] = {
        "event": event,
        "name": name,
        "poster": poster,
        "keeps_time": keeps_time,
        "is_practice": is_practice,
        "slow_mode_seconds": slow_mode_seconds,
    }
    if slug in NOT_A_SLUG:
        raise NameTaken
    with transaction.atomic():
        broadcast, is_new = Broadcast.objects.select_for_update(of=("self",)).get_or_create(slug=slug, defaults=plan)
        if is_new:
            make_link(campaign=event.campaign, target=broadcast.path)
            air_on_commit(broadcast)
            renew_cards(broadcast)
            return broadcast
        if broadcast.started_at is not None:
            raise AlreadyStarted
        for field, value in plan.items():
            setattr(broadcast, field, value)
        broadcast.full_clean()
        broadcast.save()
        renew_cards(broadcast)
        return broadcast


def _facts(broadcast: Broadcast) -> dict[str, object]:
    event = broadcast.event
    return {
        "campaign": event.campaign.slug,
        "place": event.place.slug,
        "starts": broadcast.started_at.isoformat() if broadcast.started_at else None,
        "ends": broadcast.ended_at.isoformat() if broadcast.ended_at else None,
        "practice": broadcast.is_practice,
    }


@transaction.atomic
def start_broadcast(*, broadcast: Broadcast, at: datetime | None = None) -> Broadcast:
    """Go on air, at `at` or now. Raises AlreadyStarted, and what `check_gate` raises: the law asks who goes live."""
    row = locked(broadcast)
    if row.started_at is not None:
        raise AlreadyStarted
    check_gate(broadcast=row)
    row.started_at = at or clock.now()
    row.save(update_fields=["started_at"])
    note(row, Moment.Kind.STARTED, row.started_at)
    if not row.is_practice:
        note_began(event=row.event, at=row.started_at)
    evidence.record_change(noun="broadcast", key=row.slug, verb="started", facts=_facts(row), at=row.started_at)
    renew_cards(row)
    tell_state(row)
    air_on_commit(row)
    return row


@transaction.atomic
def interrupt_broadcast(*, broadcast: Broadcast, at: datetime | None = None) -> Broadcast:
    """The picture is lost; the room stays. Nothing happens when it already was. Raises NotOn."""
    row = locked(broadcast)
    if not row.is_on:
        raise NotOn
    if row.interrupted_at is None:
        row.interrupted_at = at or clock.now()
        row.save(update_fields=["interrupted_at"])
        note(row, Moment.Kind.INTERRUPTED, row.interrupted_at)
        tell_state(row)
    return row


@transaction.atomic
def resume_broadcast(*, broadcast: Broadcast, at: datetime | None = None) -> Broadcast:
    """The picture is back. Nothing happens when it was never lost. Raises NotOn."""
    row = locked(broadcast)
    if not row.is_on:
        raise NotOn
    if row.interrupted_at is not None:
        row.interrupted_at = None
        row.save(update_fields=["interrupted_at"])
        note(row, Moment.Kind.RESUMED, at or clock.now())
        tell_state(row)
    return row


@transaction.atomic
def end_broadcast(*, broadcast: Broadcast, at: datetime | None = None) -> Broadcast:
    """End it for good: the pinned product comes down, the chat closes, the goods stay on sale.

    Raises NotOn before the start, AlreadyEnded after the end.
    """
    row = locked(broadcast)
    if row.ended_at is not None:
        raise AlreadyEnded
    if row.started_at is None:
        raise NotOn
    row.ended_at = max(at or clock.now(), row.started_at)
    row.interrupted_at = row.back_soon_at = None
    row.save(update_fields=["ended_at", "interrupted_at", "back_soon_at"])
    take_down(row, row.ended_at)
    note(row, Moment.Kind.ENDED, row.ended_at)
    if not row.is_practice:
        note_finished(event=row.event, at=row.ended_at)
    evidence.record_change(noun="broadcast", key=row.slug, verb="ended", facts=_facts(row), at=row.ended_at)
    renew_cards(row)
    tell_state(row)
    air_on_commit(row)
    return row


@transaction.atomic
def reopen_broadcast(*, broadcast: Broadcast) -> Broadcast:
    """Go on with one that was ended by mistake: same room and replay. Raises StillOn, TooLateToReopen, NoRecording."""
    row = locked(broadcast)
    if row.ended_at is None or row.cut_at is not None:
        raise StillOn
    if clock.now() - row.ended_at > REOPEN_WITHIN:
        raise TooLateToReopen
    open_recording(broadcast=row)
    row.ended_at = None
    row.keeps_time = False  # else the clock would end it at once
    row.save(update_fields=["ended_at", "keeps_time"])
    note(row, Moment.Kind.RESUMED, clock.now())
    if not row.is_practice:
        note_began(event=row.event, at=row.started_at)
    evidence.record_change(noun="broadcast", key=row.slug, verb="reopened", facts=_facts(row))
    renew_cards(row)
    tell_state(row)
    air_on_commit(row)
    return row


def set_slow_mode(*, broadcast: Broadcast, seconds: int) -> None:
    """At least so many seconds between two messages of one writer; 0 turns it off."""
    Broadcast.objects.filter(pk=broadcast.pk).update(slow_mode_seconds=max(0, min(seconds, LONGEST_SLOW_MODE)))


def tick(now: datetime) -> int:
    """Start and end the broadcasts that keep time by themselves, and note what was sold; called each second.

    An announced delay moves them. Found from rows, so a tick that was missed is made good by the next. Returns how
    many changed.
    """
    changed = 0
    due = Broadcast.objects.filter(keeps_time=True, ended_at=None, event__cancelled_at=None).select_related("event")
    for broadcast in due.filter(Q(started_at=None, event__starts_at__lte=now) | Q(event__ends_at__lte=now)):
        event = broadcast.event
        try:
            if broadcast.started_at is None and event.expected_start <= now:
                start_broadcast(broadcast=broadcast, at=event.expected_start)
                changed += 1
            if event.expected_end <= now:
                end_broadcast(broadcast=broadcast, at=event.expected_end)
                changed += 1
        except Refused:
            continue  # somebody was quicker, or the gate is closed, which the desk shows
    for broadcast in Broadcast.objects.filter(started_at__isnull=False, ended_at=None):
        note_sales(broadcast=broadcast)
    return changed


def note_sales(*, broadcast: Broadcast) -> int:
    """Make a moment of each sale that the room was told of. Twice does no harm. Returns how many were new."""
    last = broadcast.moments.aggregate(last=Max("message"))["last"] or 0
    new = 0
    for message in messages.since(broadcast.topic, last):
        if message.kind != "sold":
            continue
        try:
            with transaction.atomic():
                Moment.objects.create(
                    broadcast=broadcast,
                    kind=Moment.Kind.SALE,
                    at=message.at,
                    second=broadcast.second(message.at),
                    ref=str(message.payload.get("product", ""))[:80],
                    quantity=int(message.payload.get("quantity", 0)),
                    message=message.number,
                )
                new += 1
        except IntegrityError:
            continue  # another process noted it
    return new
