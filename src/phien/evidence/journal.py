"""The journal: NDJSON files into which hits are written before they are acknowledged.

One file per process and hour of receipt, `<hour>.<pid>.<random>.open.ndjson`, locked while its process lives, synced
each second, and closed by renaming it to `….ndjson`. What `kill -9` leaves behind is an `.open` file that nobody
locks; the sealer adopts it.
"""

import atexit
import fcntl
import logging
import os
import secrets
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from phien.evidence.errors import JournalUnavailable
from phien.lib import clock

OPEN = ".open.ndjson"
CLOSED = ".ndjson"

_LOOK_SECONDS = 0.25
_LOOKS_PER_SYNC = 4
_LATE_SECONDS = 3.0  # a disk that takes longer to sync is given no more
_COMPLAIN_SECONDS = 10.0

log = logging.getLogger(__name__)


def hour_name(at: datetime) -> str:
    """2026-07-31T03Z: the hour in UTC, fit for a file's name."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%HZ")


def folder() -> Path:
    return Path(settings.PHIEN_EVIDENCE_ROOT) / "journal"


def sync_folder(path: Path) -> None:
    """Make renames and new names in a folder outlive a loss of power."""
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def same_file(fd: int, path: Path) -> bool:
    """Whether the open file still stands under this name."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    held = os.fstat(fd)
    return (held.st_ino, held.st_dev) == (found.st_ino, found.st_dev)


@dataclass(slots=True)
class _File:
    fd: int
    path: Path
    hour: str
    size: int = 0
    torn: bool = False


class Journal:
    """This process's journal in one folder. Safe for threads; each process has its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._closing_lock = threading.Lock()
        self._file: _File | None = None
        self._closing: list[_File] = []
        self._dirty = False
        self._busy_since: float | None = None
        self._sync_failed = False
        self._complained_at = -_COMPLAIN_SECONDS
        self._asked = 0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def append(self, lines: bytes) -> None:
        """Write whole lines. When this returns they survive the death of the process; within a second, of the power.

        Raises JournalUnavailable, and then nothing of them is in the journal. A disk that is late with syncing is given
        no more, since what it has not written yet would only grow.
        """
        if not lines:
            return
        if self.is_late():
            self._complain("The disk is late with syncing, so the journal takes in nothing more")
            raise JournalUnavailable
        with self._lock:
            hour = hour_name(clock.now())
            try:
                if self._file is None or self._file.hour != hour:
                    self._turn(hour)
                self._write(lines)
            except OSError as error:
                self._complain(f"The journal cannot be written: {error}")
                raise JournalUnavailable from error

    def is_late(self) -> bool:
        """Whether the disk has been busy with what was written, or refused to sync it, for too long."""
        since = self._busy_since
        return since is not None and time.monotonic() - since > _LATE_SECONDS

    def _complain(self, what: str) -> None:
        """Once in a while: each of thousands of beacons a second finds the same."""
        now = time.monotonic()
        if now - self._complained_at > _COMPLAIN_SECONDS:
            self._complained_at = now
            log.error("%s", what)

    def rotate(self) -> None:
        """Close this process's file now, so that it can be sealed."""
        with self._lock:
            if self._file is not None:
                self._closing.append(self._file)
                self._file = None
        self._finish_closing()

    def close(self) -> None:
        """Sync and close; a later append opens a new file."""
        self._stop.set()
        thread, self._thread = self._thread, None
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout=5)
        self.rotate()

    def forget(self) -> None:
        """After a fork the file belongs to the parent: let go of it without closing it there."""
        for held in [self._file, *self._closing]:
            if held is not None:
                os.close(held.fd)
        self.__init__(self.path)  # type: ignore[misc]  # locks held by other threads of the parent start anew

    def _turn(self, hour: str) -> None:
        """Open this hour's file; the thread closes the last one, so that no hit waits for the disk."""
        new = self._open(hour)
        if self._file is not None:
            self._closing.append(self._file)
        self._file = new
        self._asked = rotation_asked(self.path)
        if self._thread is None:
            self._stop = threading.Event()
            self._thread = threading.Thread(target=self._watch, args=(self._stop,), name="journal", daemon=True)
            self._thread.start()

    def _open(self, hour: str) -> _File:
        self.path.mkdir(parents=True, exist_ok=True)
        while True:
            path = self.path / f"{hour}.{os.getpid()}.{secrets.token_hex(4)}{OPEN}"
            fd = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o640)
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(fd)  # a sealer looked in between and took it for an orphan
                continue
            if same_file(fd, path):
                return _File(fd, path, hour)
            os.close(fd)

    def _write(self, lines: bytes) -> None:
        file = self._file
        assert file is not None  # noqa: S101  # _turn has just opened one
        rest = memoryview(lines)
        try:
            while rest:
                rest = rest[os.write(file.fd, rest) :]
        except OSError:
            try:
                os.ftruncate(file.fd, file.size)
            except OSError:
                file.torn = True
                self._closing.append(file)
                self._file = None
            raise
        file.size += len(lines)
        self._dirty = True

    def _watch(self, stop: threading.Event) -> None:
        looks = 0
        while not stop.wait(_LOOK_SECONDS):
            looks += 1
            if self._busy_since is None:  # else the last sync failed
                self._busy_since = time.monotonic()
            try:
                if looks % _LOOKS_PER_SYNC == 0:
                    self._sync()
                self.close_what_is_over()
            except Exception:
                log.exception("The journal's thread goes on after an error")
            if not self._sync_failed:
                self._busy_since = None

    def close_what_is_over(self) -> None:
        """Close the file if its hour is over or another process asked for it."""
        asked = rotation_asked(self.path)
        with self._lock:
            file = self._file
            if file is not None and (file.hour != hour_name(clock.now()) or asked != self._asked):
                self._closing.append(file)
                self._file = None
        self._finish_closing()

    def _sync(self) -> None:
        with self._lock:
            if not self._dirty or self._file is None:
                self._sync_failed = False  # what was written has been closed since, and synced with that
                return
            self._dirty = False
            fd = os.dup(self._file.fd)  # a rotation meanwhile may close the other
        try:
            os.fsync(fd)
            self._sync_failed = False
        except OSError as error:
            log.error("The journal could not be synced: %s", error)  # noqa: TRY400
            self._dirty = self._sync_failed = True
        finally:
            os.close(fd)

    def _finish_closing(self) -> None:
        with self._closing_lock:
            while True:
                with self._lock:
                    if not self._closing:
                        return
                    file = self._closing[0]
                self._finish(file)
                with self._lock:
                    self._closing.remove(file)

    def _finish(self, file: _File) -> None:
        try:
            if file.torn:
                os.ftruncate(file.fd, file.size)
            os.fsync(file.fd)
            file.path.rename(closed_name(file.path))
            sync_folder(self.path)
        except OSError as error:  # the sealer adopts it as soon as it is unlocked
            log.error("%s could not be closed: %s", file.path.name, error)  # noqa: TRY400
        finally:
            os.close(file.fd)


def closed_name(path: Path) -> Path:
    return path.with_name(path.name.removesuffix(OPEN) + CLOSED)


def rotation_asked(path: Path) -> int:
    """When another process last asked all journals of this folder to close their files; 0 for never."""
    try:
        return (path / "rotate").stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def ask_rotation(path: Path) -> None:
    """Ask the journals of all processes to close their files; they look several times a second."""
    path.mkdir(parents=True, exist_ok=True)
    (path / "rotate").write_text(secrets.token_hex(4))


_journals: dict[Path, Journal] = {}


def current() -> Journal:
    """This process's journal of this site."""
    path = folder()
    found = _journals.get(path)
    if found is None:
        found = _journals.setdefault(path, Journal(path))
    return found


def close_all() -> None:
    for found in list(_journals.values()):
        found.close()


def _after_fork() -> None:
    for found in list(_journals.values()):
        found.forget()


atexit.register(close_all)
os.register_at_fork(after_in_child=_after_fork)
