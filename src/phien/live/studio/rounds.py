"""The round that the media process makes twice a second: look at every broadcast, keep its processes running."""

import json
import logging
import time
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import close_old_connections
from django.db.models import Q

from phien.lib import clock
from phien.live import actions
from phien.live.models import Broadcast, StreamKey, Target
from phien.live.seal import WrongSeal, unseal
from phien.live.studio.children import Children, Job
from phien.live.studio.watch import Watch
from phien.video.progress import unpackaged

log = logging.getLogger(__name__)
ROWS_EVERY = 2.0
LEFTOVERS = timedelta(hours=25)
"""Longer than footage that waited on a phone is taken in after the end (video/intake.py)."""

SITE = ("--clock-shift", str(settings.PHIEN_CLOCK_SHIFT), "--encoders", str(settings.PHIEN_TRANSCODES))
LOOKED_AT = timedelta(days=30)
"""A site that stood still for a while seals what it finds from before."""


@dataclass(frozen=True, slots=True)
class Kick:
    """A sender to be sent away: everyone of a folder, or one publisher of it."""

    folder: str
    reason: str
    publisher: str = ""


class Rounds:
    def __init__(self) -> None:
        self.children = Children()
        self._watches: dict[int, Watch] = {}
        self._rows: list[Broadcast] = []
        self._targets: list[Target] = []
        self._read_at = float("-inf")

    def make(self, publishers: list[tuple[str, str]]) -> list[Kick]:
        """One round. `publishers` are the (folder, publisher) pairs that send by RTMP; who must leave is returned."""
        kicks: list[Kick] = []
        if time.monotonic() - self._read_at >= ROWS_EVERY:
            close_old_connections()
            self._read_rows()
            kicks = self._unwelcome(publishers)
        wanted: list[Job] = []
        for broadcast in self._rows:
            try:
                wanted += self._look(broadcast)
            except Exception:  # one broadcast's trouble must not become another's
                log.exception("looking at %s failed", broadcast.slug)
        self.children.keep([*wanted, *self._pushes()])
        return kicks

    def end(self) -> None:
        self.children.end()

    def _read_rows(self) -> None:
        """Broadcasts that may have something to do: not over, or over with footage that is not sealed yet."""
        recent = Q(ended_at=None) | Q(ended_at__gt=clock.now() - LOOKED_AT)
        rows = Broadcast.objects.filter(recent).exclude(recording__sealed_at__isnull=False)
        self._rows = list(rows.select_related("event__campaign"))
        self._targets = list(
            Target.objects.filter(is_on=True, broadcast__in=[row.pk for row in self._rows if row.is_on])
            .select_related("broadcast")
            .order_by("pk")
        )
        for broadcast in self._rows:
            if broadcast.started_at or broadcast.cut_at or broadcast.picture_at:
                actions.write_air(broadcast)
        self._watches = {pk: watch for pk, watch in self._watches.items() if pk in {row.pk for row in self._rows}}
        self._read_at = time.monotonic()

    def _look(self, broadcast: Broadcast) -> list[Job]:
        watch = self._watches.get(broadcast.pk)
        if watch is None:
            watch = Watch(broadcast)
            if not watch.folder.exists():
                return []
            self._watches[broadcast.pk] = watch
        watch.look(broadcast)
        path = str(watch.folder.path)
        to_do = unpackaged(watch.folder)
        jobs = []
        for lane in ("main", "late"):
            if to_do[lane]:
                words = ("phien.video.packager", path, "--lane", lane, "--parent-watch", *SITE)
                jobs.append(Job((lane, broadcast.slug), words, finishes=True))
        if broadcast.ended_at is not None and not jobs:
            self._seal(broadcast, watch)
        return jobs

    def _seal(self, broadcast: Broadcast, watch: Watch) -> None:
        """Everything has come and is packaged, or the time for leftovers is over: what remains is the recording."""
        is_late = broadcast.ended_at is not None and clock.now() - broadcast.ended_at > LEFTOVERS
        if watch.takes_are_over or is_late:
            actions.seal_recording(broadcast=broadcast)
            watch.folder.drop_inputs()

    def _pushes(self) -> list[Job]:
        jobs = []
        for target in self._targets:
            watch = self._watches.get(target.broadcast_id)
            if watch is None:
                continue
            try:
                told = unseal(target.sealed_key)
            except WrongSeal:
                log.warning("the key of target %s cannot be opened; please enter it again", target.pk)
                continue
            words = ("phien.video.push", str(watch.folder.path), str(target.pk), "--parent-watch")
            jobs.append(Job(("push", target.broadcast.slug, str(target.pk)), words, _told(target.url, told)))
        return jobs

    def _unwelcome(self, publishers: list[tuple[str, str]]) -> list[Kick]:
        """Who sends into a broadcast that is over or stopped, or by a key that was revoked."""
        if not publishers:
            return []
        rows = {row.video_key: row for row in Broadcast.objects.filter(video_key__in={key for key, _ in publishers})}
        keys = [int(who.partition(":")[2]) for _, who in publishers if who.partition(":")[2].isdecimal()]
        revoked = set(StreamKey.objects.filter(pk__in=keys).exclude(revoked_at=None).values_list("pk", flat=True))
        kicks = []
        for folder, publisher in publishers:
            row = rows.get(folder)
            if row is None or row.cut_at is not None:
                kicks.append(Kick(folder, "cut"))
            elif row.ended_at is not None:
                kicks.append(Kick(folder, "ended"))
            elif publisher in {f"rtmp:{pk}" for pk in revoked}:
                kicks.append(Kick(folder, "revoked", publisher))
        return kicks


def _told(url: str, key: str) -> bytes:
    return json.dumps({"url": url, "key": key}).encode()
