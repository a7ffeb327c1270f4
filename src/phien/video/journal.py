"""What was packaged, as an append-only file of JSON lines, from which every playlist is made.

A line is one entry: {"is": "run" | "part" | "segment" | "end", …fields}. It is written after the bytes that it names,
so whatever stands in a whole line can be fetched. A reader keeps its place and takes only whole lines.
"""

import json
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from phien.video.folder import Lane


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch with one init segment; each begins with a discontinuity. `wall` is the take's `began`.

    `video` and `audio`: "copy", "encode", or "" where there is none. `codecs` as in RFC 6381. Scales are the tracks'
    time units per second.
    """

    number: int
    take: str
    wall: float
    video: str
    audio: str
    video_scale: int
    audio_scale: int
    width: int
    height: int
    codecs: str


@dataclass(frozen=True, slots=True)
class Part:
    """A low-latency part: `size` bytes at `offset` of its segment's file. `at`: seconds of the take's media time.

    `frames`: pictures in it. `video_next` and `audio_next`: the decoding time, in the run's units, at which the track
    goes on, from which a packager that died knows what is written already.
    """

    run: int
    segment: int
    number: int
    at: float
    seconds: float
    offset: int
    size: int
    is_key: bool
    frames: int
    video_next: int
    audio_next: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A whole segment. `sound_size` is that of its file with sound alone, 0 where there is none."""

    run: int
    number: int
    at: float
    seconds: float
    size: int
    sound_size: int
    frames: int


@dataclass(frozen=True, slots=True)
class Over:
    """The lane's packager has written all that there is."""

    reason: str = "ended"


Entry = Run | Part | Segment | Over
_KINDS: dict[str, type[Run | Part | Segment | Over]] = {"run": Run, "part": Part, "segment": Segment, "end": Over}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def write(entry: Entry) -> bytes:
    """The entry as a line."""
    return json.dumps({"is": _NAMES[type(entry)], **asdict(entry)}, separators=(",", ":")).encode() + b"\n"


def read(line: bytes) -> Entry:
    """Raises ValueError, KeyError or TypeError for a line that is none of ours."""
    facts: dict[str, Any] = json.loads(line)
    return _KINDS[facts.pop("is")](**facts)


@dataclass(slots=True)
class Timeline:
    """What a journal says, in memory. `parts` by segment; `is_over` when no more is to come."""

    lane: Lane = "main"
    runs: dict[int, Run] = field(default_factory=dict)
    segments: list[Segment] = field(default_factory=list)
    parts: dict[int, list[Part]] = field(default_factory=lambda: defaultdict(list))
    is_over: bool = False

    def add(self, entry: Entry) -> None:
        match entry:
            case Run():
                self.runs[entry.number] = entry
                self.is_over = False  # a broadcast that was opened again
            case Part():
                self.parts[entry.segment].append(entry)
            case Segment():
                self.segments.append(entry)
            case Over():
                self.is_over = True

    @property
    def open_segment(self) -> int:
        """The number of the segment that is being written or comes next."""
        return self.segments[-1].number + 1 if self.segments else 0

    def wall(self, piece: Segment | Part) -> float:
        """The site's time at which this piece begins."""
        return self.runs[piece.run].wall + piece.at


class Reader:
    """Follows a journal. `poll()` takes what was added; it returns whether something was."""

    def __init__(self, path: Path, lane: Lane = "main") -> None:
        self.path = path
        self.timeline = Timeline(lane)
        self._offset = 0

    @property
    def ahead(self) -> int:
        """How many bytes there are to be read."""
        try:
            return self.path.stat().st_size - self._offset
        except FileNotFoundError:
            return 0

    def poll(self) -> bool:
        try:
            if self.path.stat().st_size <= self._offset:
                return False
            with self.path.open("rb") as file:
                file.seek(self._offset)
                data = file.read()
        except FileNotFoundError:
            return False
        whole = data.rfind(b"\n") + 1
        for line in data[:whole].splitlines():
            self.timeline.add(read(line))
        self._offset += whole
        return whole > 0
