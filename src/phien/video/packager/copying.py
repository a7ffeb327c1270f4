"""H.264 and AAC as they come."""

from typing import Any

import av

from phien.video.fmp4 import VIDEO_SCALE, Picture, Sample, Sound
from phien.video.packager import nal
from phien.video.packager.source import MOST_PIXELS
from phien.video.packager.timing import Timed

_AAC_FRAME = 1024


class CopiedVideo:
    """H.264 in either wrapping. `form` changes with the parameter sets that come before a key frame."""

    how = "copy"
    scale = VIDEO_SCALE

    def __init__(self, stream: Any) -> None:
        context = stream.codec_context
        self.form: Picture | None = None
        self._stream = stream
        self._size = (context.width, context.height)
        self._rotates = stream.container.format.name.startswith("mov")
        self._is_annex_b = True
        self._length = 4
        self._sets: tuple[list[bytes], list[bytes]] = ([], [])
        self._config = b""
        self._take_extradata(bytes(context.extradata or b""))

    def feed(self, timed: Timed) -> list[Sample]:
        packet = timed.packet
        if packet.has_sidedata("new_extradata"):
            self._take_extradata(bytes(packet.get_sidedata("new_extradata")))
        if self.form is None and not packet.is_keyframe:
            return []  # nothing can be shown before the first key frame
        data = bytes(packet)
        if self._is_annex_b or self._length != 4 or packet.is_keyframe:
            data = self._rewrapped(data, packet.is_keyframe)
        if packet.is_keyframe and self._config and (self.form is None or self.form.config != self._config):
            self.form = self._described(packet, data)
        if self.form is None or not data:
            return []
        return [Sample(timed.dts, data, packet.is_keyframe, timed.offset)]

    def flush(self) -> list[Sample]:
        return []

    def _take_extradata(self, extradata: bytes) -> None:
        if extradata[:1] == b"\1" and len(extradata) > 6:
            sequence, picture, self._length = nal.of_config(extradata)
            self._is_annex_b = False
            if sequence and picture and (sequence, picture) != self._sets:
                self._sets = (sequence, picture)
                self._config = extradata if self._length == 4 else nal.config(sequence, picture)
        else:
            self._take_sets(*nal.parameter_sets(nal.of_annex_b(extradata)))

    def _take_sets(self, sequence: list[bytes], picture: list[bytes]) -> None:
        sets = (sequence or self._sets[0], picture or self._sets[1])
        if sets[0] and sets[1] and sets != self._sets:
            self._sets, self._config = sets, nal.config(*sets)

    def _rewrapped(self, data: bytes, is_key: bool) -> bytes:
        """The units behind lengths of four bytes; of a key frame, its parameter sets are taken note of."""
        if self._is_annex_b and not data.startswith((b"\0\0\1", b"\0\0\0\1")):
            self._is_annex_b = False
        units = list(nal.of_annex_b(data) if self._is_annex_b else nal.of_lengths(data, self._length))
        if is_key:
            self._take_sets(*nal.parameter_sets(iter(units)))
        return nal.with_lengths(units) if self._is_annex_b or self._length != 4 else data

    def _described(self, packet: Any, data: bytes) -> Picture:
        """The container says how large the first picture is; one that comes later is decoded to see."""
        (width, height), rotation = self._size, 0
        if self.form is not None or not (width and height) or self._rotates:
            frame = decoded(self._config, data)
            if frame is not None:
                width, height = frame.width, frame.height
        if self.form is not None:
            rotation = self.form.rotation
        elif self._rotates:
            rotation = _rotation(self._stream, packet)
        return Picture(width, height, self._config, rotation, _aspect(self._stream))


def _rotation(stream: Any, packet: Any) -> int:
    """Degrees clockwise by which an MP4 says that its picture is to be turned."""
    try:
        frames = [*stream.codec_context.decode(packet), *stream.codec_context.decode(None)]
    except av.error.FFmpegError:
        return 0
    return -round(frames[0].rotation) % 360 if frames else 0


def decoded(config: bytes, data: bytes) -> Any:
    """A key frame's picture; None where it cannot be decoded."""
    context: Any = av.CodecContext.create("h264", "r")
    context.extradata = config
    context.thread_count = 1
    context.options = {"skip_loop_filter": "all", "max_pixels": str(MOST_PIXELS)}
    packet = av.Packet(data)
    packet.pts = packet.dts = 0
    try:
        frames = [*context.decode(packet), *context.decode(None)]
    except av.error.FFmpegError:
        return None
    return frames[0] if frames else None


class CopiedSound:
    """AAC. Stamps in whole milliseconds are smoothed to the frames' own length as long as they agree with it."""

    how = "copy"

    def __init__(self, stream: Any) -> None:
        context = stream.codec_context
        self.scale = int(context.sample_rate)
        self.form: Sound | None = Sound(self.scale, max(1, context.layout.nb_channels), bytes(context.extradata))
        self._frame = int(context.frame_size or 0) or _AAC_FRAME
        self._last: int | None = None
        self._turn = 0

    def feed(self, timed: Timed) -> list[Sample]:
        packet, dts = timed.packet, timed.dts
        if packet.has_sidedata("new_extradata") and self.form is not None:
            config = bytes(packet.get_sidedata("new_extradata"))
            if config and config != self.form.config:
                self.form = Sound(self.form.rate, self.form.channels, config)
        if self._last is not None:
            expected = self._last + self._frame
            off = dts - expected
            if abs(off) <= 0.6 * self._frame and timed.turn == self._turn:
                dts = expected + max(-2, min(2, int(off / 64)))
            dts = max(dts, self._last + 1)
        self._last, self._turn = dts, timed.turn
        return [Sample(dts, bytes(packet))]

    def flush(self) -> list[Sample]:
        return []


def _aspect(stream: Any) -> tuple[int, int]:
    ratio = stream.sample_aspect_ratio
    if not ratio or ratio.numerator <= 0:
        return 1, 1
    return ratio.numerator, ratio.denominator
