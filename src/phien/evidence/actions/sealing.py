"""Sealing: closed journals and the outbox of changes become immutable Parquet segments in a hash-chained manifest.

Temporary file, fsync, rename, manifest line, fsync, and only then the journals go. Wherever this is interrupted, the
next run finds the journals still there, or a manifest line that names them: nothing is lost and nothing doubled.
"""

import fcntl
import hashlib
import json
import logging
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from phien.evidence import duck, journal, journals, manifest
from phien.evidence.actions import leftovers
from phien.evidence.errors import SealerBusy
from phien.evidence.models import Change
from phien.evidence.streams import ORDER
from phien.lib import clock

REPEATS_KNOWN = timedelta(hours=48)
_WAIT_FOR_OTHERS = 5.0

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Sealed:
    """What a run did. `left_open` names journals whose live process did not close them in time."""

    lines: list[manifest.Line] = field(default_factory=list)
    rejected_lines: int = 0
    torn_bytes: int = 0
    left_open: list[str] = field(default_factory=list)


@contextmanager
def sealer_lock(root: Path, *, wait: float = 0, name: str = "sealer.lock") -> Iterator[None]:
    """One sealer at a time, across processes. Raises SealerBusy after `wait` seconds."""
    root.mkdir(parents=True, exist_ok=True)
    fd = os.open(root / name, os.O_RDWR | os.O_CREAT, 0o640)
    try:
        until = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() >= until:
                    raise SealerBusy from error
                time.sleep(0.05)
        yield
    finally:
        os.close(fd)


def seal(now: datetime | None = None, *, force: bool = False) -> Sealed:
    """Seal all hours that are over; with `force` the open hour too. Raises SealerBusy."""
    root = manifest.root()
    with sealer_lock(root, wait=30 if force else 0):
        return Sealing(root, now or clock.now(), force=force).run()


class Sealing:
    """One run under the lock, with one connection to DuckDB. Each step is a method of its own."""

    db: duckdb.DuckDBPyConnection

    def __init__(self, root: Path, now: datetime, *, force: bool = False) -> None:
        self.root = root
        self.journals = root / "journal"
        self.now = now
        self.hour = journal.hour_name(now)
        self.force = force
        self.result = Sealed()

    def run(self) -> Sealed:
        if self.force:
            self.close_all_journals()
        self.adopt_abandoned()
        ready = self.ready_journals()
        changes = self.ready_changes()
        if not ready and not changes:
            return self.result
        with duck.connect(self.root) as self.db:
            leftovers.clear(self.root, self.db)
            for hour, paths in self.by_hour(self.ready_journals()).items():
                self.seal_hits(hour, paths)
            for hour, rows in self.changes_by_hour(changes).items():
                self.seal_changes(hour, rows)
        return self.result

    # What there is to seal

    def close_all_journals(self) -> None:
        """Ask every process to close its journal, and wait a little for those that live."""
        waiting_for = set(journals.still_open(self.journals))
        journal.current().rotate()
        journal.ask_rotation(self.journals)
        until = time.monotonic() + _WAIT_FOR_OTHERS
        while time.monotonic() < until:
            self.adopt_abandoned()
            waiting_for &= set(journals.still_open(self.journals))
            if not waiting_for:
                return
            time.sleep(0.05)
        self.result.left_open = sorted(path.name for path in waiting_for)
        log.warning("Still open: %s", ", ".join(self.result.left_open))

    def is_ready(self, path: Path) -> bool:
        """An hour is over when it is not the present one: a clock that was set back leaves hours ahead of it."""
        return self.force or journals.hour_of(path) != self.hour

    def adopt_abandoned(self) -> None:
        for path in journals.still_open(self.journals):
            if self.is_ready(path):
                self.result.torn_bytes += journals.adopt(path) or 0

    def ready_journals(self) -> list[Path]:
        return [path for path in journals.closed(self.journals) if self.is_ready(path)]

    def ready_changes(self) -> list[Change]:
        waiting = Change.objects.filter(sealed_in="")
        if not self.force:
            waiting = waiting.exclude(
                happened_at__gte=self.now.replace(minute=0, second=0, microsecond=0),
                happened_at__lt=self.now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1),
            )
        return list(waiting.order_by("happened_at", "pk"))

    @staticmethod
    def by_hour(paths: Sequence[Path]) -> dict[str, list[Path]]:
        found: dict[str, list[Path]] = {}
        for path in paths:
            found.setdefault(journals.hour_of(path), []).append(path)
        return found

    @staticmethod
    def changes_by_hour(rows: Sequence[Change]) -> dict[str, list[Change]]:
        found: dict[str, list[Change]] = {}
        for row in rows:
            found.setdefault(journal.hour_name(row.happened_at), []).append(row)
        return found

    # Hits

    def seal_hits(self, hour: str, paths: Sequence[Path]) -> None:
        filled = self.filled(paths)
        try:
            self.take_in("hits", filled)
        except ValueError:
            self.result.rejected_lines += sum(journals.reject_broken_lines(path) for path in filled)
            filled = self.filled(paths)
            self.take_in("hits", filled)
        if filled:
            names = [path.name for path in paths]
            self.seal_incoming(stream="hits", hour=hour, sources=names, earlier=self.recent("hits", hour))
        self.delete_journals(paths)

    def take_in(self, stream: str, files: Sequence[Path]) -> None:
        if files:
            duck.take_in(self.db, stream, files)

    @staticmethod
    def filled(paths: Sequence[Path]) -> list[Path]:
        return [path for path in paths if path.stat().st_size]

    def recent(self, stream: str, hour: str) -> list[Path]:
        """Segments in which a repeated event id is looked for."""
        since = journal.hour_name(_start(hour) - REPEATS_KNOWN)
        found = [line for line in manifest.read(self.root) if line.stream == stream and line.hour >= since]
        return [path for path in (self.root / line.file for line in found) if path.exists()]

    def delete_journals(self, paths: Sequence[Path]) -> None:
        for path in paths:
            path.unlink()
        journal.sync_folder(self.journals)

    # Changes

    def seal_changes(self, hour: str, rows: Sequence[Change]) -> None:
        same_hour = [line for line in manifest.read(self.root) if line.stream == "changes" and line.hour == hour]
        for line in same_hour:  # a run may have died before it marked its rows
            self.mark_changes(line.file, self.ids_in([self.root / line.file]))
        sealed = set(
            Change.objects.filter(pk__in=[row.pk for row in rows]).exclude(sealed_in="").values_list("pk", flat=True)
        )
        rows = [row for row in rows if row.pk not in sealed]
        if not rows:
            return
        staged = self.journals / f"{hour}.changes-{rows[0].pk}-{rows[-1].pk}.staged"
        self.journals.mkdir(parents=True, exist_ok=True)
        staged.write_bytes(b"".join(_change_line(row) for row in rows))
        self.take_in("changes", [staged])
        line_made = self.seal_incoming(stream="changes", hour=hour, sources=[staged.name], earlier=[])
        if line_made:
            self.mark_changes(line_made.file, [row.event_id for row in rows])
        staged.unlink()

    def ids_in(self, segments: Sequence[Path]) -> list[str]:
        if not segments:
            return []
        try:
            query = f"SELECT id FROM read_parquet({duck.quoted_list(segments)})"  # noqa: S608
            return [row[0] for row in self.db.execute(query).fetchall()]
        except duckdb.Error:
            log.exception("A segment cannot be read")
            return []

    def mark_changes(self, file: str, event_ids: Sequence[str]) -> None:
        for start in range(0, len(event_ids), 400):
            Change.objects.filter(event_id__in=event_ids[start : start + 400], sealed_in="").update(sealed_in=file)

    # One segment

    def seal_incoming(
        self, *, stream: str, hour: str, sources: Sequence[str], earlier: Sequence[Path]
    ) -> manifest.Line | None:
        """Seal what was taken in as one segment; None where nothing new was in it."""
        target = self.segment_path(stream, hour)
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(target.name + ".tmp")
        self.write_segment(stream, temporary, earlier, sources)
        rows, first, last = duck.reach_of(self.db, stream=stream, segment=temporary)
        if not rows or first is None or last is None:
            temporary.unlink()
            return None
        line = manifest.Line(
            seq=self.next_seq(),
            stream=stream,
            hour=hour,
            file=target.relative_to(self.root).as_posix(),
            sha256=_sha256(temporary),
            size=temporary.stat().st_size,
            rows=rows,
            first_at=first.astimezone(UTC).isoformat(),
            last_at=last.astimezone(UTC).isoformat(),
            sealed_at=self.now.astimezone(UTC).isoformat(),
            sources=tuple(sources),
            previous=self.head_hash(),
        ).with_hash()
        self.publish(temporary, target)
        self.append_line(line)
        self.result.lines.append(line)
        return line

    def segment_path(self, stream: str, hour: str) -> Path:
        """A name that is free even where somebody cut the manifest and left its segments."""
        number = self.next_seq()
        while True:
            path = self.root / "segments" / stream / f"{hour}-{number:06}.parquet"
            if not path.exists():
                return path
            number += 1

    def next_seq(self) -> int:
        lines = manifest.read(self.root)
        return lines[-1].seq + 1 if lines else 1

    def head_hash(self) -> str:
        lines = manifest.read(self.root)
        return lines[-1].hash if lines else manifest.START

    def write_segment(self, stream: str, temporary: Path, earlier: Sequence[Path], sources: Sequence[str]) -> None:
        if stream in ORDER:
            duck.write_rows(self.db, stream=stream, out=temporary, sources=sources)
        else:
            duck.write_segment(self.db, stream=stream, out=temporary, earlier=earlier, sources=sources)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())

    def publish(self, temporary: Path, target: Path) -> None:
        temporary.rename(target)
        target.chmod(0o440)
        journal.sync_folder(target.parent)

    def append_line(self, line: manifest.Line) -> None:
        manifest.append(line, self.root)
        journal.sync_folder(self.root)


def _start(hour: str) -> datetime:
    return datetime.strptime(hour, "%Y-%m-%dT%HZ").replace(tzinfo=UTC)


def _change_line(row: Change) -> bytes:
    facts = {
        "id": row.event_id,
        "number": row.pk,
        "happened_at": row.happened_at.astimezone(UTC).isoformat(),
        "noun": row.noun,
        "key": row.key,
        "verb": row.verb,
        "facts": row.facts,
    }
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
