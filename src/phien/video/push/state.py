"""How a push does, as a small file that desks read."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

EVERY = 1.0

Doing = Literal["waiting", "connecting", "sending", "lost", "refused", "ended"]


@dataclass(slots=True)
class State:
    """`since` and `at` (when this was written) are seconds since 1970 by the system's clock, not the site's."""

    state: Doing
    since: float
    at: float
    sent_frames: int = 0
    dropped_frames: int = 0
    reconnects: int = 0
    error: str = ""


class Book:
    """Writes the state about once a second, and at once when it changes."""

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        self.path = path
        self._now = now
        self.state = State("waiting", now(), 0)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._write()

    def set(self, doing: Doing, error: str = "") -> None:
        state = self.state
        if doing == "sending" or error:
            state.error = error
        if state.state != doing:
            state.state, state.since = doing, self._now()
            self._write()

    def touch(self) -> None:
        """Called often; writes seldom."""
        if not 0 <= self._now() - self.state.at < EVERY:
            self._write()

    def _write(self) -> None:
        self.state.at = self._now()
        temporary = self.path.with_name(f".{self.path.name}")
        temporary.write_text(json.dumps(asdict(self.state)))
        temporary.replace(self.path)
