"""Which take is next, and when all is done: the main lane follows what is on air, the late one gathers the rest."""

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from phien.video import progress
from phien.video.folder import Folder, Take, read_json, write_whole
from phien.video.journal import Reader
from phien.video.packager.inputs import Tail
from phien.video.packager.packaging import Broken, Packaging, Watch
from phien.video.packager.places import Places
from phien.video.packager.shelf import Position, Shelf, positions
from phien.video.progress import Consumed, Glance

Idle = Callable[[], None]
Say = Callable[[str], None]
LEFTOVERS = 8
"""Seconds for which the last chunks of a take that has no end are waited for once the broadcast is closed."""
IDLE = 0.1
MOST_TRIES = 8
"""How often a take may bring the packager down, without a part getting written, before it is given up."""


class Main:
    """The lane on air. It runs until the broadcast is closed and packaged."""

    def __init__(self, folder: Folder, watch: Watch, places: Places, idle: Idle, say: Say) -> None:
        self._folder, self._watch, self._places, self._idle, self._say = folder, watch, places, idle, say
        self._takes = progress.Takes(folder)
        self._shelf = Shelf(folder, "main")

    def run(self) -> None:
        while True:
            take = self._next()
            if take is not None:
                packaging = Packaging(
                    take, tail := self._tail(take), self._shelf, self._position(take), self._watch, self._places
                )
                _package(self._folder, take, tail, self._shelf, packaging, self._say)
            elif self._folder.is_closed:
                if self._shelf.run is not None:
                    self._shelf.over()
                return
            else:
                self._idle()
                time.sleep(IDLE)

    def _mine(self) -> list[Take]:
        run = self._shelf.run
        seen = Glance(run.take if run is not None else None, self._shelf.is_over)
        return progress.split(self._takes.now(), seen)[0]

    def _next(self) -> Take | None:
        """The oldest take of which something lies here; else the newest that goes on."""
        mine = self._mine()
        for take in mine:
            if progress.has_rest(self._folder, take):
                return take
        if self._folder.is_closed:
            return None
        for take in reversed(mine):
            if (
                progress.available(self._folder, take, 0, 0)
                and not progress.consumed(self._folder, take).is_complete
                and not progress.is_broken(self._folder, take)
            ):
                return take
        return None

    def _tail(self, take: Take) -> Tail:
        def waits(idle: float) -> bool:
            if self._folder.is_closed and idle >= LEFTOVERS:
                return False
            newer = [other for other in self._takes.now() if (other.opened, other.code) > key]
            return not any(progress.has_rest(self._folder, other) for other in newer)

        key = (take.opened, take.code)
        return Tail(self._folder, take, waits, _starved(self._folder, take, self._idle))

    def _position(self, take: Take) -> Position | None:
        return self._shelf.positions.get(take.code)


class Late:
    """What came of a take after it had left the air. It runs until nothing is left to do."""

    def __init__(self, folder: Folder, watch: Watch, places: Places, idle: Idle, say: Say) -> None:
        self._folder, self._watch, self._places, self._idle, self._say = folder, watch, places, idle, say
        self._shelf = Shelf(folder, "late")

    def run(self) -> None:
        while True:
            is_closed = self._folder.is_closed
            reader = Reader(self._folder.journal())
            reader.poll()
            seen = progress.glance(self._folder.journal())
            others = progress.split(self._folder.takes(), seen)[1]
            rest = progress.late_rest(self._folder, others, is_closed=is_closed)
            if not rest:
                break
            on_air = positions(reader.timeline)
            for take in rest:
                tail = Tail(self._folder, take, lambda idle: False, _starved(self._folder, take, self._idle))
                position = self._shelf.positions.get(take.code) or on_air.get(take.code)
                packaging = Packaging(take, tail, self._shelf, position, self._watch, self._places)
                _package(self._folder, take, tail, self._shelf, packaging, self._say)
        if self._shelf.run is not None:
            self._shelf.close_segment()
            if is_closed and seen.is_over:
                self._shelf.over()


def _package(folder: Folder, take: Take, tail: Tail, shelf: Shelf, packaging: Packaging, say: Say) -> None:
    try:
        _try(folder, take, shelf)
        packaging.run()
    except Broken as error:
        say(f"{take.code} is given up: {error}")
        progress.set_broken(folder, take, str(error))
    except OSError:
        _tries(folder, take).unlink(missing_ok=True)  # a full disk is not the take's fault
        raise
    finally:
        tail.close()
    progress.set_consumed(folder, take, Consumed(tail.chunks, tail.size, tail.is_complete))
    _tries(folder, take).unlink(missing_ok=True)


def _tries(folder: Folder, take: Take) -> Path:
    return folder.take_folder(take.code) / "tries.json"


def _try(folder: Folder, take: Take, shelf: Shelf) -> None:
    """Count this try, unless parts were written since the last. Raises Broken after too many."""
    path = _tries(folder, take)
    before = read_json(path) or {}
    count = before.get("count", 0) + 1 if before.get("written") == shelf.size else 1
    if count > MOST_TRIES:
        raise Broken("it brought the packager down again and again")
    with suppress(FileNotFoundError):
        write_whole(path, json.dumps({"count": count, "written": shelf.size}).encode())


def _starved(folder: Folder, take: Take, idle: Callable[[], None]) -> Callable[[], None]:
    """Once all that lies here was read, the take has shown that it brings nobody down."""
    path = _tries(folder, take)
    is_told = False

    def call() -> None:
        nonlocal is_told
        if not is_told:
            is_told = True
            path.unlink(missing_ok=True)
        idle()

    return call


def parent_watch() -> Callable[[], None]:
    """Ends the process, at once, when its parent is gone. What is on the disk is whole at any moment."""
    parent = os.getppid()

    def look() -> None:
        if os.getppid() != parent:
            os._exit(0)

    return look
