"""How far packaging has come: which takes are whose, and whether there is something to do."""

import json
import os
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from phien.video.folder import Folder, Lane, Take, chunk_name, read_json, write_whole

FLV_HEADER = 13
_SETTLED = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Consumed:
    """What of a take a packager had read, and written, when it left it. `is_complete`: its end was among it."""

    chunks: int = 0
    size: int = 0
    is_complete: bool = False


@dataclass(slots=True)
class Glance:
    """What matters of a journal here: the take of its last run, and whether it is over."""

    take: str | None = None
    is_over: bool = False
    read: int = 0


class Takes:
    """A folder's takes, read again only when one has come or gone."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._changed = -1
        self._found: list[Take] = []

    def now(self) -> list[Take]:
        path = self._folder.path / "in"
        try:
            changed = path.stat().st_mtime_ns
            if changed == self._changed:
                return self._found
            count = len(os.listdir(path))  # noqa: PTH208  # asked many times a second
        except FileNotFoundError:
            return []
        self._found = self._folder.takes()
        # a take is described a moment after its folder is made, and the file system's clock ticks slowly
        is_settled = len(self._found) == count and time.time_ns() - changed > _SETTLED
        self._changed = changed if is_settled else -1
        return self._found


_takes: dict[Path, Takes] = {}
_glances: dict[Path, Glance] = {}


def glance(path: Path) -> Glance:
    """Reads on from where it was left the last time, as long as the process lives."""
    seen = _glances.setdefault(path, Glance())
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        _glances[path] = Glance()
        return _glances[path]
    if size < seen.read:
        seen = _glances[path] = Glance()
    if size > seen.read:
        with path.open("rb") as file:
            file.seek(seen.read)
            data = file.read()
        data = data[: data.rfind(b"\n") + 1]
        seen.read += len(data)
        for line in data.splitlines():
            if line.startswith(b'{"is":"run"'):
                seen.take, seen.is_over = json.loads(line)["take"], False
            elif line.startswith(b'{"is":"end"'):
                seen.is_over = True
    return seen


def consumed(folder: Folder, take: Take) -> Consumed:
    found = read_json(folder.take_folder(take.code) / "consumed.json")
    return Consumed(**found) if found is not None else Consumed()


def set_consumed(folder: Folder, take: Take, what: Consumed) -> None:
    path = folder.take_folder(take.code)
    if path.is_dir():
        write_whole(path / "consumed.json", json.dumps(asdict(what)).encode())


def is_broken(folder: Folder, take: Take) -> bool:
    return (folder.take_folder(take.code) / "broken").exists()


def set_broken(folder: Folder, take: Take, why: str) -> None:
    """Given up: it is not tried again."""
    path = folder.take_folder(take.code)
    if path.is_dir():
        write_whole(path / "broken", why.encode())


def available(folder: Folder, take: Take, chunks: int, size: int) -> bool:
    """Whether more of the take lies here than so many chunks, or bytes of a stream."""
    path = folder.take_folder(take.code)
    if take.via == "phone":
        return os.access(path / chunk_name(chunks), os.F_OK)
    try:
        return (path / "stream.flv").stat().st_size > max(size, FLV_HEADER)
    except FileNotFoundError:
        return False


def has_rest(folder: Folder, take: Take) -> bool:
    """Whether something lies here that no packager has taken.

    Also of a take that has ended: what waited on a phone that another sender replaced is still taken in.
    """
    was = consumed(folder, take)
    is_done = was.is_complete and take.via == "rtmp"
    return not is_done and not is_broken(folder, take) and available(folder, take, was.chunks, was.size)


def split(takes: Sequence[Take], main: Glance) -> tuple[list[Take], list[Take]]:
    """The takes of the main lane and of the late one.

    Main has the take of its last run and all that were opened after it; once it is over, only the latter.
    """
    place = next((number for number, take in enumerate(takes) if take.code == main.take), None)
    if place is None:
        return list(takes), []
    cut = place + 1 if main.is_over else place
    return list(takes[cut:]), list(takes[:cut])


def late_rest(folder: Folder, takes: Sequence[Take], *, is_closed: bool) -> list[Take]:
    """Of the late lane's takes, those that can be packaged to their end, or as far as they will ever come."""
    return [take for take in takes if has_rest(folder, take) and (is_closed or folder.end(take.code) is not None)]


def unpackaged(folder: Folder) -> dict[Lane, bool]:
    """Whether a packager is needed, by lane. Cheap enough to be asked some times a second."""
    takes = _takes.setdefault(folder.path, Takes(folder)).now()
    if not takes and not folder.journal().exists():
        return {"main": False, "late": False}
    main = glance(folder.journal())
    mine, others = split(takes, main)
    is_closed = folder.is_closed
    to_do = any(has_rest(folder, take) for take in mine)
    if is_closed:
        to_do = to_do or (main.take is not None and not main.is_over)
    else:
        to_do = to_do or any(_goes_on(folder, take) for take in mine[-1:])
    late = bool(late_rest(folder, others, is_closed=is_closed)) or _late_must_end(folder, main, is_closed=is_closed)
    return {"main": to_do, "late": late}


def _goes_on(folder: Folder, take: Take) -> bool:
    """Whether the take has begun and more of it may come; a packager waits there for it."""
    return not consumed(folder, take).is_complete and not is_broken(folder, take) and available(folder, take, 0, 0)


def _late_must_end(folder: Folder, main: Glance, *, is_closed: bool) -> bool:
    late = glance(folder.journal("late"))
    return is_closed and main.is_over and late.take is not None and not late.is_over
