"""The listeners of one topic, and its newest messages as bytes, from which latecomers catch up without the database."""

import asyncio
import random
from collections import deque
from itertools import takewhile
from typing import Any

from phien.realtime import frames, presence
from phien.realtime.connection import Connection
from phien.realtime.queries import Entry

WINDOW = 500
PATIENCE = 10.0  # seconds that a full connection is kept
BEAT = 15.0
SOONEST, SPREAD = 1000, 3000  # ms: who was sent away or cut off comes back within this, spread evenly,
RETURNS = 2000  # or, where a room has very many, so many per second


class Room:
    """`number` is the last message read from the outbox; the window holds those after `floor`.

    Its listeners are `level`, which have everything up to `number` and get each tick's bytes, or `late`, whose own `at`
    says what they have. Both keep the order of arrival, in which the kernel's memory for them lies.
    """

    def __init__(self, topic: str) -> None:
        self.topic = topic
        self.number = self.floor = 0
        self.window: deque[tuple[int, int, bytes]] = deque()  # (number, number of whose words it carries, event)
        self.level: dict[Connection, None] = {}
        self.late: dict[Connection, None] = {}
        self.figures: dict[str, Any] = {}
        self.snapshot = b""  # all of them, for who arrives
        self.changes: dict[str, Any] = {}
        self.written_at = 0.0
        self.empty_since = 0.0

    # What happened

    def open_with(self, *, number: int, floor: int, entries: list[Entry]) -> None:
        self.number, self.floor = number, floor
        self.window.clear()
        self.take(entries)

    def put_back(self, number: int) -> None:
        """Go on from an earlier number: the database was put back. Every listener is ahead and must be told."""
        for connection in list(self.level):
            self.fall_behind(connection, self.number)
        self.open_with(number=number, floor=number, entries=[])

    def take(self, entries: list[Entry]) -> bytes:
        """Add what was read, in order; give it as bytes."""
        fresh = []
        for entry in entries:
            self.number = max(self.number, entry.number)
            if entry.hides is not None:
                self.window = deque(kept for kept in self.window if kept[1] != entry.hides)
            if entry.is_visible:
                data = frames.event(entry.kind, entry.payload, entry.number)
                self.window.append((entry.number, entry.source, data))
                fresh.append(data)
        while self.window and len(self.window) > WINDOW:
            self.floor = self.window.popleft()[0]
        return b"".join(fresh)

    def note(self, figures: dict[str, Any]) -> None:
        """Keep the newest figures; what changed goes out with the next tick."""
        for name, value in figures.items():
            known = self.figures.get(name)
            if isinstance(value, dict):
                changed = {key: figure for key, figure in value.items() if (known or {}).get(key) != figure}
                if changed:
                    self.figures[name] = (known or {}) | changed
                    self.changes[name] = self.changes.get(name, {}) | changed
            elif value != known:
                self.figures[name] = self.changes[name] = value
        if self.changes:
            self.snapshot = frames.event("counters", self.figures)

    def after(self, since: int) -> bytes:
        """What a listener that knows everything up to `since` lacks; "reset" where the window does not reach back."""
        if since < self.floor or since > self.number:
            return frames.event("reset", {"number": self.number}, self.number)
        newest_first = takewhile(lambda kept: kept[0] > since, reversed(self.window))
        return b"".join([data for _number, _source, data in newest_first][::-1])

    # Who listens

    @property
    def listeners(self) -> int:
        return len(self.level) + len(self.late)

    def farewell(self) -> bytes:
        """How long a listener that is sent away waits until it comes back: the more there are, the longer."""
        return frames.retry(random.randint(SOONEST, SOONEST + max(SPREAD, 1000 * self.listeners // RETURNS)))

    def admit(self, connection: Connection) -> None:
        """Give how long to wait after a break, and what it lacks; it stays until it is lost."""
        connection.when_lost(self.dismiss)
        if connection.counts:
            presence.enter(self.topic)
        if connection.write(frames.chunk(self.farewell() + self.after(connection.at) + self.snapshot)):
            self.level[connection] = None
        else:
            self.late[connection] = None

    def fall_behind(self, connection: Connection, at: int) -> None:
        """It could not take what came after `at`; `serve_late` gives it later. One that is gone by now stays gone."""
        if connection in self.level:
            del self.level[connection]
            connection.at = at
            self.late[connection] = None

    def dismiss(self, connection: Connection) -> None:
        self.level.pop(connection, None)
        self.late.pop(connection, None)
        if connection.counts:
            presence.leave(self.topic)
        if not self.listeners:
            self.empty_since = asyncio.get_running_loop().time()

    def part_for_all(self, fresh: bytes, now: float) -> bytes:
        """The bytes of this tick: new messages, then changed figures, or a beat when it was silent for long."""
        part = fresh
        if self.changes:
            part += frames.event("counters", self.changes)
            self.changes = {}
        if not part and now - self.written_at >= BEAT:
            part = frames.BEAT
        if part:
            self.written_at = now
        return part

    def serve_late(self, now: float) -> None:
        """Give what they lack to those that were full, once they read again; after a while cut them off."""
        for connection in list(self.late):
            lacks = b"" if connection.is_full else self.after(connection.at) + self.snapshot
            if not connection.is_full and (not lacks or connection.write(frames.chunk(lacks))):
                del self.late[connection]
                connection.stalled_since = None
                self.level[connection] = None
            elif connection.stalled_since is None:
                connection.stalled_since = now
            elif now - connection.stalled_since > PATIENCE:
                del self.late[connection]
                connection.drop()
