"""What the sealer finds in the journal's folder: closed files, open ones, and those whose process is gone."""

import fcntl
import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from phien.evidence import journal
from phien.evidence.hits import NAMES
from phien.evidence.streams import LATER

log = logging.getLogger(__name__)


def closed(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob(f"*{journal.CLOSED}") if not path.name.endswith(journal.OPEN))


def still_open(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{journal.OPEN}"))


def hour_of(path: Path) -> str:
    return path.name.partition(".")[0]


@contextmanager
def abandoned(path: Path) -> Iterator[int | None]:
    """The locked file, if no process writes it any more; else None. The lock, unlike a process number, cannot lie."""
    try:
        fd = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        yield None
        return
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield fd if journal.same_file(fd, path) else None
    finally:
        os.close(fd)


def adopt(path: Path) -> int | None:
    """Close an open file whose process is gone. Gives the bytes of a torn last line, which was never acknowledged;
    None where the file is in use."""
    with abandoned(path) as fd:
        if fd is None:
            return None
        size = os.fstat(fd).st_size
        whole = _end_of_last_line(fd, size)
        if whole < size:
            log.warning("%s: cut %s bytes of a line that was never acknowledged", path.name, size - whole)
            os.ftruncate(fd, whole)
        os.fsync(fd)
        path.rename(journal.closed_name(path))
        journal.sync_folder(path.parent)
        return size - whole


def _end_of_last_line(fd: int, size: int) -> int:
    end = size
    while end > 0:
        start = max(0, end - 65536)
        found = os.pread(fd, end - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def reject_broken_lines(path: Path) -> int:
    """Move lines that are no hits to `rejected/` (a failing disk can leave such), keeping every other. Gives how
    many; the file is only rewritten when there are some."""
    rejected = path.parent / "rejected" / path.name
    clean = path.with_name(path.name + ".clean")
    rejected.parent.mkdir(exist_ok=True)
    count = 0
    with path.open("rb") as lines, clean.open("wb") as good, rejected.open("ab") as bad:
        for line in lines:
            if _is_hit(line):
                good.write(line)
            else:
                bad.write(line if line.endswith(b"\n") else line + b"\n")
                count += 1
        for file in (good, bad):
            file.flush()
            os.fsync(file.fileno())
    if count:
        log.error("%s: %s lines are no hits; they are kept in rejected/", path.name, count)
        clean.rename(path)
        journal.sync_folder(path.parent)
    else:
        clean.unlink()
    return count


def _is_hit(line: bytes) -> bool:
    try:
        facts = json.loads(line)
        return (
            line.endswith(b"\n")
            and set(facts) | set(LATER["hits"]) == set(NAMES)
            and bool(facts["id"])
            and isinstance(facts["seconds"], int)
            and isinstance(facts["simulated"], bool)
            and datetime.fromisoformat(facts["happened_at"]).tzinfo is not None
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return False
