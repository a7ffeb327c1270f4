"""The processes that work on one broadcast's folder: kept apart, so that a crash of FFmpeg costs one stream."""

import logging
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

log = logging.getLogger(__name__)
STEADY = 30.0
LONGEST_PAUSE = 8.0


@dataclass(frozen=True, slots=True)
class Job:
    """A process that should run: `key` names it, `words` are its module and arguments, `told` goes to its input.

    What is secret is told, never put among the words, which every user of the machine can read. One that `finishes`
    by itself is never ended while it runs, even when it is no longer asked for.
    """

    key: tuple[str, ...]
    words: tuple[str, ...]
    told: bytes = field(default=b"", repr=False)
    finishes: bool = False


class Child:
    def __init__(self, job: Job) -> None:
        self.job = job
        self.process: subprocess.Popen[bytes] | None = None
        self.began = self.due = 0.0
        self.pause = 0.25

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def keep(self, now: float) -> None:
        """Start it where it does not run. One that failed waits a little longer each time."""
        if self.runs:
            return
        if self.process is not None:
            code, self.process = self.process.returncode, None
            if code:
                self.pause = 0.25 if now - self.began > STEADY else min(self.pause * 2, LONGEST_PAUSE)
                self.due = now + self.pause
                log.warning("%s ended with code %s; again in %.2g s", " ".join(self.job.key), code, self.pause)
            else:
                self.due = now + 0.25
        if now >= self.due:
            self.start(now)

    def start(self, now: float) -> None:
        self.process = subprocess.Popen(  # noqa: S603  # our own modules
            [sys.executable, "-m", *self.job.words], stdin=subprocess.PIPE if self.job.told else subprocess.DEVNULL
        )
        self.began = now
        if self.process.stdin is not None:
            self.process.stdin.write(self.job.told)
            self.process.stdin.close()

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()


class Children:
    """Keeps the wanted jobs running."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], Child] = {}

    def keep(self, wanted: Iterable[Job]) -> None:
        """Start what is wanted and does not run; end what is no longer wanted; a job told otherwise starts anew."""
        now = time.monotonic()
        jobs = {job.key: job for job in wanted}
        for key, child in list(self._known.items()):
            job = jobs.get(key)
            if job is None or job != child.job:
                if not child.job.finishes:
                    child.end()
                if not child.runs:
                    del self._known[key]
        for key, job in jobs.items():
            child = self._known.setdefault(key, Child(job))
            if child.job == job:
                child.keep(now)

    def pids(self) -> dict[tuple[str, ...], int]:
        """{job's key: process id} of those that run."""
        return {key: child.process.pid for key, child in self._known.items() if child.runs and child.process}

    def end(self, seconds: float = 5) -> None:
        for child in self._known.values():
            child.end()
        deadline = time.monotonic() + seconds
        for child in self._known.values():
            if child.process is not None:
                try:
                    child.process.wait(max(0.1, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    child.process.kill()
                    child.process.wait()
        self._known.clear()
