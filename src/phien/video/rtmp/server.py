"""The RTMP server: listens, asks the door, keeps who publishes where."""

import asyncio
import logging
import random
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from pathlib import Path
from ssl import SSLContext

from phien.video.folder import End, Folder
from phien.video.rtmp.connection import Connection
from phien.video.rtmp.door import WRONG_KEY, Admission, Door, Limits, Refusal
from phien.video.rtmp.publication import Publication, Publisher

log = logging.getLogger("phien.rtmp")

ON_AIR_FOR = 10.0
STALLED_AFTER = 2.0
AWAY_FOR = 20.0
MOST_ADDRESSES = 1000

_WORDS = {
    "replaced": "Another camera has taken over.",
    "ended": "The broadcast has ended.",
    "cut": "The broadcast was stopped by the organiser.",
    "revoked": "This stream key is no longer valid.",
}


class Server:
    """`now` is the site's clock; `root` holds the broadcasts' folders. One server per root."""

    def __init__(self, *, door: Door, now: Callable[[], float], root: Path, limits: Limits | None = None) -> None:
        self.door = door
        self.now = now
        self.root = root
        self.limits = limits or Limits()
        self._listening: list[asyncio.Server] = []
        self._running: dict[Connection, asyncio.Task[None]] = {}
        self._addresses: Counter[str] = Counter()
        self._publishing: dict[str, Connection] = {}
        self._sent_away: dict[tuple[str, str, str], float] = {}
        self._wrong_keys: dict[str, deque[float]] = defaultdict(deque)

    async def start(self) -> None:
        """Takes that an earlier server left open are ended as lost."""
        await asyncio.to_thread(self._end_orphans)

    async def listen(self, host: str, port: int, ssl: SSLContext | None = None) -> None:
        """Listen on one port more; 0 takes a free one. Raises OSError where it is taken."""
        self._listening.append(await asyncio.start_server(self._accept, host, port, ssl=ssl))

    @property
    def port(self) -> int:
        """The first port."""
        return int(self._listening[0].sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Take nobody more; takes end as lost, since their encoders will come back."""
        for listening in self._listening:
            listening.close()
        for task in self._running.values():
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    def publishers(self) -> list[Publisher]:
        """Who publishes just now, one per folder."""
        return [found.facts() for one in self._publishing.values() if (found := one.publication) is not None]

    def kick(self, key: str, reason: str, *, publisher: str | None = None) -> bool:
        """End what is sent into this folder, or only what this publisher sends. Returns whether somebody was there."""
        found = self._publishing.get(key)
        if found is None or found.publication is None:
            return False
        if publisher not in (None, found.publication.admission.publisher):
            return False
        found.close(reason, _WORDS.get(reason, "The organiser ended this connection."))
        del self._publishing[key]
        return True

    # One connection

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = Connection(self, reader, writer)
        limits = self.limits
        if len(self._running) >= limits.connections or self._addresses[connection.address] >= limits.per_address:
            log.warning("%s has too many connections", connection.address)
            writer.close()
            return
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  # asyncio runs this as a task of its own
        self._running[connection] = task
        self._addresses[connection.address] += 1
        try:
            await connection.run()
        finally:
            del self._running[connection]
            self._addresses[connection.address] -= 1
            self._addresses += Counter()  # forgets who has none
            found = connection.publication
            if found is not None and self._publishing.get(found.key) is connection:
                del self._publishing[found.key]

    async def publish(self, connection: Connection, app: str, key: str) -> Publication:
        """Ask the door, then make place. Raises Refusal."""
        admission = await self._admitted(app, key, connection.address)
        await self._make_place(connection, admission)
        publication = Publication(admission, connection.address, self.now)
        self._publishing[publication.key] = connection
        log.info("%s publishes as %s", connection.address, admission.publisher)
        return publication

    async def _admitted(self, app: str, key: str, address: str) -> Admission:
        wrong, now = self._wrong_keys[address], time.monotonic()
        while wrong and now - wrong[0] > self.limits.wrong_keys_within:
            wrong.popleft()
        if len(wrong) >= self.limits.wrong_keys:
            raise Refusal("too_many", "Too many wrong stream keys from here. Please wait a minute.")
        try:
            admission = await self.door.admit(app, key, address)
        except Refusal as refusal:
            if refusal.code == WRONG_KEY:
                wrong.append(now)
                await asyncio.sleep(random.uniform(0, self.limits.wrong_key_delay))
            raise
        finally:
            self._forget_wrong_keys(now)
        if admission.folder.is_closed:
            raise Refusal("closed", "This broadcast has ended.")
        return admission

    def _forget_wrong_keys(self, now: float) -> None:
        if len(self._wrong_keys) > MOST_ADDRESSES:
            since = now - self.limits.wrong_keys_within
            for address in [one for one, times in self._wrong_keys.items() if not times or times[-1] < since]:
                del self._wrong_keys[address]

    async def _make_place(self, connection: Connection, admission: Admission) -> None:
        """Send away who is there where that is allowed. Raises Refusal."""
        key = admission.folder.path.name
        older = self._publishing.get(key)
        if older is None or older.publication is None or older.publication.ended:
            if self._phone_is_on(admission.folder) and not admission.takes_over:
                raise self._occupied()
            return
        theirs = older.publication
        who, returned = (key, admission.publisher, connection.address), time.monotonic()
        if admission.publisher == theirs.admission.publisher:
            # An encoder that comes back after its line broke, before we noticed: the old line says nothing any more.
            heard = theirs.received
            if not admission.takes_over or self._was_sent_away(who, returned):
                await asyncio.sleep(STALLED_AFTER)
            if self._publishing.get(key) is not older:
                await self._make_place(connection, admission)
                return
            may = theirs.received == heard
        else:
            may = self._silent_for(theirs) > ON_AIR_FOR
        if not may and (not admission.takes_over or self._was_sent_away(who, returned)):
            raise self._occupied()
        self._sent_away[key, theirs.admission.publisher, older.address] = time.monotonic()
        self.kick(key, "replaced")

    def _was_sent_away(self, who: tuple[str, str, str], now: float) -> bool:
        """Whether this sender was replaced just now: two encoders that reconnect would replace each other for ever."""
        self._sent_away = {one: at for one, at in self._sent_away.items() if now - at < AWAY_FOR}
        return who in self._sent_away

    def _silent_for(self, publication: Publication) -> float:
        return asyncio.get_running_loop().time() - publication.fed_at

    @staticmethod
    def _phone_is_on(folder: Folder) -> bool:
        """Whether a phone's take is the newest and was fed just now, by the disk's own clock."""
        takes = folder.takes()
        if not takes or takes[-1].via != "phone" or folder.end(takes[-1].code) is not None:
            return False
        return time.time() - folder.take_folder(takes[-1].code).stat().st_mtime < ON_AIR_FOR

    @staticmethod
    def _occupied() -> Refusal:
        return Refusal("somebody_else", "Another camera is sending already.")

    def _end_orphans(self) -> None:
        for path in self.root.glob("*/in/rtmp-*/"):
            folder = Folder(path.parent.parent)
            if folder.end(path.name) is None:
                folder.end_take(path.name, End("lost"))
