"""A take's bytes as a file that grows: chunks in order, or an encoder's stream."""

import time
from collections.abc import Callable
from io import FileIO
from pathlib import Path

from phien.video.folder import Folder, Take, chunk_name
from phien.video.progress import available

POLL = 0.04
LOOK = 0.2
"""Seconds between looks at whether more may still come."""


class Tail:
    """What `av.open` reads a take from. A read gives what is there; with nothing there it waits for as long as `waits`
    says, and then it is the end for good.
    """

    def __init__(
        self, folder: Folder, take: Take, waits: Callable[[float], bool], idle: Callable[[], None] = lambda: None
    ) -> None:
        self._folder, self._take, self._waits, self._idle = folder, take, waits, idle
        self._path = folder.take_folder(take.code)
        self._file: FileIO | None = None
        self._fed = time.monotonic()
        self.chunks = 0
        self.size = 0
        self.is_at_end = False
        self.is_complete = False

    def read(self, size: int) -> bytes:
        looked = 0.0
        while not self.is_at_end:
            data = self._more(size)
            if data:
                self.size += len(data)
                self._fed = time.monotonic()
                return data
            now = time.monotonic()
            if now - looked >= LOOK:
                looked = now
                if self._ends() and not self._lies_here():
                    self.is_at_end = True
                    break
            self._idle()
            time.sleep(POLL)
        return b""

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _ends(self) -> bool:
        """Whether, unless something lies here by now, no more is waited for."""
        end = self._folder.end(self._take.code)
        if end is not None and (end.chunks is None or self.chunks >= end.chunks):
            self.is_complete = True
            return True
        return not self._waits(time.monotonic() - self._fed)

    def _lies_here(self) -> bool:
        """Asked after the end was seen: the last bytes may have come between the look at them and at it."""
        lies = available(self._folder, self._take, self.chunks, self.size)
        self.is_complete = self.is_complete and not lies
        return lies

    def _more(self, size: int) -> bytes:
        if self._take.via == "rtmp":
            if self._file is None:
                self._file = _opened(self._path / "stream.flv")
            return (self._file.read(size) or b"") if self._file is not None else b""
        while True:
            if self._file is None:
                self._file = _opened(self._path / chunk_name(self.chunks))
                if self._file is None:
                    return b""
            data = self._file.read(size)
            if data:
                return data
            self.close()  # a chunk is complete from the moment it has its name
            self.chunks += 1


def _opened(path: Path) -> FileIO | None:
    try:
        return FileIO(path)
    except FileNotFoundError:
        return None
