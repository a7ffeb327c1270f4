"""A folder of recorded segments, played round and round as an endless live stream.

What stands in the playlist follows from the clock alone, so every process gives the same answer and a restart changes
nothing: segment number i of the stream is segment i mod k of the folder, and it is there when it has ended.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from urllib.parse import quote

from django.conf import settings

from phien.live.models import Broadcast

WINDOW = 6
"""Segments in the playlist: 12 s of 2 s segments, of which players keep three between themselves and the edge."""

SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Loop:
    """What the folder holds. Durations are whole microseconds, so that nothing drifts over days."""

    init: str
    names: tuple[str, ...]
    durations: tuple[int, ...]
    ends: tuple[int, ...]
    stamp: str

    @property
    def length(self) -> int:
        return self.ends[-1]

    def finished(self, elapsed: int) -> int:
        """How many segments of the endless stream have ended `elapsed` microseconds after its start."""
        if elapsed <= 0:
            return 0
        turns, rest = divmod(elapsed, self.length)
        return turns * len(self.names) + bisect_right(self.ends, rest)

    def starts(self, number: int) -> int:
        """Microseconds from the stream's start to the start of its segment `number`."""
        turn, place = divmod(number, len(self.names))
        return turn * self.length + (self.ends[place - 1] if place else 0)


@lru_cache(maxsize=64)
def _read(path: Path, stamp: str) -> Loop | None:
    init, names, durations, waiting = "", [], [], 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#EXT-X-MAP:"):
            init = line.partition('URI="')[2].partition('"')[0]
        elif line.startswith("#EXTINF:"):
            waiting = round(float(line.removeprefix("#EXTINF:").partition(",")[0]) * SECOND)
        elif line and not line.startswith("#") and waiting > 0:
            names.append(line)
            durations.append(waiting)
            waiting = 0
    if not init or not names:
        return None
    return Loop(init, tuple(names), tuple(durations), tuple(accumulate(durations)), stamp)


def read_loop(folder: Path) -> Loop | None:
    """The loop in a folder, from its index.m3u8; None where there is none. Read again when the file changes."""
    index = folder / "index.m3u8"
    try:
        found = index.stat()
        return _read(index, f"{found.st_mtime_ns:x}")
    except (OSError, ValueError):
        return None


class LoopSource:
    def __init__(self, key: str) -> None:
        self.key = key

    @property
    def path(self) -> str:
        """The folder below MEDIA_ROOT: a stream taken in by media (streams/<hash>), else a folder of loops."""
        kind, _, name = self.key.rpartition("/")
        return f"{'streams' if kind == 'streams' else 'loops'}/{name}"

    @property
    def folder(self) -> Path:
        return Path(settings.MEDIA_ROOT) / self.path

    def playlist(self, broadcast: Broadcast, now: datetime) -> str | None:
        loop = read_loop(self.folder)
        if loop is None or broadcast.started_at is None:
            return None
        until = min(at for at in (now, broadcast.interrupted_at, broadcast.ended_at) if at is not None)
        elapsed = (until - broadcast.started_at) // timedelta(microseconds=1)
        count = loop.finished(elapsed)
        if count == 0:
            return None
        return self._write(loop, broadcast.started_at, max(0, count - WINDOW), count, broadcast.ended_at is not None)

    def _write(self, loop: Loop, start: datetime, first: int, count: int, is_over: bool) -> str:
        size = len(loop.names)
        base = f"{settings.MEDIA_URL}{quote(self.path)}/"
        turn, place = divmod(first, size)
        lines = [
            "#EXTM3U",
            "#EXT-X-VERSION:7",
            # Rounded to the nearest second: rounding 2.04 s up would cost every viewer three seconds of delay.
            f"#EXT-X-TARGETDURATION:{max(1, round(max(loop.durations) / SECOND))}",
            f"#EXT-X-MEDIA-SEQUENCE:{first}",
            # How many DISCONTINUITY tags have left the list: the one before `first` itself still stands in it.
            f"#EXT-X-DISCONTINUITY-SEQUENCE:{turn - 1 if turn and place == 0 else turn}",
            "#EXT-X-INDEPENDENT-SEGMENTS",
            f'#EXT-X-MAP:URI="{base}{loop.init}?v={loop.stamp}"',
        ]
        for number in range(first, count):
            place = number % size
            if number and place == 0:
                lines.append("#EXT-X-DISCONTINUITY")
            at = start + timedelta(microseconds=loop.starts(number))
            lines += [
                f"#EXT-X-PROGRAM-DATE-TIME:{at.isoformat(timespec='milliseconds')}",
                f"#EXTINF:{loop.durations[place] / SECOND:.6f},",
                f"{base}{loop.names[place]}?v={loop.stamp}",
            ]
        if is_over:
            lines.append("#EXT-X-ENDLIST")
        return "\n".join(lines) + "\n"
