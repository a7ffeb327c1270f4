"""Any sound to AAC: 48,000 Hz, stereo, its frames on one grid of media time from the first to the last."""

from fractions import Fraction
from typing import Any

import av

from phien.video.fmp4 import Sample, Sound
from phien.video.packager.timing import Timed

RATE = 48_000
BIT_RATE = 112_000
FRAME = 1024
_SLACK = RATE * 6 // 100
"""By how much stamps may disagree with the sound's own length before silence is put in or sound dropped."""
_FILLED = RATE * 10
_RUN_UP = 2 * FRAME
_WARM_UP = RATE
"""How much sound before the place where it goes on is decoded again, so that the decoder has settled."""
_WIDTH = 4
_UNIT = Fraction(1, RATE)


class EncodedSound:
    """Decodes and encodes. With `start`, the first frame that comes out begins there; it was not fed from before."""

    how = "encode"
    scale = RATE

    def __init__(self, stream: Any, start: int | None) -> None:
        self._context = stream.codec_context
        self._context.thread_count = 1
        self._start = start
        self._left, self._right = bytearray(), bytearray()
        self._head: int | None = None
        self._floor = 0 if start is None else start
        self._resampler = av.AudioResampler("fltp", "stereo", RATE)
        self._encoder = _encoder()
        self.form: Sound | None = Sound(RATE, 2, bytes(self._encoder.extradata))

    def feed(self, timed: Timed) -> list[Sample]:
        at = timed.dts + timed.offset
        if self._start is not None and at < self._start - _WARM_UP:
            return []
        samples: list[Sample] = []
        for place, left, right in self._decoded(timed.packet, at):
            samples += self._take_in(place, left, right)
        return samples

    def flush(self) -> list[Sample]:
        if self._head is None:
            return []
        missing = -len(self._left) % (FRAME * _WIDTH)
        self._left += bytes(missing)
        self._right += bytes(missing)
        samples = [*self._encoded(), *self._samples(self._encoder.encode(None))]
        self._encoder = _encoder()
        self._head = None
        if samples:
            self._floor = max(self._floor, samples[-1].dts + FRAME)
        return samples

    def _decoded(self, packet: Any, at: int) -> list[tuple[int, bytes, bytes]]:
        found = []
        try:
            packet.pts = packet.dts = at
            packet.time_base = _UNIT
            for frame in self._context.decode(packet):
                place = at if frame.pts is None else round(frame.pts * frame.time_base * RATE)
                for out in self._resampler.resample(frame):
                    size = out.samples * _WIDTH
                    found.append((place, bytes(out.planes[0])[:size], bytes(out.planes[1])[:size]))
                    place += out.samples
        except av.error.FFmpegError:
            return found  # one broken packet is a gap, which is filled
        return found

    def _take_in(self, place: int, left: bytes, right: bytes) -> list[Sample]:
        samples: list[Sample] = []
        count = len(left) // _WIDTH
        if self._head is not None:
            off = place - (self._head + len(self._left) // _WIDTH)
            if off > _FILLED or off < -_FILLED:
                samples += self.flush()
            elif off > _SLACK:
                self._left += bytes(off * _WIDTH)
                self._right += bytes(off * _WIDTH)
            elif off < -_SLACK:
                drop = min(count, -off) * _WIDTH
                left, right = left[drop:], right[drop:]
        if self._head is None:
            left, right = self._anchor(place, left, right)
        self._left += left
        self._right += right
        return samples + self._encoded()

    def _anchor(self, place: int, left: bytes, right: bytes) -> tuple[bytes, bytes]:
        """Begin the grid: at the first sound, or so that one of its lines is `start`."""
        floor = self._floor
        self._left.clear()
        self._right.clear()
        if place > floor or not floor:
            self._floor = self._head = max(place, floor)
            drop = (self._head - place) * _WIDTH
            return left[drop:], right[drop:]
        begin = floor - _RUN_UP
        if place > begin:
            silence = bytes((place - begin) * _WIDTH)
            self._head = begin
            return silence + left, silence + right
        self._head = place + (begin - place) % FRAME
        skip = (self._head - place) * _WIDTH
        if skip >= len(left):
            self._head = None
            return b"", b""
        return left[skip:], right[skip:]

    def _encoded(self) -> list[Sample]:
        samples: list[Sample] = []
        size = FRAME * _WIDTH
        used = 0
        while self._head is not None and len(self._left) - used >= size:
            frame = av.AudioFrame("fltp", "stereo", FRAME)
            frame.planes[0].update(bytes(self._left[used : used + size]))
            frame.planes[1].update(bytes(self._right[used : used + size]))
            frame.sample_rate, frame.pts, frame.time_base = RATE, self._head, _UNIT
            samples += self._samples(self._encoder.encode(frame))
            self._head += FRAME
            used += size
        del self._left[:used], self._right[:used]
        return samples

    def _samples(self, packets: list[Any]) -> list[Sample]:
        """Without what the encoder puts out before its first sound."""
        return [Sample(packet.pts, bytes(packet), duration=FRAME) for packet in packets if packet.pts >= self._floor]


def _encoder() -> Any:
    context: Any = av.CodecContext.create("aac", "w")
    context.sample_rate, context.layout, context.format = RATE, "stereo", "fltp"
    context.bit_rate, context.time_base = BIT_RATE, _UNIT
    context.flags |= av.codec.context.Flags.global_header
    context.open()
    return context
