"""An excerpt of a replay as one MP4: its packets as they are, from the key frame at or before the wished-for second.

It is made in a process of its own, with limits: the footage came from outside, and whatever FFmpeg makes of it costs
nobody else. python -m phien.video.excerpt <folder> <begin> <end> <into> writes film.mp4 and poster.jpg.
"""

import json
import logging
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from fractions import Fraction
from io import RawIOBase
from pathlib import Path
from typing import Any

import av

from phien.video import fmp4
from phien.video.errors import NothingFilmed
from phien.video.folder import Folder
from phien.video.footage import timelines_of
from phien.video.journal import Run
from phien.video.playlists import Placed, is_visible, merged

log = logging.getLogger(__name__)
LONGEST = 600.0
TIME = 60
MEMORY = 2 << 30
POSTER = 1280
NOTHING = 3
SEAM = 0.05
"""Seconds by which two segments of a take may miss each other and still be one stretch."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`began` is the site's time at which its first picture was filmed."""

    film: Path
    poster: Path
    began: float
    seconds: float


def take_excerpt(folder: Folder, begin: float, end: float, into: Path) -> Excerpt:
    """What the replay shows between these times of the site, at most ten minutes, as files in the folder `into`.

    It ends where the sender's picture changes its form. Raises NothingFilmed, also for footage that cannot be read.
    """
    words = [sys.executable, "-m", "phien.video.excerpt", str(folder.path), repr(begin), repr(end), str(into)]
    try:
        done = subprocess.run(words, capture_output=True, timeout=TIME, check=False)  # noqa: S603  # our own module
    except subprocess.TimeoutExpired as error:
        log.warning("an excerpt of %s takes too long", folder.path)
        raise NothingFilmed from error
    if done.returncode:
        if done.returncode != NOTHING:
            log.warning("an excerpt of %s failed: %s", folder.path, done.stderr[-2000:].decode(errors="replace"))
        raise NothingFilmed
    facts = json.loads(done.stdout)
    return Excerpt(into / "film.mp4", into / "poster.jpg", facts["began"], facts["seconds"])


@dataclass(slots=True)
class Stretch:
    """Segments that follow each other without a seam, below one init. Times in seconds of the take's media time."""

    init: Path
    run: Run
    segments: list[Path]
    start: float
    end: float


class Footage:
    """The replay's segments, and which of them make up an excerpt."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        air = folder.air()
        main, late = timelines_of(folder)
        self._placed = [] if air.is_cut else [one for one in merged(main, late) if is_visible(*one, air)]
        self._inits: dict[Path, bytes] = {}

    def stretches(self, begin: float, end: float) -> list[Stretch]:
        """Raises NothingFilmed."""
        numbers = [number for number, one in enumerate(self._placed) if self._overlaps(one, begin, end)]
        if not numbers or not begin < end:
            raise NothingFilmed
        first = numbers[0]
        start = self._key_before(first, begin)
        while start is None and first and self._joins(first - 1, first):
            first -= 1
            start = self._key_before(first, begin)
        last = numbers[0]
        while last + 1 in numbers and self._init(last + 1) == self._init(last):
            last += 1
        found: list[Stretch] = []
        for number in range(first, last + 1):
            timeline, segment = self._placed[number]
            run = timeline.runs[segment.run]
            path = self._folder.segment(timeline.lane, segment.number)
            if found and self._joins(number - 1, number):
                found[-1].segments.append(path)
                continue
            init = self._folder.init(timeline.lane, segment.run)
            opening = next(iter(self._keys(number)), segment.at)
            found.append(Stretch(init, run, [path], opening, end - run.wall))
        if start is not None:
            found[0].start = start
        return found

    def _overlaps(self, one: Placed, begin: float, end: float) -> bool:
        timeline, segment = one
        wall = timeline.wall(segment)
        return bool(timeline.runs[segment.run].video) and wall < end and wall + segment.seconds > begin

    def _joins(self, before: int, after: int) -> bool:
        """Whether what comes after goes on where what came before ended, as if it were one file."""
        (one, first), (two, second) = self._placed[before], self._placed[after]
        return (
            one.runs[first.run].take == two.runs[second.run].take
            and abs(first.at + first.seconds - second.at) < SEAM
            and self._init(before) == self._init(after)
        )

    def _init(self, number: int) -> bytes:
        timeline, segment = self._placed[number]
        path = self._folder.init(timeline.lane, segment.run)
        if path not in self._inits:
            self._inits[path] = path.read_bytes()
        return self._inits[path]

    def _key_before(self, number: int, wall: float) -> float | None:
        """The media time of the segment's last key frame up to this time of the site."""
        timeline, segment = self._placed[number]
        at = wall - timeline.runs[segment.run].wall
        return max((time for time in self._keys(number) if time <= at + 0.001), default=None)

    def _keys(self, number: int) -> Iterator[float]:
        """The media times at which the segment's key frames are shown."""
        timeline, segment = self._placed[number]
        data = self._folder.segment(timeline.lane, segment.number).read_bytes()
        for sample in fmp4.samples_of(data, fmp4.VIDEO):
            if sample.is_key:
                yield (sample.dts + sample.offset) / fmp4.VIDEO_SCALE


class Joined(RawIOBase):
    """Files read one after the other."""

    def __init__(self, paths: list[Path]) -> None:
        self._paths = iter(paths)
        self._file = next(self._paths).open("rb")

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while not (data := self._file.read(size)):
            following = next(self._paths, None)
            if following is None:
                return b""
            self._file.close()
            self._file = following.open("rb")
        return data


class Film:
    """The MP4 that is written. Its index stands in front, so that it plays while it loads."""

    def __init__(self, path: Path) -> None:
        self._output: Any = av.open(str(path), "w", format="mp4", options={"movflags": "faststart"})
        self._tracks: dict[str, Any] = {}
        self._last: dict[str, int] = {}
        self.seconds = 0.0

    def add(self, stretch: Stretch) -> None:
        """Append the stretch's packets; its start becomes where the film has come to."""
        before = self.seconds
        opened: Any = av.open(Joined([stretch.init, *stretch.segments]), format="mp4")
        with opened as source:
            streams = [stream for stream in source.streams if stream.type in {"video", "audio"}]
            if not self._tracks:
                self._tracks = {
                    stream.type: self._output.add_stream_from_template(stream, opaque=True) for stream in streams
                }
            for packet in self._wanted(source.demux(streams), stretch):
                kind = packet.stream.type
                unit = packet.time_base
                shift = round(Fraction(before - stretch.start) / unit)
                packet.pts += shift
                packet.dts = max(packet.dts + shift, self._last.get(kind, packet.dts + shift - 1) + 1)
                self._last[kind] = packet.dts
                if kind == "video":
                    self.seconds = max(self.seconds, float((packet.pts + (packet.duration or 0)) * unit))
                packet.stream = self._tracks[kind]
                self._output.mux(packet)

    def close(self) -> None:
        self._output.close()

    def _wanted(self, packets: Iterator[Any], stretch: Stretch) -> Iterator[Any]:
        """From the first key frame at the start, and the sound that belongs to it."""
        begun = False
        for packet in packets:
            if not packet.size or packet.pts is None or packet.dts is None or packet.stream.type not in self._tracks:
                continue
            at = float(packet.pts * packet.time_base)
            is_video = packet.stream.type == "video"
            if is_video and not begun:
                begun = packet.is_keyframe and at >= stretch.start - 0.001
            if at < stretch.end and (begun if is_video else at >= stretch.start - 0.001):
                yield packet


def write_poster(film: Path, poster: Path) -> None:
    """The first picture, as it is shown."""
    opened: Any = av.open(str(film))
    with opened as source:
        frame = next(source.decode(video=0))
        image = frame.to_image()
        if frame.rotation:
            image = image.rotate(frame.rotation, expand=True)
    image.thumbnail((POSTER, POSTER))
    image.save(poster, "JPEG", quality=85)


def main(words: list[str]) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (TIME, TIME))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with suppress(OSError):
        os.nice(10)
    folder, begin, end, into = Folder(Path(words[0])), float(words[1]), float(words[2]), Path(words[3])
    into.mkdir(parents=True, exist_ok=True)
    try:
        stretches = Footage(folder).stretches(begin, min(end, begin + LONGEST))
    except NothingFilmed:
        return NOTHING
    film = Film(into / "film.mp4")
    for stretch in stretches:
        film.add(stretch)
    film.close()
    write_poster(into / "film.mp4", into / "poster.jpg")
    facts = Excerpt(Path(), Path(), stretches[0].run.wall + stretches[0].start, film.seconds)
    print(json.dumps({name: value for name, value in asdict(facts).items() if isinstance(value, float)}))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
