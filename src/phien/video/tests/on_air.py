"""For tests: a film that comes in as an encoder's stream does, second by second, and is packaged meanwhile."""

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Self

from phien.video.folder import Air, End, Folder, Take

RATE = 25
TAG = 11


def flv(path: Path, seconds: float, *words: str, key_frames: float = 2, size: str = "320x180") -> Path:
    """A moving picture with a tone, a key frame every so many seconds. `words`: what else ffmpeg's encoder is told."""
    picture = f"testsrc2=size={size}:rate={RATE}"
    told = ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", "sine=sample_rate=48000"]
    told += ["-t", str(seconds), "-c:v", "libx264", "-preset", "ultrafast", "-g", str(round(RATE * key_frames))]
    told += ["-pix_fmt", "yuv420p", "-b:v", "300k", "-c:a", "aac", "-b:a", "64k", *words, "-f", "flv", str(path)]
    subprocess.run(told, check=True, timeout=60)
    return path


def tags(data: bytes) -> list[tuple[float, bytes]]:
    """(second, bytes) of each FLV tag, the file's header with the first."""
    found, at, begin = [], 13, 0
    while at + TAG <= len(data):
        size = int.from_bytes(data[at + 1 : at + 4])
        stamp = int.from_bytes(data[at + 4 : at + 7]) | data[at + 7] << 24
        at += TAG + size + 4
        found.append((stamp / 1000, data[begin:at]))
        begin = at
    return found


class OnAir:
    """Feeds the film into a take of the folder, the first `ahead` seconds at once, and packages it.

    `hold()` is a network that is gone; after `go_on()` all that waited comes at once.
    """

    def __init__(self, folder: Folder, film: Path, *, ahead: float = 6, code: str = "rtmp-000001") -> None:
        self.folder, self.code = folder, code
        self._tags = tags(film.read_bytes())
        self._ahead = ahead
        self._stop, self._flows = threading.Event(), threading.Event()
        self._flows.set()
        self._thread = threading.Thread(target=self._feed, daemon=True)
        self.began = time.time() - ahead
        take = Take(code, "rtmp", "flv", "key:1", "Camera", self.began, time.time())
        folder.make().open_take(take)
        folder.set_air(Air(since=self.began))
        self.packager: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        words = [sys.executable, "-m", "phien.video.packager", str(self.folder.path), "--parent-watch"]
        self.packager = subprocess.Popen(words)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        self._flows.set()
        self._thread.join(10)
        if self.packager is not None:
            self.packager.kill()
            self.packager.wait(10)

    def _feed(self) -> None:
        with (self.folder.take_folder(self.code) / "stream.flv").open("ab", buffering=0) as file:
            for second, data in self._tags:
                while time.time() - self.began < second:
                    if self._stop.wait(0.01):
                        return
                self._flows.wait()
                file.write(data)

    def hold(self) -> None:
        self._flows.clear()

    def go_on(self) -> None:
        self._flows.set()

    def end(self) -> None:
        """The broadcast is over at once: what was not sent by now never comes."""
        self._stop.set()
        self._flows.set()
        self._thread.join(10)
        self.folder.end_take(self.code, End("unpublish"))
        self.folder.set_air(Air(since=self.began, until=time.time() + 1))
        self.folder.close()
        assert self.packager is not None
        assert self.packager.wait(30) == 0
