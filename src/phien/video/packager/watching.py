"""Looks on while a take is packaged: how the input does, and a thumbnail. It never stands in the stream's way."""

import time
from collections import deque
from fractions import Fraction
from itertools import pairwise
from statistics import median
from typing import Any

import av

from phien.video.fmp4 import VIDEO_SCALE, Picture, Sample
from phien.video.folder import Folder, Health, Take, write_whole
from phien.video.packager.copying import decoded

WINDOW = 10
HEALTH_EVERY = 1.0
THUMB_EVERY = 5.0
THUMB_WIDTH = 320
GAP = 1.8
_UNIT = Fraction(1, VIDEO_SCALE)


class Nobody:
    """Looks away: for footage that is not on air."""

    def begin(self, take: Take, source: Any) -> None:
        return None

    def see(self, sample: Sample, form: Picture) -> None:
        return None

    def hear(self, sample: Sample) -> None:
        return None

    def end(self) -> None:
        return None


class Observer:
    """Writes health.json about once a second, while something comes, and thumb.jpg from a key frame each five."""

    def __init__(self, folder: Folder, shift: float) -> None:
        self._folder, self._shift = folder, shift
        self._take: Take | None = None
        self._written = self._drawn = 0.0
        self._form: Picture | None = None
        self._reset()

    def _reset(self) -> None:
        self._frames = self._dropped = self._last = 0
        self._bytes: deque[tuple[int, int]] = deque()
        self._sound_bytes = 0
        self._steps: deque[int] = deque(maxlen=60)
        self._keys: deque[int] = deque(maxlen=11)
        self._typical = 0.0
        self._codecs = ("", "")
        self._form = None
        self._is_new = False
        self._sound_scale = 1

    def begin(self, take: Take, source: Any) -> None:
        self._reset()
        self._take = take
        video, audio = source.video, source.audio
        self._sound_scale = source.sound_scale if audio is not None else 1
        self._codecs = (
            video.codec_context.codec.name if video is not None else "",
            audio.codec_context.codec.name if audio is not None else "",
        )

    def see(self, sample: Sample, form: Picture) -> None:
        self._form = form
        if self._frames:
            step = sample.dts - self._last
            if self._typical and step > GAP * self._typical:
                self._dropped += round(step / self._typical) - 1
            self._steps.append(step)
        self._frames += 1
        self._is_new = True
        self._last = sample.dts
        self._bytes.append((sample.dts, len(sample.data) + self._sound_bytes))
        self._sound_bytes = 0
        while self._bytes[0][0] < sample.dts - WINDOW * VIDEO_SCALE:
            self._bytes.popleft()
        if sample.is_key:
            self._keys.append(sample.dts)
            self._draw(sample, form)
        self.idle()

    def hear(self, sample: Sample) -> None:
        self._sound_bytes += len(sample.data)
        if self._form is None:  # a take of sound alone
            self._is_new = True
            self._last = sample.dts * VIDEO_SCALE // self._sound_scale

    def end(self) -> None:
        self._written = 0.0
        self.idle()

    def idle(self) -> None:
        now = time.monotonic()
        if self._take is None or not self._is_new or now - self._written < HEALTH_EVERY:
            return
        self._is_new = False
        self._written = now
        if len(self._steps) >= 5:
            self._typical = median(self._steps)
        span = (self._bytes[-1][0] - self._bytes[0][0]) / VIDEO_SCALE if len(self._bytes) > 1 else 0.0
        keys = list(self._keys)
        gaps = [later - earlier for earlier, later in pairwise(keys)]
        width, height = self._form.shown if self._form is not None else (0, 0)
        self._folder.set_health(
            Health(
                at=time.time() + self._shift,
                take=self._take.code,
                media=round(self._take.began + self._last / VIDEO_SCALE, 3),
                bitrate=round(sum(size for _, size in self._bytes) * 8 / span) if span else 0,
                frames=self._frames,
                fps=round((len(self._bytes) - 1) / span, 2) if span else 0,
                dropped=self._dropped,
                keyframe_seconds=round(max(gaps, default=0) / VIDEO_SCALE, 3),
                width=width,
                height=height,
                video=self._codecs[0],
                audio=self._codecs[1],
            )
        )

    def _draw(self, sample: Sample, form: Picture) -> None:
        now = time.monotonic()
        if now - self._drawn < THUMB_EVERY and self._drawn:
            return
        self._drawn = now
        frame = decoded(form.config, sample.data)
        if frame is None:
            return
        try:
            write_whole(self._folder.thumb, jpeg(frame))
        except (av.error.FFmpegError, OSError, ValueError):
            return  # the next one may do


def jpeg(frame: Any) -> bytes:
    """The picture at most 320 px wide."""
    width = min(THUMB_WIDTH, frame.width) // 2 * 2
    height = max(2, round(frame.height * width / frame.width / 2) * 2)
    small = frame.reformat(width=width, height=height, format="yuvj420p")
    context: Any = av.CodecContext.create("mjpeg", "w")
    context.width, context.height, context.pix_fmt = width, height, "yuvj420p"
    context.time_base = small.time_base = _UNIT
    context.options = {"qmin": "3", "qmax": "6"}
    small.pts = 0
    return b"".join(bytes(packet) for packet in [*context.encode(small), *context.encode(None)])
