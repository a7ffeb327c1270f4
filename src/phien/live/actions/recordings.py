"""What remains of a broadcast: sealed when whole, kept as long as the law asks, or held longer, then deleted.

The row stays for good. Footage goes in one rename, under the row's lock, so that a hold and a deletion never cross.
"""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from phien.evidence import actions as evidence
from phien.lib import clock
from phien.live.actions.studio import air_on_commit
from phien.live.errors import NoRecording, NotOverYet, RecordingHeld
from phien.live.models import Broadcast, Recording
from phien.live.queries.footage import folder_of
from phien.people.models import Actor
from phien.realtime import actions as realtime
from phien.video.footage import footage_of

PER_TICK = 3
"""Recordings deleted in one second."""
GONE = ".gone-"
"""What a folder's name begins with between its deletion and its end."""
TIME_IS_OVER = "retention"
"""Stands as the reason where no person deleted it."""


def _key(broadcast: Broadcast) -> str:
    return broadcast.slug


def _locked(broadcast: Broadcast) -> Recording:
    """The broadcast's recording, made where there is none yet, held until the transaction ends."""
    Recording.objects.get_or_create(broadcast=broadcast)
    rows = Recording.objects.select_for_update(of=("self",)).select_related("broadcast__event__campaign")
    return rows.get(broadcast=broadcast)


@transaction.atomic
def seal_recording(*, broadcast: Broadcast) -> Recording:
    """The broadcast is over and all its footage is packaged: measure what is there and from now on keep it.

    Sealing again measures again, as after footage that came late; the period still counts from the end.
    Raises NotOverYet.
    """
    if broadcast.ended_at is None:
        raise NotOverYet
    row = _locked(broadcast)
    footage = footage_of(folder_of(broadcast))
    row.sealed_at = clock.now()
    row.seconds, row.frames, row.size = footage.seconds, footage.frames, footage.size
    row.sha256 = ""
    row.keep_until = broadcast.ended_at + timedelta(days=settings.PHIEN_RECORDING_DAYS)
    row.save(update_fields=["sealed_at", "seconds", "frames", "size", "sha256", "keep_until"])
    facts = {
        "seconds": round(row.seconds, 3),
        "frames": row.frames,
        "bytes": row.size,
        "keep_until": row.keep_until.isoformat(),
    }
    evidence.record_change(noun="recording", key=_key(broadcast), verb="sealed", facts=facts)
    return row


def open_recording(*, broadcast: Broadcast) -> None:
    """The broadcast goes on: what was sealed is no longer whole. Raises NoRecording where it was deleted."""
    rows = Recording.objects.filter(broadcast=broadcast)
    if rows.filter(deleted_at__isnull=False).exists():
        raise NoRecording
    rows.update(sealed_at=None, keep_until=None, sha256="")


@transaction.atomic
def hold_recording(*, broadcast: Broadcast, reason: str, by: Actor) -> Recording:
    """Keep the recording, and what was written in the room, until the hold is released. A second reason replaces the
    first. It may be held before it ends. Raises NoRecording where it was deleted."""
    row = _locked(broadcast)
    if row.deleted_at is not None:
        raise NoRecording
    row.held_at = row.held_at or clock.now()
    row.held_reason = reason
    row.save(update_fields=["held_at", "held_reason"])
    realtime.hold(topic=broadcast.topic)
    evidence.record_change(noun="recording", key=_key(broadcast), verb="held", facts={"by": by.slug})
    return row


@transaction.atomic
def release_recording(*, broadcast: Broadcast, reason: str, by: Actor) -> Recording:
    """The hold is over: what is past its time goes with the next round. Nothing happens when it is not held."""
    row = _locked(broadcast)
    if row.held_at is not None:
        row.held_at, row.held_reason = None, reason
        row.save(update_fields=["held_at", "held_reason"])
        realtime.let_go(topic=broadcast.topic)
        evidence.record_change(noun="recording", key=_key(broadcast), verb="released", facts={"by": by.slug})
    return row


@transaction.atomic
def show_replay(*, broadcast: Broadcast, is_public: bool, by: Actor) -> Recording:
    """Let everyone see the replay, or keep it for the law alone. Raises NoRecording where it was deleted."""
    row = _locked(broadcast)
    if row.deleted_at is not None:
        raise NoRecording
    if row.is_public != is_public:
        row.is_public = is_public
        row.save(update_fields=["is_public"])
        verb = "shown" if is_public else "withdrawn"
        evidence.record_change(noun="recording", key=_key(broadcast), verb=verb, facts={"by": by.slug})
        air_on_commit(broadcast)
    return row


def delete_recording(*, broadcast: Broadcast, reason: str, by: Actor | None) -> Recording:
    """Delete the footage; the row stays and says when and why. `by` is None where its time was over.

    Raises NotOverYet, NoRecording where it is gone already, RecordingHeld.
    """
    with transaction.atomic():
        row = _locked(broadcast)
        if row.deleted_at is not None:
            raise NoRecording
        if row.held_at is not None:
            raise RecordingHeld
        if broadcast.ended_at is None:
            raise NotOverYet
        row.deleted_at = clock.now()
        row.deleted_reason = reason
        row.is_public = False
        row.save(update_fields=["deleted_at", "deleted_reason", "is_public"])
        facts = {"by": by.slug if by else TIME_IS_OVER, "bytes": row.size, "seconds": round(row.seconds, 3)}
        evidence.record_change(noun="recording", key=_key(broadcast), verb="deleted", facts=facts)
        gone = _set_aside(broadcast)
        air_on_commit(broadcast)
    if gone is not None:
        shutil.rmtree(gone, ignore_errors=True)
    return row


def _gone(broadcast: Broadcast) -> Path:
    return folder_of(broadcast).path.with_name(GONE + broadcast.video_key)


def _set_aside(broadcast: Broadcast) -> Path | None:
    """Rename the footage's folder, so that it is away for everybody at once. None where there was none."""
    gone = _gone(broadcast)
    try:
        folder_of(broadcast).path.rename(gone)
    except FileNotFoundError:
        return None
    return gone


def tick(now: datetime) -> int:
    """Delete a few recordings past their time; called each second.

    Found from rows, so a tick that was missed is made good by the next. Returns how many were deleted.
    """
    _finish_deletions()
    due = Recording.objects.filter(
        keep_until__lte=now, held_at=None, deleted_at=None, broadcast__ended_at__isnull=False
    )
    deleted = 0
    for row in due.select_related("broadcast__event__campaign").order_by("keep_until")[:PER_TICK]:
        try:
            delete_recording(broadcast=row.broadcast, reason=TIME_IS_OVER, by=None)
            deleted += 1
        except (NoRecording, RecordingHeld):
            continue  # somebody was quicker
    return deleted


def _finish_deletions() -> None:
    """Finish what a power cut stopped half-way: what was set aside goes if its deletion was recorded, or comes back."""
    root: Path = settings.PHIEN_VIDEO_ROOT
    for path in root.glob(f"{GONE}*") if root.is_dir() else ():
        key = path.name.removeprefix(GONE)
        with transaction.atomic():
            row = Recording.objects.select_for_update(of=("self",)).filter(broadcast__video_key=key).first()
            if row is None or row.deleted_at is None:
                if not path.with_name(key).exists():
                    path.rename(path.with_name(key))
                continue
        shutil.rmtree(path, ignore_errors=True)


def note_export(*, broadcast: Broadcast, by: Actor) -> None:
    """Everything about a broadcast is handed out: that stays known."""
    evidence.record_change(noun="recording", key=_key(broadcast), verb="exported", facts={"by": by.slug})
