"""A file is taken in: asked for on the desk, done by the tick, found again from its row after a crash.

Each step may be done twice: publications are registered once by their native id, segments are sealed once by their
name, and the row's last write makes it TAKEN_IN together with the change that evidence keeps.
"""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from phien.evidence import queries as evidence
from phien.evidence.actions import record_change, seal_rows, sealed_from, staging
from phien.evidence.errors import SealerBusy
from phien.lib import clock
from phien.lib.errors import Refused
from phien.observations import files, reading, staged
from phien.observations.actions.blanked import keep_blanked
from phien.observations.actions.publications import creators, register
from phien.observations.actions.sealed import facts_of_export
from phien.observations.answers import context_of
from phien.observations.errors import NothingToTake, NotOpen, NotRead
from phien.observations.gathering import Gathering
from phien.observations.models import ExportFile
from phien.observations.queries.mappings import of_export
from phien.observations.queries.register import undone_files
from phien.observations.queries.rows import flags_of
from phien.people.models import Actor

MOST_ATTEMPTS = 3

log = logging.getLogger(__name__)


def ask_take_in(*, export: ExportFile, answers: dict[str, Any], by: Actor | None) -> ExportFile:
    """Let the tick take it in, with what a person answered. Raises NotRead, NotOpen."""
    with transaction.atomic():
        row = ExportFile.objects.select_for_update().get(pk=export.pk)
        if row.state == ExportFile.State.UNKNOWN:
            raise NotRead
        if row.state != ExportFile.State.GIVEN:
            raise NotOpen
        row.state, row.answers = ExportFile.State.TAKING_IN, answers
        row.asked_at, row.taken_in_by = clock.now(), by
        row.lines_done, row.attempts, row.problem = 0, 0, ""
        row.save()
    return row


def take_in(*, export: ExportFile) -> ExportFile:
    """Do what was asked for; where another process is doing it, or did it, nothing. Where the file is refused it waits
    for a look again, and says why."""
    with _alone(export) as mine:
        row = ExportFile.objects.select_related("campaign", "taken_in_by").get(pk=export.pk)
        if not mine or row.state != ExportFile.State.TAKING_IN:
            return row
        ExportFile.objects.filter(pk=row.pk).update(attempts=row.attempts + 1)
        try:
            _take_in(row)
        except SealerBusy:
            ExportFile.objects.filter(pk=row.pk).update(attempts=row.attempts)
        except Refused as refusal:
            _give_up(row, str(refusal))
        except Exception:
            log.exception("Could not take in export %s", row.pk)
            if row.attempts + 1 >= MOST_ATTEMPTS:
                _give_up(row, _("Something went wrong on our side; it was noted."))
        row.refresh_from_db()
        return row


def tick(now: datetime | None = None) -> None:
    """Called by the supervisor: take in what was asked for, oldest first; forget bytes that a copy stands in for."""
    for export in ExportFile.objects.filter(state=ExportFile.State.TAKING_IN).order_by("asked_at", "pk"):
        take_in(export=export)
    taken = ExportFile.objects.filter(state__in=[ExportFile.State.TAKEN_IN, ExportFile.State.UNDONE])
    for export in taken.exclude(raw_path="").exclude(kept_path=""):
        _forget_raw(export)


def _take_in(row: ExportFile) -> None:
    done = _Done(row)
    with files.on_disk(row) as path:
        opened = reading.opened(path, row.name, of_export(row))
        context = context_of(row)
        gathering = Gathering(
            staging(row.staged_name("observations")).parent,
            f"import-{row.pk}",
            creator=creators(),
            progress=done.progress,
        )
        with gathering:
            for table in opened.read:
                gathering.take(table.sheet.name, opened.seen(table, context))
            gathering.flush()
            counts = gathering.counts
            if not counts.observations and not counts.orders and not counts.publications:
                raise NothingToTake
            registered = register(row, gathering, lambda number: done.progress(number, counts.publications))
            segments, flags = _seal(row, gathering)
        done.progress(counts.lines)  # from here on nobody knows how long it takes
        blanked = keep_blanked(row, path, opened)
    row.counts = {
        "lines": counts.lines,
        "observations": counts.observations,
        "orders": counts.orders,
        "publications": counts.publications,
        **registered,
        "skipped": dict(counts.skipped),
        "flagged": flags,
        "segments": segments,
    }
    row.skipped = counts.reasons
    row.state, row.taken_in_at, row.problem = ExportFile.State.TAKEN_IN, clock.now(), ""
    row.lines_done = row.lines_in_all = counts.lines
    if blanked is not None:
        row.kept_path, row.kept_sha256, row.kept_size = blanked
    with transaction.atomic():
        row.save()
        record_change(noun="export", key=row.sha256, verb="taken_in", facts=facts_of_export(row))
    if row.kept_path:
        _forget_raw(row)


def _seal(row: ExportFile, gathering: Gathering) -> tuple[list[str], dict[str, int]]:
    """Seal what was gathered, one segment for each stream; give their files, and how many rows carry which flag."""
    segments, flags = [], None
    for stream, count in (
        ("observations", gathering.counts.observations),
        ("platform_orders", gathering.counts.orders),
    ):
        out = staging(row.staged_name(stream))
        if count and sealed_from(out.name) is None:
            half = out.with_suffix(".half.parquet")
            with evidence.connect() as db:
                if stream == "observations":
                    undone = undone_files(row.campaign)
                    flags = staged.stage_observations(
                        db, export=row, source=gathering.observations, out=half, undone=undone
                    )
                else:
                    staged.stage_orders(db, export=row, source=gathering.orders, out=half)
            half.rename(out)
        line = seal_rows(stream=stream, staged=out) if count else None
        if line is not None:
            segments.append(line.file)
    return segments, flags_of(row) if flags is None else flags


class _Done:
    """Notes how many lines are through, for the page that shows it; `of` how many, once that is known."""

    def __init__(self, row: ExportFile) -> None:
        self.row = row

    def progress(self, lines: int, of: int = 0) -> None:
        ExportFile.objects.filter(pk=self.row.pk).update(lines_done=lines, lines_in_all=of)


def _forget_raw(row: ExportFile) -> None:
    """The bytes that were given, once a blanked copy stands in for them."""
    files.forget(row.raw_path)
    row.raw_path = ""
    ExportFile.objects.filter(pk=row.pk).update(raw_path="")


def _give_up(row: ExportFile, why: str) -> None:
    ExportFile.objects.filter(pk=row.pk).update(state=ExportFile.State.GIVEN, problem=why[:500])
    for stream in ("observations", "platform_orders"):
        staging(row.staged_name(stream)).unlink(missing_ok=True)


@contextmanager
def _alone(export: ExportFile) -> Iterator[bool]:
    """Whether this process alone works at the file: a lock that the system gives back when the process is killed."""
    path = staging(export.staged_name("observations")).with_suffix(".lock")
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
        if not ExportFile.objects.filter(pk=export.pk, state=ExportFile.State.TAKING_IN).exists():
            path.unlink(missing_ok=True)  # whoever holds this file still will find nothing to do
