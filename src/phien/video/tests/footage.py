"""For tests: a film cut into parts, laid into a folder's journal as a packager does."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from phien.video.folder import Folder
from phien.video.journal import Part, Run, Segment, write

PICTURES, SECONDS = 10, 0.5
"""Of a part. Each second begins with a key frame, so every second part does."""


def fragments(folder: Path, seconds: float) -> tuple[bytes, list[bytes]]:
    """(init, parts) of a film of 20 pictures a second."""
    picture = ["-f", "lavfi", "-i", "testsrc=size=160x120:rate=20", "-f", "lavfi", "-i", "sine=sample_rate=48000"]
    code = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "20", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    cut = ["-movflags", "empty_moov+default_base_moof+skip_trailer", "-frag_duration", str(int(SECONDS * 1e6))]
    path = folder / "film.mp4"
    words = ["ffmpeg", "-v", "error", "-y", *picture, "-t", str(seconds), *code, *cut, str(path)]
    subprocess.run(words, check=True, timeout=60)
    data, boxes, at = path.read_bytes(), [], 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        boxes.append((data[at + 4 : at + 8], data[at : at + size]))
        at += size
    init = b"".join(box for kind, box in boxes if kind in (b"ftyp", b"moov"))
    bodies = [box for kind, box in boxes if kind in (b"moof", b"mdat")]
    return init, [moof + mdat for moof, mdat in zip(bodies[::2], bodies[1::2], strict=True)]


@dataclass
class Footage:
    """Writes one part after the other; two make a segment."""

    folder: Folder
    init: bytes
    parts: list[bytes]
    wall: float = 1000.0
    run: int = 0
    written: int = 0
    segment: int = 0

    def begin(self) -> None:
        self.folder.make()
        self.folder.init("main", self.run).write_bytes(self.init)
        scales = {"video_scale": 10240, "audio_scale": 48000, "width": 160, "height": 120}
        self._journal(
            Run(self.run, f"take-{self.run:04}", self.wall, "copy", "copy", codecs="avc1.42c00b,mp4a.40.2", **scales)
        )

    def again(self, wall: float) -> None:
        """A new run of the same film."""
        self.run, self.wall, self.written = self.run + 1, wall, 0
        self.begin()

    def go_on(self, count: int = 1) -> None:
        for _turn in range(count):
            data, number = self.parts[self.written], self.written % 2
            path = self.folder.segment("main", self.segment)
            with path.open("ab") as file:
                offset = file.tell()
                file.write(data)
            at = self.written * SECONDS
            self._journal(
                Part(self.run, self.segment, number, at, SECONDS, offset, len(data), number == 0, PICTURES, 0, 0)
            )
            self.written += 1
            if number == 1:
                whole = path.stat().st_size
                self._journal(Segment(self.run, self.segment, at - SECONDS, 2 * SECONDS, whole, 0, 2 * PICTURES))
                self.segment += 1

    def _journal(self, entry: Run | Part | Segment) -> None:
        with self.folder.journal().open("ab") as file:
            file.write(write(entry))
