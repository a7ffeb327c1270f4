"""The public part of a broadcast's main lane, from the live edge on, one run at a time."""

import time
from collections.abc import Callable

from phien.video.folder import Folder
from phien.video.journal import Part, Reader, Run

LOOK_EVERY = 0.05
AIR_EVERY = 0.5


class Feed:
    """Follows the journal. What was packaged before it was made is never sent.

    `is_wanted` is asked while it waits: whoever made this says so when it should end.
    """

    def __init__(self, folder: Folder, is_wanted: Callable[[], bool]) -> None:
        self.folder = folder
        self._reader = Reader(folder.journal())
        self._reader.poll()
        self._segment = self._reader.timeline.open_segment
        self._taken = len(self._reader.timeline.parts.get(self._segment, ()))
        self._is_wanted = is_wanted
        self._parts: list[Part] = []
        self._air = folder.air()
        self._air_read = float("-inf")
        self._is_closed = False
        self.newest = 0.0

    def is_over(self) -> bool:
        """Whether nothing more will be sent: the broadcast was cut or closed, or nobody wants this."""
        if time.monotonic() - self._air_read >= AIR_EVERY:
            self._look_at_air()
        return self._air.is_cut or self._is_closed or not self._is_wanted()

    def next_run(self) -> "RunFile | None":
        """Wait for a public part that begins with a key frame, and read from there. None when it is over."""
        while (part := self._next()) is not None:
            if part.is_key:
                self._parts.insert(0, part)
                return RunFile(self, self._reader.timeline.runs[part.run])
        return None

    def next_part(self, run: int) -> bytes:
        """The bytes of this run's next part; empty when another run has begun, or it is over."""
        part = self._next()
        if part is None:
            return b""
        if part.run != run:
            self._parts.insert(0, part)
            return b""
        with self.folder.segment("main", part.segment).open("rb") as file:
            file.seek(part.offset)
            return file.read(part.size)

    def _next(self) -> Part | None:
        while not self.is_over():
            while self._parts:
                part = self._parts.pop(0)
                if self._is_public(part):
                    return part
            if not self._poll():
                time.sleep(LOOK_EVERY)
        return None

    def _poll(self) -> bool:
        if not self._reader.poll():
            return False
        timeline = self._reader.timeline
        for number in range(self._segment, timeline.open_segment + 1):
            parts = timeline.parts.get(number, [])
            if number != self._segment and parts:
                self._segment, self._taken = number, 0
            if number == self._segment:
                self._parts += parts[self._taken :]
                self._taken = len(parts)
        if self._parts:
            self.newest = timeline.wall(self._parts[-1]) + self._parts[-1].seconds
        self._look_at_air()
        return True

    def _is_public(self, part: Part) -> bool:
        """Practice, and what came after the end, go to nobody."""
        air, wall = self._air, self._reader.timeline.wall(part)
        if not air.is_public or air.since is None:
            return False
        return air.since <= wall and (air.until is None or wall < air.until)

    def _look_at_air(self) -> None:
        self._air_read = time.monotonic()
        self._air = self.folder.air()
        self._is_closed = self.folder.is_closed


class RunFile:
    """One run as a file that can only be read on: its init, then its parts as they come."""

    def __init__(self, feed: Feed, run: Run) -> None:
        self.feed = feed
        self.run = run
        self._waiting = feed.folder.init("main", run.number).read_bytes()

    def read(self, size: int) -> bytes:
        if not self._waiting:
            self._waiting = self.feed.next_part(self.run.number)
        found, self._waiting = self._waiting[:size], self._waiting[size:]
        return found
