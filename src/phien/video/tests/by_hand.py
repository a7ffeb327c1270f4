"""Folders and timelines written by hand, as a packager would write them."""

from phien.video import journal
from phien.video.folder import Folder, Lane
from phien.video.journal import Entry, Over, Part, Run, Segment, Timeline

WALL = 1_790_000_000.0


class Packager:
    """Writes a lane's journal, and bytes that tell which piece they are where there is a folder."""

    def __init__(self, folder: Folder | None = None, lane: Lane = "main") -> None:
        self.folder, self.lane = folder, lane
        self.timeline = Timeline(lane)
        self.entries: list[Entry] = []
        self._parts: list[Part] = []
        self._run = self._segment = -1
        self._frame = 0

    def _write(self, entry: Entry) -> None:
        self.timeline.add(entry)
        self.entries.append(entry)
        if self.folder is not None:
            with self.folder.make().journal(self.lane).open("ab") as file:
                file.write(journal.write(entry))

    def run(self, take: str = "take-one", wall: float = WALL, *, audio: str = "copy", width: int = 640) -> None:
        self._run += 1
        self._write(Run(self._run, take, wall, "copy", audio, 90_000, 48_000, width, 360, "avc1.64001e,mp4a.40.2"))
        if self.folder is not None:
            self.folder.init(self.lane, self._run).write_bytes(b"init %d" % self._run)
            self.folder.init(self.lane, self._run, sound=True).write_bytes(b"sound init %d" % self._run)

    def part(self, at: float, seconds: float = 0.5) -> None:
        number = len(self._parts)
        data = f"<{self.lane} {self._segment + 1}.{number}>".encode()
        offset = sum(part.size for part in self._parts)
        if self.folder is not None:
            with self.folder.segment(self.lane, self._segment + 1).open("ab") as file:
                file.write(data)
        frames = round(seconds * 30)
        self._frame += frames
        part = Part(
            self._run, self._segment + 1, number, at, seconds, offset, len(data), number == 0, frames, self._frame, 0
        )
        self._parts.append(part)
        self._write(part)

    def close(self) -> None:
        """Close the segment whose parts were written."""
        self._segment += 1
        parts, self._parts = self._parts, []
        sound = b""
        if self.timeline.runs[self._run].audio:
            sound = f"<sound {self._segment}>".encode()
            if self.folder is not None:
                self.folder.segment(self.lane, self._segment, sound=True).write_bytes(sound)
        self._write(
            Segment(
                self._run,
                self._segment,
                parts[0].at,
                round(sum(part.seconds for part in parts), 6),
                sum(part.size for part in parts),
                len(sound),
                sum(part.frames for part in parts),
            )
        )

    def segments(self, count: int, at: float = 0.0, seconds: float = 2.0) -> float:
        """So many whole segments from `at`; where the next begins."""
        for _ in range(count):
            for index in range(4):
                self.part(at + index * seconds / 4, seconds / 4)
            self.close()
            at += seconds
        return at

    def over(self) -> None:
        self._write(Over())
