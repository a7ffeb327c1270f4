"""For tests: recordings as phones and encoders make them, what a packager makes of them, and both looked at by PyAV."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from zlib import crc32

import av

from phien.video import flv
from phien.video.fmp4 import SOUND, VIDEO, samples_of
from phien.video.folder import End, Folder, Lane, Take, chunk_name, write_whole
from phien.video.journal import Part, Reader, Timeline
from phien.video.packager.lanes import Late, Main
from phien.video.packager.places import Places
from phien.video.packager.watching import Nobody, Observer

RATE = 20
MUXERS = {"flv": "flv", "webm": "matroska", "mp4": "mp4"}


@cache
def recording(
    format: str = "flv", *, video: str | None = "libx264", audio: str | None = "aac", seconds: float = 4,
    size: tuple[int, int] = (96, 64), key_every: int = RATE * 2, b_frames: int = 0, seed: int = 0, rate: int = 48_000,
    pause: int = 0,
) -> bytes:  # fmt: skip
    """A film of moving stripes with a tone; its bytes. In its middle the sender sleeps for `pause` seconds."""
    file = io.BytesIO()
    file.name = ""
    options = {"movflags": "empty_moov+default_base_moof+frag_keyframe"} if format == "mp4" else {}
    with av.open(file, "w", format=MUXERS[format], options=options) as container:
        pictures = _pictures(container, video, seconds, size, key_every, b_frames, seed, pause) if video else iter(())
        tones = _tones(container, audio, seconds, rate) if audio else iter(())
        container.start_encoding()
        packets = sorted([*pictures, *tones], key=lambda packet: packet.dts * Fraction(packet.time_base))
        for packet in packets:
            container.mux(packet)
    return file.getvalue()


def _pictures(container, codec, seconds, size, key_every, b_frames, seed, pause) -> Iterator[av.Packet]:
    options = {"preset": "ultrafast", "bf": str(b_frames), "sc_threshold": "0"} if codec == "libx264" else {}
    options |= {"deadline": "realtime", "cpu-used": "8"} if codec.startswith("libvpx") else {}
    stream = container.add_stream(codec, rate=RATE, options=options)
    stream.width, stream.height = size
    stream.pix_fmt, stream.gop_size = "yuv420p", key_every
    stream.codec_context.thread_count = 1

    def packets() -> Iterator[av.Packet]:
        for number in range(int(seconds * RATE)):
            frame = av.VideoFrame(*size, "yuv420p")
            for plane in frame.planes:
                row = bytes((seed + number * 7 + at * 5) % 256 for at in range(plane.line_size))
                plane.update(row * plane.height)
            frame.pts, frame.time_base = (
                number + (pause * RATE if number >= seconds * RATE / 2 else 0),
                Fraction(1, RATE),
            )
            yield from stream.encode(frame)
        yield from stream.encode(None)

    return packets()


def _tones(container, codec, seconds, rate) -> Iterator[av.Packet]:
    stream = container.add_stream(codec, rate=rate)
    stream.layout = "mono"

    def packets() -> Iterator[av.Packet]:
        size = stream.codec_context.frame_size or 960
        name = stream.codec_context.format.name
        for number in range(int(seconds * rate / size)):
            frame = av.AudioFrame(name, "mono", size)
            frame.planes[0].update(bytes((at * 3 + number) % 61 for at in range(frame.planes[0].buffer_size)))
            frame.sample_rate, frame.pts, frame.time_base = rate, number * size, Fraction(1, rate)
            yield from stream.encode(frame)
        yield from stream.encode(None)

    return packets()


def retimed(data: bytes, change: Callable[[int, int], int]) -> bytes:
    """An FLV stream with other time stamps: change(kind, milliseconds)."""
    found = [flv.tag(tag.kind, change(tag.kind, tag.milliseconds), tag.body) for tag in flv.tags(data)]
    return flv.header() + b"".join(found)


def pictures_in(data: bytes, format: str | None = None) -> list[int]:
    """A checksum of each picture that decoding gives."""
    with av.open(io.BytesIO(data), format=format) as container:
        return [crc32(bytes(frame.planes[0])) for frame in container.decode(video=0)]


@dataclass
class Broadcast:
    """A broadcast's folder; its senders and its packager."""

    folder: Folder
    sent: dict[str, int] = field(default_factory=dict)

    def open(self, code: str = "take-0001", format: str = "flv", opened: float = 1.0) -> Path:
        via = "rtmp" if format == "flv" else "phone"
        return self.folder.make().open_take(Take(code, via, format, "user:1", "Phone", 1000.0 + opened, opened))

    def send(
        self, data: bytes, code: str = "take-0001", format: str = "flv", *, pieces: int = 1, opened: float = 1
    ) -> None:
        """More of a take, in so many pieces."""
        path = self.open(code, format, opened)
        step = -(-len(data) // pieces)
        for at in range(0, len(data), step):
            if format == "flv":
                with (path / "stream.flv").open("ab") as file:
                    file.write(data[at : at + step])
            else:
                number = self.sent.get(code, 0)
                write_whole(path / chunk_name(number), data[at : at + step])
                self.sent[code] = number + 1

    def end(self, code: str = "take-0001", chunks: int | None = None) -> None:
        self.folder.end_take(code, End("unpublish", chunks if chunks is not None else self.sent.get(code)))

    def close(self) -> None:
        self.folder.close()

    def package(self, lane: Lane = "main", *, observed: bool = False) -> "Packaged":
        """In this process, until it is done: main only once the folder is closed."""
        watch = Observer(self.folder, 0) if observed else Nobody()
        kind = Main if lane == "main" else Late
        kind(self.folder, watch, Places(self.folder, 1, lambda: None), lambda: None, lambda words: None).run()
        return Packaged(self.folder, lane)


class Packaged:
    """What a lane's files hold."""

    def __init__(self, folder: Folder, lane: Lane = "main") -> None:
        self.folder, self.lane = folder, lane
        reader = Reader(folder.journal(lane), lane)
        reader.poll()
        self.timeline: Timeline = reader.timeline

    @property
    def parts(self) -> list[Part]:
        return [part for parts in self.timeline.parts.values() for part in parts]

    @property
    def frames(self) -> int:
        return sum(part.frames for part in self.parts)

    def film(self, run: int = 0, *, sound: bool = False) -> bytes:
        pieces = [
            self.folder.segment(self.lane, segment.number, sound=sound).read_bytes()
            for segment in self.timeline.segments
            if segment.run == run and (segment.sound_size or not sound)
        ]
        return self.folder.init(self.lane, run, sound=sound).read_bytes() + b"".join(pieces)

    def times(self, track: int = VIDEO, run: int = 0) -> list[int]:
        return [sample.dts for sample in samples_of(self.film(run), track)]

    def check(self) -> None:
        """What holds for every journal: files as long as it says, times that rise, the same sound when alone."""
        for run in self.timeline.runs:
            for track in (VIDEO, SOUND):
                times = self.times(track, run)
                assert times == sorted(set(times))
            if self.timeline.runs[run].audio:
                alone = [sample.data for sample in samples_of(self.film(run, sound=True), SOUND)]
                assert alone == [sample.data for sample in samples_of(self.film(run), SOUND)]
        for segment in self.timeline.segments:
            parts = self.timeline.parts[segment.number]
            data = self.folder.segment(self.lane, segment.number).read_bytes()
            assert len(data) == segment.size == parts[-1].offset + parts[-1].size
            assert [part.number for part in parts] == list(range(len(parts)))
            assert segment.frames == sum(part.frames for part in parts)
            for part in parts:
                samples = list(samples_of(data[part.offset : part.offset + part.size], VIDEO))
                assert len(samples) == part.frames
                assert not samples or samples[0].is_key == part.is_key


def all_pictures(packaged: Sequence[Packaged]) -> list[int]:
    """Of lanes one after the other, by runs with the same init played as one."""
    found = []
    for one in packaged:
        for run in one.timeline.runs:
            found += pictures_in(one.film(run))
    return found
