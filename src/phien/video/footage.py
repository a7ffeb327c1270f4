"""The files that make up a whole recording, how long it is and how much, and a fingerprint of it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from phien.video.folder import Folder, Lane
from phien.video.journal import Reader, Timeline

LANES: tuple[Lane, ...] = ("main", "late")
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Footage:
    """`files`: inits and segments with picture and sound, in the order of the journals. `size`: all that the folder
    holds, in bytes, with the files of sound alone."""

    seconds: float
    frames: int
    size: int
    files: list[Path]


def timelines_of(folder: Folder) -> list[Timeline]:
    """What both lanes' journals say, main first."""
    found = []
    for lane in LANES:
        reader = Reader(folder.journal(lane), lane)
        reader.poll()
        found.append(reader.timeline)
    return found


def footage_of(folder: Folder) -> Footage:
    """Measured from the journals and the files' sizes; no picture is read."""
    files: list[Path] = []
    seconds, frames = 0.0, 0
    for timeline in timelines_of(folder):
        files += [folder.init(timeline.lane, number) for number in timeline.runs]
        files += [folder.segment(timeline.lane, segment.number) for segment in timeline.segments]
        seconds += sum(segment.seconds for segment in timeline.segments)
        frames += sum(segment.frames for segment in timeline.segments)
    size = sum(path.stat().st_size for path in folder.path.iterdir() if path.is_file()) if folder.exists() else 0
    return Footage(seconds, frames, size, [path for path in files if path.is_file()])


class Fingerprint:
    """The SHA-256 of the list that `sha256sum` prints of the files: one line each, made a piece at a time."""

    def __init__(self, files: list[Path]) -> None:
        self._whole = hashlib.sha256()
        self._blocks = self._read(files)
        self.is_done = False

    def go_on(self, most: int) -> bool:
        """Read about `most` bytes more; whether all is read."""
        for size in self._blocks:
            most -= size
            if most <= 0:
                return self.is_done
        self.is_done = True
        return True

    def _read(self, files: list[Path]) -> Iterator[int]:
        for path in files:
            one = hashlib.sha256()
            with path.open("rb") as file:
                while block := file.read(BLOCK):
                    one.update(block)
                    yield len(block)
            self._whole.update(listed(path.name, one.hexdigest()).encode())

    @property
    def text(self) -> str:
        return self._whole.hexdigest()


def listed(name: str, digest: str) -> str:
    """A line of the list."""
    return f"{digest}  {name}\n"
