"""One encoder's connection: handshake, commands, its media handed on. Source: Adobe's RTMP 1.0, sections 5 and 7."""

import asyncio
import logging
import os
import ssl
import struct
from typing import Protocol

from phien.video import flv
from phien.video.rtmp import amf, chunks
from phien.video.rtmp.chunks import ChunkReader, Message
from phien.video.rtmp.door import UNSUITABLE, Limits, Refusal
from phien.video.rtmp.publication import Publication, Unsuitable

log = logging.getLogger("phien.rtmp")

HANDSHAKE = 1536
VERSION = b"\x03"
ANSWER_CHUNKS = 4096
WINDOW_SIZE = 2_500_000
PING_REQUEST, PING_RESPONSE, STREAM_BEGIN = 6, 7, 0
LINGER = 1.0
READ = 64 << 10
GATHER = 0.04
"""Seconds between two looks at an encoder's line: what comes between is taken in at once, which costs half as much."""


class Host(Protocol):
    """What a connection asks of its server."""

    limits: Limits

    async def publish(self, connection: "Connection", app: str, key: str) -> Publication:
        """Raises Refusal."""
        ...


class Connection:
    """Runs until the encoder leaves, is sent away, or breaks the rules."""

    def __init__(self, host: Host, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.host = host
        self.address = str((writer.get_extra_info("peername") or ("",))[0])
        self.publication: Publication | None = None
        self._reader, self._writer = reader, writer
        self._chunks = ChunkReader(host.limits.message_before)
        self._answer_chunks = 128
        self._app = ""
        self._last_stream = 0
        self._received = self._acknowledged = 0
        self._window = WINDOW_SIZE
        self._over = False

    async def run(self) -> None:
        """Raises nothing but cancellation: how it ended is said by the take's end, and in the log."""
        reason = "lost"
        try:
            await self._handshake()
            await self._messages()
            reason = "unpublish"
        except (asyncio.IncompleteReadError, ConnectionError, TimeoutError, ssl.SSLError) as error:
            log.info("%s left: %s", self.address, type(error).__name__)
        except amf.Malformed as error:
            log.warning("%s sent what is not RTMP: %s", self.address, error)
        except Refusal as refusal:
            log.warning("%s was refused: %s", self.address, refusal.code)
            await self._say_refused(refusal)
        except Unsuitable as error:
            log.warning("%s sends a format that is not taken", self.address)
            await self._say_refused(Refusal(UNSUITABLE, str(error)))
        except OSError:
            log.exception("what %s sends could not be kept", self.address)
        finally:
            if self.publication is not None:
                self.publication.end(reason)
            self._writer.close()

    def close(self, reason: str, words: str) -> None:
        """Send the encoder away; its take ends with this reason."""
        if self.publication is not None:
            self.publication.end(reason)
        if not self._over:
            self._over = True
            self._status("error", "NetStream.Publish.Denied", words)
            self._writer.close()  # what was written still goes out

    # What comes in

    async def _handshake(self) -> None:
        """The simple one. Who sends a digest takes the simple answer as well."""
        async with asyncio.timeout(self.host.limits.handshake):
            if await self._reader.readexactly(1) != VERSION:
                raise amf.Malformed("another version")
            theirs = await self._reader.readexactly(HANDSHAKE)
            self._writer.write(VERSION + bytes(8) + os.urandom(HANDSHAKE - 8) + theirs)
            await self._reader.readexactly(HANDSHAKE)

    async def _messages(self) -> None:
        limits, loop = self.host.limits, asyncio.get_running_loop()
        deadline = loop.time() + limits.publish
        while not self._over:
            async with asyncio.timeout_at(deadline):
                data = await self._reader.read(READ)
            if not data:
                raise ConnectionResetError
            self._received += len(data)
            if self.publication is None and self._received > limits.bytes_before:
                raise amf.Malformed("too much before it published")
            for message in self._chunks.feed(data):
                await self._take(message)
                if self._over:
                    return
                if self.publication is not None and message.kind in (flv.AUDIO, flv.VIDEO):
                    deadline = loop.time() + limits.idle
            if self._received - self._acknowledged >= self._window:
                self._acknowledged = self._received
                self._control(chunks.ACKNOWLEDGEMENT, struct.pack(">I", self._received & 0xFFFFFFFF))
            await self._writer.drain()
            if self.publication is not None:
                self.publication.flush()
                await asyncio.sleep(GATHER)

    async def _take(self, message: Message) -> None:
        match message.kind:
            case flv.AUDIO | flv.VIDEO | flv.DATA:
                self._feed(message.kind, message.milliseconds, message.body)
            case chunks.DATA_3:
                self._feed(flv.DATA, message.milliseconds, message.body[1:])
            case chunks.AGGREGATE:
                self._feed_all(message)
            case chunks.COMMAND:
                await self._command(message.stream, amf.decode(message.body))
            case chunks.COMMAND_3:  # a byte for AMF3, then AMF0 all the same
                await self._command(message.stream, amf.decode(message.body[1:]))
            case chunks.WINDOW if len(message.body) >= 4:
                self._window = max(READ, int.from_bytes(message.body[:4], "big") // 2)
            case chunks.USER_CONTROL if message.body[:2] == PING_REQUEST.to_bytes(2, "big"):
                self._control(chunks.USER_CONTROL, PING_RESPONSE.to_bytes(2, "big") + message.body[2:6])

    def _feed(self, kind: int, milliseconds: int, body: bytes) -> None:
        """Media before `publish` was answered is nobody's."""
        if self.publication is not None:
            self.publication.feed(kind, milliseconds, body)

    def _feed_all(self, message: Message) -> None:
        """Several tags in one message; the message's time is that of the first."""
        shift: int | None = None
        for tag in flv.tags(message.body, offset=0):
            shift = message.milliseconds - tag.milliseconds if shift is None else shift
            self._feed(tag.kind, (tag.milliseconds + shift) & 0xFFFFFFFF, tag.body)

    async def _command(self, stream: int, values: list[amf.Value]) -> None:
        name, number = [*values, None, None][:2]
        number = number if isinstance(number, float) else 0.0
        match name:
            case "connect":
                self._connect(number, values[2] if len(values) > 2 else None)
            case "createStream":
                self._last_stream += 1
                self._answer(0, "_result", number, None, float(self._last_stream))
            case "releaseStream" | "FCPublish" | "_checkbw":
                self._answer(0, "_result", number, None, None)
            case "publish":
                await self._publish(stream, values[3] if len(values) > 3 else None)
            case "FCUnpublish" if self.publication is not None:
                self.publication.end("unpublish")
            case "deleteStream" | "closeStream":
                self._over = True
            case "play" | "play2":
                raise Refusal("no_play", "This server only takes streams. Please watch on the site.")

    def _connect(self, number: float, facts: amf.Value) -> None:
        """Who asks for HEVC or AV1 here (fourCcList) is told that we have none by not answering it."""
        app = facts.get("app") if isinstance(facts, dict) else None
        self._app = app.strip("/")[:200] if isinstance(app, str) else ""
        self._control(chunks.WINDOW, struct.pack(">I", WINDOW_SIZE))
        self._control(chunks.PEER_BANDWIDTH, struct.pack(">IB", WINDOW_SIZE, 2))
        self._control(chunks.SET_CHUNK_SIZE, struct.pack(">I", ANSWER_CHUNKS))
        self._answer_chunks = ANSWER_CHUNKS
        server: amf.Value = {"fmsVer": "FMS/3,0,1,123", "capabilities": 31.0}
        status: amf.Value = {
            "level": "status",
            "code": "NetConnection.Connect.Success",
            "description": "Connected.",
            "objectEncoding": 0.0,
        }
        self._answer(0, "_result", number, server, status)

    async def _publish(self, stream: int, key: amf.Value) -> None:
        if self.publication is not None:
            raise Refusal("twice", "This connection publishes already.")
        app, _slash, rest = self._app.partition("/")
        key = key if isinstance(key, str) and key else rest  # some devices put all into the server's address
        self._last_stream = stream
        self.publication = await self.host.publish(self, app, key[:400])
        self._chunks.largest = self.host.limits.message
        self._control(chunks.USER_CONTROL, struct.pack(">HI", STREAM_BEGIN, stream))
        self._status("status", "NetStream.Publish.Start", "Publishing.")

    # What goes out

    def _send(self, number: int, kind: int, stream: int, body: bytes) -> None:
        self._writer.write(chunks.write(Message(kind, 0, stream, body), number, self._answer_chunks))

    def _control(self, kind: int, body: bytes) -> None:
        self._send(2, kind, 0, body)

    def _answer(self, stream: int, *values: amf.Value) -> None:
        self._send(3, chunks.COMMAND, stream, amf.encode(*values))

    def _status(self, level: str, code: str, words: str) -> None:
        facts: amf.Value = {"level": level, "code": code, "description": words}
        self._answer(self._last_stream, "onStatus", 0.0, None, facts)

    async def _say_refused(self, refusal: Refusal) -> None:
        """Say it, and leave the encoder time to read it: closing on unread bytes would throw the words away."""
        if self.publication is not None:
            self.publication.end("refused")
        self._over = True
        code = "Denied" if refusal.code == UNSUITABLE else "BadName"
        self._status("error", f"NetStream.Publish.{code}", refusal.words)
        try:
            async with asyncio.timeout(LINGER):
                await self._writer.drain()
                while await self._reader.read(READ):
                    pass
        except (ConnectionError, TimeoutError):
            return
