"""A take's packets by FFmpeg's demuxers, each with its media time."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

import av

from phien.video.fmp4 import VIDEO_SCALE
from phien.video.packager.inputs import Tail
from phien.video.packager.timing import JUMP, Timed, Timing, Track, in_turns

DEMUXERS = {"webm": "matroska", "mp4": "mov", "flv": "flv"}
TRUSTED = {"webm": 86_400.0, "mp4": 86_400.0, "flv": 60.0}
"""Seconds by which a clock may jump ahead and be believed: a phone that slept tells the truth, an encoder may not."""
_OPTIONS = {"probesize": "500000", "analyzeduration": "1000000", "fpsprobesize": "0"}
MOST_PIXELS = 4096 * 2304
_ENCODED_RATE = 48_000
_OPENING = 300


class Unusable(Exception):
    """There is no picture and no sound in it that can be read."""


class Source:
    """Opens the take; waits until its beginning has come. Raises Unusable, or av.error.FFmpegError."""

    def __init__(self, tail: Tail, format: str) -> None:
        self._tail = tail
        self._container: Any = av.open(tail, format=DEMUXERS[format], options=_OPTIONS)
        self.video: Any = _readable(self._container.streams.video)
        self.audio: Any = _readable(self._container.streams.audio)
        if self.video is None and self.audio is None:
            raise Unusable("neither picture nor sound")
        if self.video is not None and self.video.width * self.video.height > MOST_PIXELS:
            raise Unusable("the picture is too large")
        wrap = 1 << 32 if format == "flv" else 0
        tracks = {}
        if self.video is not None:
            tracks["video"] = Track(VIDEO_SCALE, _fraction(self.video.time_base), wrap)
        if self.audio is not None:
            tracks["audio"] = Track(self.sound_scale, _fraction(self.audio.time_base), wrap)
        self._timing = Timing(TRUSTED[format], tracks)

    @property
    def copies_video(self) -> bool:
        return self.video is not None and self.video.codec_context.name in ("h264", "libx264")

    @property
    def copies_audio(self) -> bool:
        context = self.audio.codec_context if self.audio is not None else None
        return context is not None and context.name == "aac" and bool(context.extradata) and context.sample_rate > 0

    @property
    def sound_scale(self) -> int:
        return int(self.audio.codec_context.sample_rate) if self.copies_audio else _ENCODED_RATE

    def packets(self) -> Iterator[Timed]:
        return in_turns(self._timed(), len(self._timing.tracks))

    def close(self) -> None:
        self._container.close()

    def _timed(self) -> Iterator[Timed]:
        """Media time 0 is the earliest stamp of both tracks, so packets are held until both have begun."""
        opening: list[tuple[str, Any]] = []
        is_open = False
        for kind, packet in self._raw():
            if is_open:
                yield self._place(kind, packet)
                continue
            opening.append((kind, packet))
            if self._has_begun(opening):
                is_open = True
                yield from self._opened(opening)
        if opening and not is_open and self._tail.is_complete:
            yield from self._opened(opening)

    def _raw(self) -> Iterator[tuple[str, Any]]:
        tracks = [
            (kind, stream) for kind, stream in (("video", self.video), ("audio", self.audio)) if stream is not None
        ]
        streams = {stream.index: kind for kind, stream in tracks}
        for packet in self._container.demux([stream for _, stream in tracks]):
            if packet.size and not packet.is_corrupt:  # cut off where the bytes end for now
                yield streams[packet.stream_index], packet

    def _has_begun(self, opening: list[tuple[str, Any]]) -> bool:
        known: dict[str, list[Fraction]] = {}
        for kind, packet in opening:
            if packet.dts is not None:
                known.setdefault(kind, []).append(packet.dts * _fraction(packet.time_base))
        if len(known) == len(self._timing.tracks):
            return True
        return len(opening) >= _OPENING or any(stamps[-1] - stamps[0] >= 1 for stamps in known.values())

    def _opened(self, opening: list[tuple[str, Any]]) -> Iterator[Timed]:
        for kind in self._timing.tracks:
            _fill([packet for one, packet in opening if one == kind])
        firsts: dict[str, Fraction] = {}
        for kind, packet in opening:
            stamp = packet.dts * _fraction(packet.time_base)
            firsts[kind] = min(stamp, firsts.get(kind, stamp))
        zero = min(firsts.values())
        for kind, track in self._timing.tracks.items():
            first = firsts.get(kind, zero)
            # clocks that have nothing to do with each other are laid together
            track.zero = first if first - zero > JUMP else zero
        for kind, packet in opening:
            yield self._place(kind, packet)

    def _place(self, kind: str, packet: Any) -> Timed:
        track = self._timing.tracks[kind]
        stamp = packet.dts if packet.dts is not None else packet.pts
        if stamp is None:
            stamp = track.following
        dts, turn = self._timing.place(kind, stamp)
        offset = track.scaled(packet.pts - stamp) if packet.pts is not None else 0
        if abs(offset) > JUMP * track.scale:
            offset = 0  # no encoder looks that far ahead
        return Timed(kind, packet, dts, offset, turn)


def _readable(streams: Iterable[Any]) -> Any:
    """The first stream whose codec is known here."""
    return next((stream for stream in streams if stream.codec_context is not None), None)


def _fill(packets: list[Any]) -> None:
    """Matroska tells presentation times only; the first decoding times are reckoned back from the first known one."""
    known = next((number for number, packet in enumerate(packets) if packet.dts is not None), None)
    for number, packet in enumerate(packets):
        if packet.dts is None:
            if known is None:
                packet.dts = packet.pts if packet.pts is not None else 0
            elif number < known:
                step = packet.duration or 1
                packet.dts = packets[known].dts - step * (known - number)
            else:
                packet.dts = packet.pts if packet.pts is not None else packets[number - 1].dts


def _fraction(value: Any) -> Fraction:
    return Fraction(value.numerator, value.denominator)
