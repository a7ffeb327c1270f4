"""One broadcast's folder, watched: who sends, whether a picture comes, and what that makes of the broadcast."""

import contextlib
import logging
import os
import time
from datetime import datetime, timedelta

from django.conf import settings

from phien.lib import clock
from phien.lib.errors import Refused
from phien.live import actions
from phien.live.models import Broadcast
from phien.live.queries import folder_of
from phien.video.journal import Reader

log = logging.getLogger(__name__)
LOST_AFTER = 6.0
"""Seconds without a new picture until the room is told: three times a segment."""
YOUNG_NS = 3_000_000_000
NOTE_EVERY = timedelta(seconds=5)


class Watch:
    """What is remembered between two looks. All of it is read again from the folder after a restart."""

    def __init__(self, broadcast: Broadcast) -> None:
        self.folder = folder_of(broadcast)
        self.reader = Reader(self.folder.journal())
        self.fed_at = self._last_written()
        self.noted: set[str] = set()
        self.over: set[str] = set()
        self.may_send_more: set[str] = set()
        self._takes_at = 0

    def _last_written(self) -> float:
        """When, on the monotonic clock, the journal was last written to."""
        try:
            age = time.time() - os.stat(self.reader.path).st_mtime  # noqa: PTH116  # the file system's clock
        except FileNotFoundError:
            return float("-inf")
        self.reader.poll()
        return time.monotonic() - max(0.0, age)

    @property
    def is_fed(self) -> bool:
        return time.monotonic() - self.fed_at < LOST_AFTER

    @property
    def newest(self) -> datetime | None:
        """The site's time at which the newest packaged picture ends."""
        timeline = self.reader.timeline
        parts = timeline.parts.get(timeline.open_segment)
        piece = parts[-1] if parts else timeline.segments[-1] if timeline.segments else None
        if piece is None:
            return None
        return datetime.fromtimestamp(timeline.wall(piece) + piece.seconds, tz=clock.now().tzinfo)

    def look(self, broadcast: Broadcast) -> None:
        """Read what was added and bring the rows up to it. A refusal means that somebody was quicker."""
        if self.reader.poll():
            self.fed_at = time.monotonic()
        with contextlib.suppress(Refused):
            self._note_takes(broadcast)
            self._note_picture(broadcast)
            self._note_state(broadcast)

    def _note_takes(self, broadcast: Broadcast) -> None:
        if self._takes_changed():
            for take in self.folder.takes():
                if take.code not in self.noted:
                    actions.note_take(broadcast=broadcast, take=take)
                    self.noted.add(take.code)
        for code in self.noted - self.over:
            if (end := self.folder.end(code)) is not None:
                actions.end_take(broadcast=broadcast, code=code, reason=end.reason)
                self.over.add(code)
                sent = self.folder.take(code)
                if sent is not None and sent.via == "phone" and end.chunks is None:
                    self.may_send_more.add(code)

    def _takes_changed(self) -> bool:
        """Whether a take may have been opened: its folder changes the time of the one above. A young one is seen twice,
        since its description is written a moment later.
        """
        try:
            changed = os.stat(self.folder.path / "in").st_mtime_ns  # noqa: PTH116  # asked twice a second
        except FileNotFoundError:
            return False
        is_young = time.time_ns() - changed < YOUNG_NS
        if changed == self._takes_at and not is_young:
            return False
        self._takes_at = changed
        return True

    def _note_picture(self, broadcast: Broadcast) -> None:
        newest = self.newest
        known = broadcast.picture_at
        if self.is_fed and newest is not None and (known is None or newest - known > NOTE_EVERY):
            actions.note_picture(broadcast=broadcast, at=newest)
            broadcast.picture_at = newest

    def _note_state(self, broadcast: Broadcast) -> None:
        if not broadcast.is_on:
            return
        if self.is_fed:
            if broadcast.interrupted_at is not None:
                actions.resume_broadcast(broadcast=broadcast)
        elif broadcast.interrupted_at is None:
            # Before its first picture a broadcast waits; it has nothing that could be lost.
            if broadcast.started_at is not None and (newest := self.newest) and newest > broadcast.started_at:
                actions.interrupt_broadcast(broadcast=broadcast)
        elif self._is_given_up(broadcast):
            actions.end_broadcast(broadcast=broadcast)

    def _is_given_up(self, broadcast: Broadcast) -> bool:
        """Whether the grace period is over. The clock ends one that keeps time, and a pause is no loss."""
        grace = settings.PHIEN_GRACE_MINUTES
        if not grace or broadcast.keeps_time or broadcast.back_soon_at or broadcast.interrupted_at is None:
            return False
        return clock.now() - broadcast.interrupted_at > timedelta(minutes=grace)

    @property
    def takes_are_over(self) -> bool:
        """Whether no more can come: each sender has ended, and each phone has said how many chunks its take has.

        A phone that was replaced or lost still holds footage, and sends it when it can.
        """
        return self.noted == self.over and not self.may_send_more
