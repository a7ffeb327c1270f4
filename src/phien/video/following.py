"""What a process knows of the folders that are asked for: their journals, read as they grow, and what may be seen.

A folder is looked at when it is asked for, and every few milliseconds only while somebody waits for its next piece.
"""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

from phien.lib import clock
from phien.video import playlists
from phien.video.folder import Air, Folder
from phien.video.journal import Reader

EVERY = 0.03
AIR_EVERY = 1.0
IDLE = 120.0
MOST = 200
"""Folders that are remembered while nobody waits for them."""

LARGE = 200_000
"""Bytes of a journal that are read in a thread, so that nobody else waits for them."""

KEPT_PARTS = 12
"""Segments whose parts are remembered; older ones are fetched whole."""

KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")


class Following:
    """One folder, as far as it is known."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.main = Reader(folder.journal("main"), "main")
        self.late = Reader(folder.journal("late"), "late")
        self.version = 0
        self.used = 0.0
        self.texts: dict[str, tuple[object, bytes | None]] = {}
        self._air = Air(is_public=False)
        self._air_at = self._polled_at = float("-inf")
        self._pruned = 0
        self._lock = asyncio.Lock()
        self.rendering = asyncio.Lock()
        self._changed = asyncio.Event()
        self._waiting = 0
        self._task: asyncio.Task[None] | None = None

    @property
    def air(self) -> Air:
        """What the public may see, known to the second."""
        now = asyncio.get_running_loop().time()
        if now - self._air_at >= AIR_EVERY:
            self._air, self._air_at = self.folder.air(), now
        return self._air

    @property
    def is_ended(self) -> bool:
        return playlists.is_ended(self.main.timeline, self.air, clock.now().timestamp())

    @property
    def is_waited_for(self) -> bool:
        return self._waiting > 0

    async def look(self) -> None:
        """Take in what the journals say by now."""
        loop = asyncio.get_running_loop()
        self.used = loop.time()
        if self.used - self._polled_at < EVERY / 2:
            return
        async with self._lock:
            if loop.time() - self._polled_at < EVERY / 2:
                return
            for reader in (self.main, self.late):
                if reader.ahead > LARGE:
                    changed = await asyncio.to_thread(reader.poll)
                else:
                    changed = reader.poll()
                self.version += changed
            self._polled_at = loop.time()
        self._forget_parts()

    async def wait(self, is_there: Callable[[], bool], seconds: float) -> bool:
        """Look until it is there, or for so many seconds; whether it is."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        self._waiting += 1
        try:
            while not is_there():
                left = end - loop.time()
                if left <= 0:
                    return False
                if self._task is None or self._task.done():
                    self._task = loop.create_task(self._keep_looking())
                try:
                    await asyncio.wait_for(self._changed.wait(), left)
                except TimeoutError:
                    return is_there()
            return True
        finally:
            self._waiting -= 1

    async def _keep_looking(self) -> None:
        told: object = None
        while self._waiting:
            await self.look()
            known = (self.version, self.air, self.is_ended)  # somebody else's look may have found what is new
            if known != told:
                told = known
                changed, self._changed = self._changed, asyncio.Event()
                changed.set()
            await asyncio.sleep(EVERY)

    def _forget_parts(self) -> None:
        timeline = self.main.timeline
        while self._pruned < timeline.open_segment - KEPT_PARTS:
            timeline.parts.pop(self._pruned, None)
            self._pruned += 1


class Shelf:
    """The folders that this process follows, by their keys."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._known: dict[str, Following] = {}

    def find(self, key: str) -> Following | None:
        """None where there is no such folder: a guessed key costs one look at the disk and no memory."""
        if not KEY.fullmatch(key):
            return None
        following = self._known.get(key)
        if following is None:
            folder = Folder(self.root / key)
            if not folder.exists():
                return None
            self._make_room()
            following = self._known[key] = Following(folder)
        return following

    def _make_room(self) -> None:
        """Forget what was not asked for lately, and where that is not enough what was asked for longest ago."""
        now = asyncio.get_running_loop().time()
        idle = sorted((one.used, key) for key, one in self._known.items() if not one.is_waited_for)
        for used, key in idle:
            if now - used > IDLE or len(self._known) >= MOST:
                del self._known[key]
