"""What a host's page sends: a thin ASGI callable. It stands before Django, so it checks host, origin and token itself.

PUT  /up/<take>/<number>  a chunk; X-Take-Age: ms since the recorder started; X-Take-Over: 1 to send another sender away
POST /up/<take>/end       {"chunks": n}: no more comes
GET  /up/<take>           where it stands
POST /up/test             up to 2 MB, thrown away: {"bytes", "ms"}

Each with Authorization: Bearer <send token>. They answer {"next": n, "ended": reason or null}: n is the number of the
chunk to send next, and what is below it is on the disk; "ended" is "replaced" once another sender took over, and what
was recorded until then is still taken. Refusals are {"code", "message"}, with "next" where the number was wrong.
"""

import asyncio
import contextlib
import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Literal
from weakref import WeakValueDictionary

from django.conf import settings

from phien.lib import clock, gate
from phien.lib.errors import Refused, TooMany
from phien.video import intake, tokens
from phien.video.errors import (
    BroadcastIsCut,
    Malformed,
    NotYourTake,
    TooLarge,
    WrongFormat,
    WrongToken,
)
from phien.video.folder import Folder

PATH = "/up/"
TAKE = re.compile(r"/up/([a-z0-9-]{8,40})")
CHUNK = re.compile(r"/up/([a-z0-9-]{8,40})/([0-9]{1,6})")
END = re.compile(r"/up/([a-z0-9-]{8,40})/end")
TEST = "/up/test"
MOST_BYTES = 8_000_000
MOST_TEST_BYTES = 2_000_000
MOST_FACTS = 1_000
MOST_DRAINED = 32_000_000
MOST_AT_ONCE = 4
LONGEST_AGE = 48 * 3600
LONGEST_SILENCE = 30.0
"""Seconds without a byte of a body after which a sender is taken for lost."""

FORMATS: dict[str, Literal["webm", "mp4"]] = {"video/webm": "webm", "video/mp4": "mp4"}

Answer = dict[str, object]


class SenderLost(Exception):
    """The connection ended in the middle of a body."""


class Upload:
    """One request: who sends, to where, what."""

    at_once: Counter[tuple[str, str]] = Counter()
    locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def __init__(self, scope: gate.Scope, headers: gate.Headers, body: "Body") -> None:
        self.scope, self.headers, self.body = scope, headers, body
        self.path: str = scope["path"]
        self.now = clock.now().timestamp()
        word, _space, token = headers.get("authorization", "").partition(" ")
        if word.lower() != "bearer":
            raise WrongToken
        self.sender = tokens.read_send(token.strip())
        self.folder = Folder(settings.PHIEN_VIDEO_ROOT / self.sender.key)
        if self.folder.is_barred(self.sender.publisher):
            raise WrongToken

    async def answer(self) -> Answer:
        if self.path == TEST:
            gate.check(self.scope, self.headers, method="POST")
            return await self.measure()
        for pattern, method, act in self.ways():
            if found := pattern.fullmatch(self.path):
                gate.check(self.scope, self.headers, method=method)
                return await act(*found.groups())
        raise Malformed(why="no such address")

    def ways(self) -> Iterator[tuple[re.Pattern[str], str, Callable[..., Awaitable[Answer]]]]:
        yield CHUNK, "PUT", self.take_chunk
        yield END, "POST", self.take_end
        yield TAKE, "GET", self.tell

    async def take_chunk(self, code: str, number: str) -> Answer:
        kind = FORMATS.get(self.headers.get("content-type", "").partition(";")[0].strip().lower())
        if kind is None:
            raise WrongFormat
        age = self.age
        takes_over = self.headers.get("x-take-over") == "1"
        async with self.lock(""):
            take = await asyncio.to_thread(
                intake.open_take,
                self.folder,
                code,
                sender=self.sender,
                format=kind,
                age=age,
                now=self.now,
                takes_over=takes_over,
            )
        if take.format != kind:
            raise WrongFormat
        with self.place():
            data = await self.body.read(MOST_BYTES)
        async with self.lock(code):
            following = await asyncio.to_thread(intake.keep_chunk, self.folder, code, int(number), data)
        return self.state(code, following)

    async def take_end(self, code: str) -> Answer:
        try:
            chunks = json.loads(await self.body.read(MOST_FACTS))["chunks"]
        except (ValueError, TypeError, KeyError) as error:
            raise Malformed(why='no number "chunks"') from error
        if not isinstance(chunks, int) or isinstance(chunks, bool) or not 0 <= chunks < 1_000_000:
            raise Malformed(why='"chunks" is no number')
        self.check_owner(code)
        async with self.lock(code):
            return self.state(code, await asyncio.to_thread(intake.finish, self.folder, code, chunks))

    async def tell(self, code: str) -> Answer:
        if self.folder.take(code) is not None:
            self.check_owner(code)
        return self.state(code, await asyncio.to_thread(intake.next_of, self.folder, code))

    async def measure(self) -> Answer:
        loop = asyncio.get_running_loop()
        began = loop.time()
        with self.place():
            size = len(await self.body.read(MOST_TEST_BYTES))
        return {"bytes": size, "ms": round((loop.time() - began) * 1000)}

    @property
    def age(self) -> float:
        text = self.headers.get("x-take-age", "")
        if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,6})?", text) or float(text) > LONGEST_AGE * 1000:
            raise Malformed(why="X-Take-Age is not the recorder's age in milliseconds")
        return float(text) / 1000

    def check_owner(self, code: str) -> None:
        take = self.folder.take(code)
        if take is None or take.publisher != self.sender.publisher:
            raise NotYourTake
        if self.folder.air().is_cut:
            raise BroadcastIsCut

    def state(self, code: str, following: int) -> Answer:
        end = self.folder.end(code)
        return {"next": following, "ended": end.reason if end else None}

    def lock(self, code: str) -> asyncio.Lock:
        """One at a time for a take, or for the folder when a take may begin."""
        return self.locks.setdefault(f"{self.sender.key}/{code}", asyncio.Lock())

    @contextmanager
    def place(self) -> Iterator[None]:
        """Room for one body. Raises TooMany where this sender sends too many at once."""
        who = (self.sender.key, self.sender.publisher)
        if self.at_once[who] >= MOST_AT_ONCE:
            raise TooMany(retry_after=1)
        self.at_once[who] += 1
        try:
            yield
        finally:
            self.at_once[who] -= 1
            if not self.at_once[who]:
                del self.at_once[who]


class Body:
    """A request's body as it comes."""

    def __init__(self, headers: gate.Headers, receive: gate.Receive) -> None:
        self._length = headers.get("content-length", "")
        self._receive = receive
        self._is_read = False

    async def read(self, limit: int) -> bytes:
        """The whole body. Raises TooLarge, and SenderLost where it does not come."""
        if self._length.isdigit() and int(self._length) > limit:
            raise TooLarge(limit=limit // 1_000_000)
        parts: list[bytes] = []
        size = 0
        async for part in self._parts():
            size += len(part)
            if size > limit:
                raise TooLarge(limit=limit // 1_000_000)
            parts.append(part)
        return b"".join(parts)

    async def drain(self) -> None:
        """Let the rest come to its end unread, within reason: a browser shows its page no answer that comes before."""
        size = 0
        with contextlib.suppress(SenderLost):
            async for part in self._parts():
                size += len(part)
                if size > MOST_DRAINED:
                    return

    async def _parts(self) -> AsyncIterator[bytes]:
        while not self._is_read:
            try:
                message = await asyncio.wait_for(self._receive(), LONGEST_SILENCE)
            except TimeoutError as error:
                raise SenderLost from error
            if message["type"] == "http.disconnect":
                raise SenderLost
            self._is_read = not message.get("more_body")
            yield message.get("body", b"")


async def take_in(scope: gate.Scope, receive: gate.Receive, send: gate.Send) -> None:
    headers = gate.headers_of(scope)
    sent = Body(headers, receive)
    try:
        answer = await Upload(scope, headers, sent).answer()
    except SenderLost:
        return
    except Refused as error:
        await sent.drain()
        also = {"next": error.facts["next"]} if "next" in error.facts else {}
        if "label" in error.facts:
            also["label"] = error.facts["label"]
        extra = [(b"connection", b"close")] if isinstance(error, TooLarge) else []  # the rest is not read
        await gate.refuse(send, headers, error, also=also, extra=extra)
        return
    body = json.dumps(answer).encode()
    lines = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": lines})
    await send({"type": "http.response.body", "body": body})
