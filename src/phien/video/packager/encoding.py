"""Any picture to H.264, one picture out for each one in, a key frame every two seconds."""

from fractions import Fraction
from typing import Any

import av

from phien.video.fmp4 import VIDEO_SCALE, Picture, Sample
from phien.video.packager import nal
from phien.video.packager.source import MOST_PIXELS
from phien.video.packager.timing import Timed

SHORT_SIDE = 720
KEY_EVERY = VIDEO_SCALE * 198 // 100
"""Two seconds, less than a picture's length: with stamps in whole milliseconds two seconds may be 1.999."""
_UNIT = Fraction(1, VIDEO_SCALE)
_BITS_PER_PIXEL = 3


class EncodedVideo:
    """Decodes and encodes. The first picture decides how large all are; another shape is put into a frame.

    With `start` only what lies behind it comes out, and `size` is how large the pictures before were.
    """

    how = "encode"
    scale = VIDEO_SCALE

    def __init__(self, stream: Any, start: int | None, size: tuple[int, int] | None) -> None:
        self._context = stream.codec_context
        self._context.thread_count = 1
        self._context.options = {"max_pixels": str(MOST_PIXELS)}
        self._start = start
        self._size = size
        self.form: Picture | None = None
        self._before: list[Timed] = []
        self._encoder: Any = None
        self._graph: Any = None
        self._graph_of: tuple[Any, ...] = ()
        self._last = -1
        self._key: int | None = None
        self._turn = 0
        self.newest: Any = None

    def feed(self, timed: Timed) -> list[Sample]:
        if self._start is not None and timed.dts + timed.offset < self._start:
            if timed.packet.is_keyframe:
                self._before = []
            self._before.append(timed)
            return []
        samples: list[Sample] = []
        for earlier in self._before:
            samples += self._coded(earlier)
        self._before = []
        if timed.turn != self._turn:
            self._turn, self._key = timed.turn, None
        return samples + self._coded(timed)

    def flush(self) -> list[Sample]:
        return []

    def _coded(self, timed: Timed) -> list[Sample]:
        packet = timed.packet
        packet.pts = packet.dts = timed.dts + timed.offset
        packet.time_base = _UNIT
        try:
            frames = self._context.decode(packet)
        except av.error.FFmpegError:
            return []
        samples: list[Sample] = []
        for frame in frames:
            at = packet.pts if frame.pts is None else round(frame.pts * Fraction(frame.time_base) * VIDEO_SCALE)
            if self._start is None or at >= self._start:
                samples += self._encoded(frame, max(at, self._last + 1))
        return samples

    def _encoded(self, frame: Any, at: int) -> list[Sample]:
        if self._encoder is None:
            self._open(frame)
        shaped = self._shaped(frame)
        shaped.pts, shaped.time_base = at, _UNIT
        is_key = self._key is None or at - self._key >= KEY_EVERY
        shaped.pict_type = av.video.frame.PictureType.I if is_key else av.video.frame.PictureType.NONE
        self._last = at
        if is_key:
            self._key = at
            self.newest = shaped
        return [
            Sample(packet.pts, nal.with_lengths(list(nal.of_annex_b(bytes(packet)))), packet.is_keyframe)
            for packet in self._encoder.encode(shaped)
        ]

    def _open(self, frame: Any) -> None:
        width, height = self._size or fitting(frame.width, frame.height)
        self._size = (width, height)
        rate = max(400_000, width * height * _BITS_PER_PIXEL)
        context: Any = av.CodecContext.create("libx264", "w")
        context.width, context.height, context.pix_fmt = width, height, "yuv420p"
        context.time_base, context.framerate = _UNIT, Fraction(30)
        context.thread_count = 2
        context.flags |= av.codec.context.Flags.global_header
        context.options = {
            "preset": "veryfast", "tune": "zerolatency", "crf": "23", "maxrate": str(rate), "bufsize": str(rate),
            "forced-idr": "1", "g": "1000", "sc_threshold": "0",
        }  # fmt: skip
        context.open()
        self._encoder = context
        sets = nal.parameter_sets(nal.of_annex_b(bytes(context.extradata)))
        self.form = Picture(width, height, nal.config(*sets))

    def _shaped(self, frame: Any) -> Any:
        """The picture in the first one's size, whole, with black beside or above it where its shape is another."""
        if (frame.width, frame.height) == self._size and frame.format.name == "yuv420p":
            return frame
        shape = (frame.width, frame.height, frame.format.name)
        if shape != self._graph_of or self._graph is None:
            self._graph, self._graph_of = self._letterbox(frame), shape
        frame.pts, frame.time_base = 0, _UNIT
        self._graph.push(frame)
        return self._graph.pull()

    def _letterbox(self, frame: Any) -> Any:
        width, height = self._size or (0, 0)
        graph = av.filter.Graph()
        nodes = [
            graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=_UNIT),
            graph.add("scale", f"{width}:{height}:force_original_aspect_ratio=decrease:force_divisible_by=2"),
            graph.add("pad", f"{width}:{height}:-1:-1"),
            graph.add("format", "yuv420p"),
            graph.add("buffersink"),
        ]
        graph.link_nodes(*nodes).configure()
        return graph


def fitting(width: int, height: int) -> tuple[int, int]:
    """The size for pictures of this one: its shorter side at most 720, both sides even."""
    factor = min(1.0, SHORT_SIDE / min(width, height))
    return max(2, round(width * factor / 2) * 2), max(2, round(height * factor / 2) * 2)
