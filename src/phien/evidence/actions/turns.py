"""The hits that come in within one turn of the event loop: one moment for all, one write, and then all are answered."""

import asyncio
import hashlib
import logging
from datetime import timedelta

from django.conf import settings
from django.db import Error, connection

from phien.evidence import datacentres, journal
from phien.evidence.actions import salts
from phien.evidence.actions.hits import make_hit
from phien.evidence.beacon import Event
from phien.evidence.classification import is_bot
from phien.evidence.errors import JournalUnavailable
from phien.evidence.hits import Hit
from phien.evidence.tokens import Mark, Reader
from phien.evidence.visitors import client_address, trusted_networks, visitor_id
from phien.lib import clock

MOST_BYTES = 1_000_000
MOST_WAITING = 1_000  # requests, for the day's secret

log = logging.getLogger(__name__)


class Turn:
    """Open until the loop comes round again, or until it is full. Each request in it awaits `written`."""

    def __init__(self, secret: bytes) -> None:
        loop = asyncio.get_running_loop()
        self.now = clock.now()
        self.reader = Reader(self.now)
        self.is_over = False
        self.written: asyncio.Future[bool] = loop.create_future()
        self._secret, self._site, self._proxies = secret, settings.PHIEN_ORIGIN, trusted_networks()
        self._lines: list[bytes] = []
        self._size = 0
        loop.call_soon(self._end)

    def add(self, events: list[Event], *, peer: str, forwarded_for: str, user_agent: str) -> None:
        """Take in what one visitor sent. It is in the journal, and may be acknowledged, once `written` says so."""
        address = client_address(peer, forwarded_for, self._proxies)
        visitor = visitor_id(salt=self._secret, address=address, user_agent=user_agent, site=self._site)
        is_datacentre = datacentres.is_datacentre(address)
        for event in events:
            line = self._hit(event, visitor, user_agent, is_datacentre=is_datacentre).line()
            self._lines.append(line)
            self._size += len(line)
        if self._size > MOST_BYTES:
            self._end()

    def _hit(self, event: Event, visitor: str, user_agent: str, *, is_datacentre: bool) -> Hit:
        mark = event.mark
        return make_hit(
            kind=mark.kind,
            subject=mark.subject,
            campaign=mark.campaign,
            place=mark.place,
            creator=mark.creator,
            link=mark.link,
            visitor=visitor,
            user_agent=user_agent,
            is_staff=mark.is_staff,
            is_datacentre=is_datacentre,
            seconds=event.seconds,
            session_token=mark.nonce if mark.kind == "live" else "",
            at=self.now - timedelta(seconds=event.age) if event.age else self.now,
            event_id=event_id(visitor, mark, event.name),
            now=self.now,
        )

    def _end(self) -> None:
        if self.is_over:
            return
        self.is_over = True
        try:
            journal.current().append(b"".join(self._lines))
        except JournalUnavailable:
            self._tell(done=False)
        else:
            self._tell(done=True)

    def _tell(self, *, done: bool) -> None:
        if not self.written.done():  # it is, where the server is ending and has cancelled a request
            self.written.set_result(done)


def event_id(visitor: str, mark: Mark, name: str) -> str:
    """A page counts once each time it is served, however often its token comes back; clicks and heartbeats are told
    apart by the page's own numbering. The visitor is part of the id: nobody can take another's hit away."""
    own = name if mark.kind in {"click", "live"} else ""
    return hashlib.sha256(f"{visitor}|{mark.nonce}|{mark.kind}|{own}".encode()).hexdigest()[:32]


class Turns:
    """The turns of this process's event loop."""

    def __init__(self) -> None:
        self._last: Turn | None = None
        self._asking: asyncio.Task[bytes] | None = None
        self._waiting = 0

    def now(self) -> Turn | None:
        """The turn that is open, if one is: add to it without awaiting anything else."""
        turn = self._last
        return None if turn is None or turn.is_over else turn

    async def next(self) -> Turn:
        """Open a turn. JournalUnavailable where the day's secret cannot be had, or too many wait for it."""
        secret = salts.known_salt(clock.today()) or await self._ask_secret()
        turn = self.now()
        if turn is None:
            turn = self._last = Turn(secret)
        return turn

    async def _ask_secret(self) -> bytes:
        """One question to the database for all that wait."""
        if self._waiting >= MOST_WAITING:
            raise JournalUnavailable
        self._waiting += 1
        try:
            if self._asking is None or self._asking.done():
                self._asking = asyncio.create_task(asyncio.to_thread(_secret_of_today))
            return await asyncio.shield(self._asking)
        except Error as error:
            log.error("The day's secret cannot be read: %s", error)  # noqa: TRY400
            raise JournalUnavailable from error
        finally:
            self._waiting -= 1


def _secret_of_today() -> bytes:
    is_bot("")  # reads its list of robots, which is long; not in the loop
    try:
        return salts.salt_of(clock.today())
    finally:
        connection.close()
