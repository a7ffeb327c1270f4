"""How many pictures are transcoded at once on this machine: a place is a locked file beside the broadcasts' folders.

A packager that dies gives its place back by dying. One that finds none waits: what it would package lies on the disk.
"""

import fcntl
import os
import time
from collections.abc import Callable

from phien.video.folder import Folder

EVERY = 0.25


class Places:
    """`most` places for all folders beside this one; 0 is without limit."""

    def __init__(self, folder: Folder, most: int, idle: Callable[[], None]) -> None:
        self._folder, self._most, self._idle = folder, most, idle
        self._held: int | None = None

    def take(self) -> None:
        """Wait until a place is free, and hold it. Twice is once."""
        if not self._most or self._held is not None:
            return
        self._held = self._free()
        while self._held is None:
            self._folder.set_waiting(is_waiting=True)
            self._idle()
            time.sleep(EVERY)
            self._held = self._free()
        self._folder.set_waiting(is_waiting=False)

    def give_back(self) -> None:
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def _free(self) -> int | None:
        for number in range(self._most):
            path = self._folder.path.parent / f".encoder.{number}"
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(file)
            else:
                return file
        return None
