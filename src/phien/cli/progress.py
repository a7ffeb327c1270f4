"""Progress of long work: one line that grows on a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

_TICK = "✓"


class Progress:
    """Call it with (done, total, what). It draws at most ten times a second."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.began = time.monotonic()
        self._drawn = 0.0
        self._live = sys.stderr.isatty()

    def __call__(self, done: int, total: int, what: str = "") -> None:
        now = time.monotonic()
        if not self._live or (now - self._drawn < 0.1 and done < total):
            return
        self._drawn = now
        share = done / total if total else 1
        bar = "█" * round(24 * share) + "░" * (24 - round(24 * share))
        print(f"\r\033[K  {bar} {share:4.0%}  {self.label} {what}"[:110], end="", file=sys.stderr, flush=True)

    def end(self, outcome: str = "") -> None:
        seconds = time.monotonic() - self.began
        clear = "\r\033[K" if self._live else ""
        print(f"{clear}  {_TICK} {self.label} {outcome}  ({seconds:.1f} s)", file=sys.stderr, flush=True)


@contextmanager
def step(label: str) -> Iterator[Progress]:
    """A named stretch of work; says so when it is done."""
    progress = Progress(label)
    progress(0, 1)
    yield progress
    progress.end()
