"""One admitted stream on its way to the disk: takes in the broadcast's folder, FLV as it comes."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from phien.video import flv
from phien.video.folder import End, Take
from phien.video.rtmp import amf
from phien.video.rtmp.door import Admission

log = logging.getLogger("phien.rtmp")

FLUSH_PAST = 256 << 10
LONGEST_STEP = 10_000
HALF = 1 << 31


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes just now. `key` names the folder; `take` is empty until the first picture or sound."""

    key: str
    take: str
    publisher: str
    label: str
    address: str
    since: float
    received: int


class Unsuitable(Exception):
    """The stream is in a format that is not taken; the message is for the encoder's screen."""


def check(kind: int, body: bytes) -> None:
    """Raises Unsuitable for what is neither H.264 nor a sound that players' browsers can be given."""
    first = body[0]
    if kind == flv.VIDEO and first & 0x80:
        name = body[1:5].decode("ascii", "replace")
        raise Unsuitable(f"This server takes H.264 only, not {name} (HEVC, AV1). Please choose H.264 in the encoder.")
    if kind == flv.VIDEO and first & 0x0F != flv.AVC:
        raise Unsuitable("This server takes H.264 only. Please choose H.264 in the encoder.")
    if kind == flv.AUDIO and first >> 4 == 9:
        raise Unsuitable("This server takes AAC or MP3 sound. Please choose AAC in the encoder.")


class Publication:
    """Takes messages; writes tags. A take begins with its first picture or sound, as media time 0.

    A sender whose clock jumps, or whose picture changes its set-up, goes on in a new take: what is packaged without
    being decoded cannot change in the middle.
    """

    def __init__(self, admission: Admission, address: str, now: Callable[[], float]) -> None:
        self.admission = admission
        self.address = address
        self.fed_at = 0.0
        self.since = now()
        self.received = 0
        self.code = ""
        self.ended = ""
        self._now = now
        self._loop = asyncio.get_running_loop()
        self._headers: dict[int, bytes] = {}
        self._file: BinaryIO | None = None
        self._waiting = bytearray()
        self._last = 0
        self._passed = 0

    @property
    def key(self) -> str:
        return self.admission.folder.path.name

    def facts(self) -> Publisher:
        admission = self.admission
        return Publisher(
            self.key, self.code, admission.publisher, admission.label, self.address, self.since, self.received
        )

    def feed(self, kind: int, milliseconds: int, body: bytes) -> None:
        """Keep one message of sound, picture or data. Raises Unsuitable, and OSError where the disk refuses."""
        if self.ended or not body:
            return
        self.received += len(body)
        if kind == flv.DATA:
            self._describe(body)
            return
        check(kind, body)
        if flv.is_header(kind, body):
            self._set_up(kind, body)
            return
        now = self._loop.time()
        if self._file is not None and self._jumps(milliseconds, now - self.fed_at):
            self._end_take("restarted")
        self.fed_at = now
        if self._file is None:
            self._open_take(milliseconds)
        self._write(flv.tag(kind, self._media_time(milliseconds), body))

    def end(self, reason: str) -> None:
        """Nothing more comes. The first reason stands."""
        if not self.ended:
            self.ended = reason
            self._end_take(reason)

    def _describe(self, body: bytes) -> None:
        """Keep onMetaData, without the command that carries it: FFmpeg would take that for a stream of its own."""
        prefix = amf.encode("@setDataFrame")
        body = body.removeprefix(prefix)
        if body.startswith(amf.encode("onMetaData")):
            self._headers[flv.DATA] = body

    def _set_up(self, kind: int, body: bytes) -> None:
        if self._headers.get(kind) == body:
            return
        changed = kind in self._headers
        self._headers[kind] = body
        if self._file is not None and changed:
            self._end_take("restarted")
        elif self._file is not None:
            self._write(flv.tag(kind, max(0, self._passed), body))

    def _jumps(self, milliseconds: int, passed: float) -> bool:
        """Whether the sender's clock went back, or further ahead than time did."""
        step = self._signed(milliseconds - self._last)
        return step < -LONGEST_STEP or step > LONGEST_STEP + passed * 1000

    @staticmethod
    def _signed(difference: int) -> int:
        """The nearer way round between two times that count modulo 2^32."""
        return (difference + HALF) % (2 * HALF) - HALF

    def _media_time(self, milliseconds: int) -> int:
        """Media time, from the take's beginning. A picture that was sent a little after its time stays at 0."""
        self._passed += self._signed(milliseconds - self._last)
        self._last = milliseconds
        return max(0, self._passed)

    def _open_take(self, milliseconds: int) -> None:
        admission, now = self.admission, self._now()
        self.code = f"rtmp-{secrets.token_hex(6)}"
        self._last, self._passed = milliseconds, 0
        take = Take(self.code, "rtmp", "flv", admission.publisher, admission.label, began=now, opened=now)
        path = admission.folder.make().open_take(take)
        self._file = (path / "stream.flv").open("ab", buffering=0)
        written = [flv.tag(kind, 0, self._headers[kind]) for kind in sorted(self._headers, reverse=True)]
        self._write(flv.header(audio=self._has_sound()) + b"".join(written))

    def _has_sound(self) -> bool:
        """Whether sound is to come; a reader of the file waits for what its beginning promises."""
        described = self._headers.get(flv.DATA, b"audiocodecid")
        return flv.AUDIO in self._headers or b"audiocodecid" in described

    def _end_take(self, reason: str) -> None:
        if self._file is None:
            return
        try:
            self.flush()
        except OSError:
            log.exception("the end of take %s could not be written", self.code)
        self._file.close()
        self._file = None
        self.admission.folder.end_take(self.code, End(reason))
        self.code = ""

    def _write(self, data: bytes) -> None:
        self._waiting += data
        if len(self._waiting) >= FLUSH_PAST:
            self.flush()

    def flush(self) -> None:
        """Into the system's memory at once, which is a copy; the disk follows by itself. Raises OSError."""
        while self._waiting and self._file is not None:
            written = self._file.write(self._waiting)
            del self._waiting[:written]
