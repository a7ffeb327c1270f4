"""How a phone's recording is taken in: each chunk is on the disk, complete and synced, before it is acknowledged.

Everything is found again from the folder, so a restart forgets nothing. These functions wait for the disk: call them in
a thread, for one take one at a time.
"""

import contextlib
import os
import shutil
import time
from pathlib import Path
from typing import Literal

from phien.video.errors import (
    BroadcastIsCut,
    BroadcastIsOver,
    DiskFull,
    Gap,
    NotYourTake,
    SomebodyElse,
    TakeIsOver,
)
from phien.video.folder import End, Folder, Take, chunk_name
from phien.video.tokens import Sender

FED = 10.0
"""Seconds for which a sender that has gone quiet still holds the air."""

LEFTOVERS = 24 * 3600.0
"""Seconds after the end in which footage filmed before it is still taken in."""

SPARE_BYTES = 500_000_000
SPARE_SHARE = 0.02


def open_take(
    folder: Folder,
    code: str,
    *,
    sender: Sender,
    format: Literal["webm", "mp4"],
    age: float,
    now: float,
    takes_over: bool,
) -> Take:
    """The take of this code, begun where it is new. `age`: seconds since its recorder started, at `now`.

    A recording that began before another's and is heard of only now, as after a lost network, is the older one: it
    does not push the newer off the air. After the end only what was filmed before it is taken, for a day.

    Raises NotYourTake, BroadcastIsCut, BroadcastIsOver and SomebodyElse.
    """
    if folder.air().is_cut:
        raise BroadcastIsCut
    take = folder.take(code)
    if take is not None and take.publisher != sender.publisher:
        raise NotYourTake
    if folder.is_closed and not _was_filmed_before_the_end(folder, began=take.began if take else now - age, now=now):
        raise BroadcastIsOver
    if take is not None:
        return take
    others = [one for one in folder.takes() if one.publisher != sender.publisher and is_fed(folder, one.code)]
    if others and not takes_over:
        raise SomebodyElse(label=others[-1].label or others[-1].publisher)
    began = opened = now - age
    if takes_over:
        opened = now
    else:
        newer = [one.opened for one in folder.takes() if one.began > began]
        opened = min([now, *(one - 0.001 for one in newer)])
    for one in others:
        folder.end_take(one.code, End("replaced"))
    take = Take(code, "phone", format, sender.publisher, sender.label, began, opened)
    path = folder.make().open_take(take)
    for made in (path, path.parent, folder.path, folder.path.parent):
        sync_folder(made)
    return folder.take(code) or take


def _was_filmed_before_the_end(folder: Folder, *, began: float, now: float) -> bool:
    """Whether this is footage that waited on a phone without a network, and still comes in time."""
    until = folder.air().until
    return until is not None and began < until and now - until < LEFTOVERS


def is_fed(folder: Folder, code: str) -> bool:
    """Whether this take has not ended and something came of it lately. Ages of files go by the file system's clock."""
    if folder.end(code) is not None:
        return False
    path = folder.take_folder(code)
    newest = 0.0
    for one in (path, path / "stream.flv"):
        with contextlib.suppress(FileNotFoundError):
            newest = max(newest, one.stat().st_mtime)
    return time.time() - newest < FED


def next_of(folder: Folder, code: str) -> int:
    """The number of the chunk that is to come next; what was packaged and dropped counts."""
    try:
        names = os.listdir(folder.take_folder(code))  # noqa: PTH208  # thousands of names
    except FileNotFoundError:
        return 0
    numbers = [int(name[:6]) for name in names if name.endswith(".part") and not name.startswith(".")]
    end = folder.end(code)
    return max([0, *(number + 1 for number in numbers), *([end.chunks] if end and end.chunks else [])])


def keep_chunk(folder: Folder, code: str, number: int, data: bytes) -> int:
    """Keep a chunk; one that is there already changes nothing. Returns the number of the next.

    Raises Gap, TakeIsOver and DiskFull. Two processes may do this at once with the same chunk: a name is given once.
    """
    path = folder.take_folder(code)
    place = path / chunk_name(number)
    if place.exists():
        return next_of(folder, code)
    end = folder.end(code)
    if (end is not None and end.chunks is not None) or (number and not (path / chunk_name(number - 1)).exists()):
        known = next_of(folder, code)
        if number < known:
            return known
        if end is not None and (end.chunks is not None or known == 0):
            raise TakeIsOver(next=known)
        if number > known:
            raise Gap(next=known)
    check_disk(folder)
    temporary = path / f".{chunk_name(number)}.{os.getpid()}"
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(temporary, place)
    except OSError as error:
        raise DiskFull from error
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path)
    return number + 1


def finish(folder: Folder, code: str, chunks: int) -> int:
    """The sender says that its take has so many chunks. Raises Gap where not all of them are here."""
    known = next_of(folder, code)
    if chunks != known:
        raise Gap(next=known)
    folder.end_take(code, End("unpublish", chunks))
    return known


def check_disk(folder: Folder) -> None:
    """Raises DiskFull while there is still room for what is being packaged."""
    usage = shutil.disk_usage(folder.path)
    if usage.free < max(SPARE_BYTES, usage.total * SPARE_SHARE):
        raise DiskFull


def sync_folder(path: Path) -> None:
    """Make the names in this folder last through a power cut."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
