"""The hub: lives in the server's loop while somebody listens, looks at the outbox, and writes to the rooms in ticks."""

import asyncio
import contextlib
import logging
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import batched
from types import FrameType
from typing import Any

from django.db import close_old_connections
from django.db import connection as database

from phien.realtime import counters, frames, pokes, presence, queries, shared
from phien.realtime.connection import write_to
from phien.realtime.room import WINDOW, Room

TICK = 0.1  # seconds: what happens within it leaves in one write
LOOK = 0.25  # seconds until it looks by itself
COUNT = 0.5
COUNT_VIEWERS = 2.0
LINGER = 5.0  # seconds that an empty room is kept, for those who come right back
BATCH = 250  # connections written to before other requests have their turn

log = logging.getLogger(__name__)


def _in_thread[Answer](question: Callable[[], Answer]) -> Answer:
    """Ask the database from a thread of the hub; a broken connection is made anew at the next question."""
    close_old_connections()
    try:
        return question()
    except Exception:
        database.close()
        raise


class Hub:
    """All rooms of one process. Only the loop touches them; threads read, and poke."""

    def __init__(self) -> None:
        self.rooms: dict[str, Room] = {}
        self.is_stopping = False
        self._opening: dict[str, asyncio.Task[Room]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self._counting: asyncio.Task[None] | None = None
        self._counted_at = self._viewers_at = 0.0
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="outbox")
        self._counter = ThreadPoolExecutor(1, thread_name_prefix="counters")

    # Rooms

    async def open(self, topic: str) -> Room:
        """The topic's room, read from the outbox if nobody was there. Errors of the database come through."""
        self._start()
        room = self.rooms.get(topic)
        if room is not None:
            room.empty_since = asyncio.get_running_loop().time()
            return room
        opening = self._opening.get(topic)
        if opening is None:
            opening = self._opening[topic] = asyncio.create_task(self._open(topic))
            opening.add_done_callback(lambda _task: self._opening.pop(topic, None))
        return await asyncio.shield(opening)

    async def _open(self, topic: str) -> Room:
        room = Room(topic)
        number, floor, entries = await self._read(lambda: queries.window(topic, WINDOW))
        room.open_with(number=number, floor=floor, entries=entries)
        room.written_at = room.empty_since = asyncio.get_running_loop().time()
        self.rooms[topic] = room
        self._wake.set()
        return room

    async def _read[Answer](self, question: Callable[[], Answer]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._reader, _in_thread, question)

    # Life

    def _start(self) -> None:
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            pokes.listen(self._poked)
            if threading.current_thread() is threading.main_thread():
                for number in (signal.SIGTERM, signal.SIGINT):
                    self._end_streams_on(number)
            if shared.is_used():
                threading.Thread(target=pokes.hear_others, name="pokes", daemon=True).start()
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())

    def _poked(self) -> None:
        if self._loop is not None and not self._wake.is_set():
            try:
                self._loop.call_soon_threadsafe(self._wake.set)
            except RuntimeError:  # the loop is closed; nobody listens any more
                pokes.forget(self._poked)

    def _end_streams_on(self, number: signal.Signals) -> None:
        """A server waits for its open responses before it stops, and streams never end; so end them first."""
        before = signal.getsignal(number)

        def handle(got: int, frame: FrameType | None) -> None:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self.stop)
            if callable(before):
                before(got, frame)

        signal.signal(number, handle)

    def stop(self) -> None:
        """End all streams in good order and take no more; the pages come back, each after its own pause."""
        self.is_stopping = True
        for room in self.rooms.values():
            for connection in [*room.level, *room.late]:
                connection.end(room.farewell())
        self._wake.set()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while (self.rooms or self._opening) and not self.is_stopping:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK - TICK):
                    await self._wake.wait()
            self._wake.clear()
            began = loop.time()
            try:
                await self._round(began)
            except Exception:  # the database may be away for a moment; streams stay open and miss nothing
                log.exception("The outbox cannot be read; trying again")
                await asyncio.sleep(1)
            await asyncio.sleep(max(0, began + TICK - loop.time()))

    async def _round(self, now: float) -> None:
        for topic, room in list(self.rooms.items()):
            if not room.listeners and now - room.empty_since > LINGER:
                del self.rooms[topic]
        if not self.rooms:
            return
        self._count(now)
        news = await self._read_news()
        for topic, room in list(self.rooms.items()):
            before = room.number
            fresh = b""
            if topic in news:
                last, entries = news[topic]
                if last < before:  # the database was put back to an earlier state
                    room.put_back(last)
                else:
                    fresh = room.take([entry for entry in entries if entry.number > before])
                if room.number < last:
                    self._wake.set()
            await self._deliver(room, before, fresh)

    async def _read_news(self) -> dict[str, tuple[int, list[queries.Entry]]]:
        known = {topic: room.number for topic, room in self.rooms.items()}
        return await self._read(lambda: queries.news(known, WINDOW))

    async def _deliver(self, room: Room, before: int, fresh: bytes) -> None:
        """One write per connection. Who is full gets its own part when it can take it."""
        now = asyncio.get_running_loop().time()
        part = room.part_for_all(fresh, now)
        if part:
            chunk = frames.chunk(part)
            for batch in batched(list(room.level), BATCH, strict=False):
                for connection in write_to(batch, chunk):
                    room.fall_behind(connection, before)
                await asyncio.sleep(0)
        if room.late:
            room.serve_late(now)

    # Figures

    def _count(self, now: float) -> None:
        if now - self._counted_at < COUNT or (self._counting is not None and not self._counting.done()):
            return
        self._counted_at = now
        with_viewers = now - self._viewers_at >= COUNT_VIEWERS
        if with_viewers:
            self._viewers_at = now
        self._counting = asyncio.create_task(self._count_now(list(self.rooms), with_viewers=with_viewers))

    async def _count_now(self, topics: list[str], *, with_viewers: bool) -> None:
        def ask() -> dict[str, dict[str, Any]]:
            figures: dict[str, dict[str, Any]] = dict(counters.read(topics))
            if with_viewers:
                presence.write(topics)
                for topic, viewers in presence.everywhere(topics).items():
                    figures[topic] = {"viewers": viewers, **figures[topic]}
            return figures

        try:
            figures = await asyncio.get_running_loop().run_in_executor(self._counter, _in_thread, ask)
        except Exception:
            log.exception("The counters cannot be read; trying again")
            return
        for topic, values in figures.items():
            if topic in self.rooms:
                self.rooms[topic].note(values)


hub = Hub()
