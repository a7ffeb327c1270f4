"""Where this process keeps pages: as many as fit, those that were asked for last."""

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from threading import Lock

from phien.editions.gzipped import Stored

Key = tuple[Hashable, ...]


class Shelf:
    """Pages by key, at most `room` bytes of them. Threads that want to make the same page wait for one another."""

    def __init__(self, room: int) -> None:
        self.room, self.taken = room, 0
        self._pages: OrderedDict[Key, Stored] = OrderedDict()
        self._lock = Lock()
        self._making: dict[Key, tuple[Lock, int]] = {}

    def get(self, key: Key) -> Stored | None:
        with self._lock:
            found = self._pages.get(key)
            if found is not None:
                self._pages.move_to_end(key)
            return found

    def put(self, key: Key, page: Stored) -> None:
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self.taken += page.size
            while self.taken > self.room and self._pages:
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self.taken = 0

    def _drop(self, key: Key) -> None:
        gone = self._pages.pop(key, None)
        if gone is not None:
            self.taken -= gone.size

    @contextmanager
    def alone(self, key: Key) -> Iterator[None]:
        """Only one thread at a time is in here for a key."""
        with self._lock:
            lock, waiting = self._making.get(key, (Lock(), 0))
            self._making[key] = lock, waiting + 1
        try:
            with lock:
                yield
        finally:
            with self._lock:
                waiting = self._making[key][1] - 1
                if waiting:
                    self._making[key] = lock, waiting
                else:
                    del self._making[key]
