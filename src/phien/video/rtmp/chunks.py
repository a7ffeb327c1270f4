"""RTMP's chunk stream: messages cut into chunks and put together again. Source: Adobe's RTMP 1.0, section 5.3."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from phien.video.rtmp.amf import Malformed

SET_CHUNK_SIZE, ABORT, ACKNOWLEDGEMENT, USER_CONTROL, WINDOW, PEER_BANDWIDTH = 1, 2, 3, 4, 5, 6
DATA_3, COMMAND_3, DATA, COMMAND, AGGREGATE = 15, 17, 18, 20, 22

MOST_STREAMS = 32
MOST_UNFINISHED = 2
EXTENDED = 0xFFFFFF
LONGEST_FRAME = 1000
_HEADER_SIZES = (11, 7, 3, 0)


@dataclass(frozen=True, slots=True)
class Message:
    """`milliseconds` counts modulo 2^32 from wherever the sender began."""

    kind: int
    milliseconds: int
    stream: int
    body: bytes


@dataclass(slots=True)
class _Stream:
    """What a chunk stream's next header may leave out, and the message that is being put together on it."""

    milliseconds: int = 0
    delta: int = 0
    field: int = 0
    stamp: int = 0
    size: int = 0
    kind: int = 0
    stream: int = 0
    body: bytearray | None = None


class _Header(NamedTuple):
    """A chunk's header, with what it leaves out filled in. `end`: where its part of the message begins."""

    form: int
    number: int
    field: int
    stamp: int
    size: int
    kind: int
    stream: int
    end: int


class ChunkReader:
    """Feed it bytes as they come; it gives whole messages. `largest` is the longest message in bytes that it takes.

    It obeys the sender's own Set Chunk Size and Abort. Raises Malformed.
    """

    def __init__(self, largest: int) -> None:
        self.largest = largest
        self.chunk_size = 128
        self._streams: dict[int, _Stream] = {}
        self._buffer = bytearray()
        self._unfinished = 0

    def feed(self, data: bytes) -> Iterator[Message]:
        self._buffer += data
        at = 0
        try:
            while (step := self._chunk(at)) is not None:
                at, message = step
                if message is None:
                    continue
                if message.kind == SET_CHUNK_SIZE:
                    self._set_chunk_size(message.body)
                elif message.kind == ABORT:
                    self._abort(message.body)
                else:
                    yield message
        finally:
            del self._buffer[:at]

    def _set_chunk_size(self, body: bytes) -> None:
        size = int.from_bytes(body[:4], "big")
        if len(body) < 4 or not 1 <= size <= 0x7FFFFFFF:
            raise Malformed("a chunk size that cannot be")
        self.chunk_size = size

    def _abort(self, body: bytes) -> None:
        stream = self._streams.get(int.from_bytes(body[:4], "big"))
        if stream is not None and stream.body is not None:
            self._unfinished -= len(stream.body)
            stream.body = None

    def _chunk(self, at: int) -> tuple[int, Message | None] | None:
        """The next chunk at this place: where it ends, and the message that it completes. None when more must come."""
        head = self._header(at)
        if head is None:
            return None
        known = self._streams.get(head.number) or _Stream()
        got = 0 if known.body is None else len(known.body)
        end = head.end + min(self.chunk_size, head.size - got)
        if len(self._buffer) < end:
            return None

        # All of the chunk is here: only now is anything noted, so that one that comes in pieces is noted once.
        self._streams[head.number] = known
        known.field, known.stamp, known.size = head.field, head.stamp, head.size
        known.kind, known.stream = head.kind, head.stream
        if known.body is None:
            self._advance(known, head.form, head.stamp)
            known.body = bytearray()
        known.body += self._buffer[head.end : end]
        self._unfinished += end - head.end
        if self._unfinished > MOST_UNFINISHED * self.largest:
            raise Malformed("too many messages that do not end")
        if len(known.body) < known.size:
            return end, None
        whole, known.body = bytes(known.body), None
        self._unfinished -= known.size
        return end, Message(known.kind, known.milliseconds, known.stream, whole)

    def _header(self, at: int) -> _Header | None:
        """What the header here says, with what it leaves out filled in. None when more must come."""
        found = self._basic_header(at)
        if found is None:
            return None
        form, number, at = found
        buffer, end = self._buffer, at + _HEADER_SIZES[form]
        if len(buffer) < end:
            return None
        known = self._streams.get(number)
        self._check(form, known)
        known = known or _Stream()
        stamp = field = int.from_bytes(buffer[at : at + 3], "big") if form < 3 else known.field
        if field == EXTENDED:
            if len(buffer) < end + 4:
                return None
            stamp = int.from_bytes(buffer[end : end + 4], "big")
            if form < 3 or stamp == known.stamp:
                end += 4
            else:  # not every sender repeats the long time in a header that leaves all out, as it should
                stamp = known.stamp
        size = int.from_bytes(buffer[at + 3 : at + 6], "big") if form < 2 else known.size
        if size > self.largest:
            raise Malformed("a message longer than we take")
        kind = buffer[at + 6] if form < 2 else known.kind
        stream = int.from_bytes(buffer[at + 7 : at + 11], "little") if form == 0 else known.stream
        return _Header(form, number, field, stamp, size, kind, stream, end)

    def _check(self, form: int, known: _Stream | None) -> None:
        if known is None and form > 1:
            raise Malformed("a chunk that leaves out what was never said")
        if known is None and len(self._streams) >= MOST_STREAMS:
            raise Malformed("too many chunk streams")
        if known is not None and known.body is not None and form < 3:
            raise Malformed("a new message before the last was whole")

    def _basic_header(self, at: int) -> tuple[int, int, int] | None:
        """(form, chunk stream, where the header goes on)"""
        buffer = self._buffer
        if len(buffer) <= at:
            return None
        form, number = buffer[at] >> 6, buffer[at] & 0x3F
        if number > 1:
            return form, number, at + 1
        width = number + 1  # 0: one more byte, 1: two more
        if len(buffer) <= at + width:
            return None
        return form, 64 + int.from_bytes(buffer[at + 1 : at + 1 + width], "little"), at + 1 + width

    def _advance(self, known: _Stream, form: int, stamp: int) -> None:
        if form == 0:
            known.milliseconds, known.delta = stamp, 0
            return
        if form == 3 and known.delta == 0:
            # After a whole header the standard means "as much later as that header's time" (ffmpeg writes so), while
            # nginx-rtmp and librtmp mean "at the same time". A step longer than a frame can only be the second.
            stamp = stamp if stamp < LONGEST_FRAME else 0
        known.delta = stamp
        known.milliseconds = (known.milliseconds + stamp) & 0xFFFFFFFF


def write(message: Message, number: int, chunk_size: int) -> bytes:
    """The message as chunks on chunk stream `number` (2 to 63), with a whole header."""
    stamp = min(message.milliseconds, EXTENDED).to_bytes(3, "big")
    long = message.milliseconds.to_bytes(4, "big") if message.milliseconds >= EXTENDED else b""
    size = len(message.body).to_bytes(3, "big")
    head = bytes([number]) + stamp + size + bytes([message.kind]) + message.stream.to_bytes(4, "little") + long
    more = bytes([0xC0 | number]) + long
    cuts = range(0, max(1, len(message.body)), chunk_size)
    return b"".join((head if cut == 0 else more) + message.body[cut : cut + chunk_size] for cut in cuts)
