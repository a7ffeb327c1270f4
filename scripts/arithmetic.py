"""Reckon docs/arithmetic.md: reads its two tables, costs and assumptions, and writes what follows between its marks.

uv run python scripts/arithmetic.py          writes the page again
uv run python scripts/arithmetic.py --check  fails where the page is not what its tables say

A value may be `?` while nobody measured it; what depends on it then says so.
"""

import math
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "arithmetic.md"
ROW = re.compile(r"^\| `(\w+)` \|.*\| ([\d,.]+|\?) \|[^|]*\|$", re.MULTILINE)
MARK = re.compile(r"(<!-- (\w+): reckoned -->\n).*?(<!-- end -->)", re.DOTALL)


class Unknown(Exception):
    """Not measured yet."""


class Values:
    """The page's numbers by name."""

    def __init__(self, page: str) -> None:
        self._values = {name: text.replace(",", "") for name, text in ROW.findall(page)}

    def __getattr__(self, name: str) -> float:
        if self._values[name] == "?":
            raise Unknown(name)
        return float(self._values[name])


def per_segment(values: Values) -> float:
    return values.viewers / values.segment_s


def presses(values: Values) -> float:
    return values.viewers * values.press_share


def peak(values: Values) -> float:
    return values.day_visits * values.peak_hour_share / 3600


Line = tuple[str, Callable[[Values], float], str]
CORE = 1_000_000  # microseconds of a core in a second

AT_ONCE: list[Line] = [
    ("writes to viewers, a second", lambda v: v.viewers * v.ticks, "writes"),
    ("cores of web processes for them", lambda v: v.viewers * v.ticks * v.write_us / CORE, "cores"),
    ("cores of nginx for them", lambda v: v.viewers * v.ticks * v.nginx_write_us / CORE, "cores"),
    ("memory of web processes for open streams", lambda v: v.viewers * v.stream_kb / 1e6, "GB"),
    ("memory of nginx for open streams", lambda v: v.viewers * v.nginx_stream_kb / 1e6, "GB"),
    ("heartbeats, a second", lambda v: v.viewers / v.heartbeat_s, "beacons"),
    ("cores for heartbeats", lambda v: v.viewers / v.heartbeat_s * (v.hit_us + v.nginx_request_us) / CORE, "cores"),
    ("playlists a second, and as many pieces of video", per_segment, "requests"),
    ("cores of nginx for both", lambda v: per_segment(v) * (v.nginx_list_us + v.nginx_piece_us) / CORE, "cores"),
    ("network for pictures", lambda v: v.viewers * v.video_mbit / 1000, "Gbit/s"),
    ("network for sound alone", lambda v: v.viewers * v.audio_mbit / 1000, "Gbit/s"),
    ("network for streams", lambda v: v.viewers * v.ticks * v.message_bytes * 8 / 1e9, "Gbit/s"),
    ("lines of 10 Gbit/s for pictures, filled to 70 %", lambda v: math.ceil(v.viewers * v.video_mbit / 7000), "lines"),
    ("claims a second, if those who want it press within ten", lambda v: presses(v) / 10, "claims"),
    ("until all of them are answered, PostgreSQL", lambda v: presses(v) / v.claims_postgresql, "seconds"),
    ("until all of them are answered, SQLite", lambda v: presses(v) / v.claims_sqlite, "seconds"),
]

DAY: list[Line] = [
    ("visits in a second of the busiest hour", peak, "visits"),
    ("beacons in that second", lambda v: peak(v) * v.hits_per_visit, "beacons"),
    ("cores for them", lambda v: peak(v) * v.hits_per_visit * (v.hit_us + v.nginx_request_us) / CORE, "cores"),
    ("public pages in that second", lambda v: peak(v) * v.pages_per_visit, "pages"),
    ("cores for kept pages", lambda v: peak(v) * v.pages_per_visit * (v.page_us + v.nginx_request_us) / CORE, "cores"),
    ("orders in that second", lambda v: peak(v) * v.orders_per_visit, "orders"),
    ("of what PostgreSQL claims", lambda v: peak(v) * v.orders_per_visit / v.claims_postgresql * 100, "%"),
    ("hits of the day", lambda v: v.day_visits * v.hits_per_visit / 1e6, "million"),
    ("journals of the day, before sealing", lambda v: v.day_visits * v.hits_per_visit * v.journal_bytes / 1e9, "GB"),
    ("sealed segments of the day", lambda v: v.day_visits * v.hits_per_visit * v.sealed_bytes / 1e9, "GB"),
    ("cores for packaging the broadcasts", lambda v: v.broadcasts * v.packaging_core / 100, "cores"),
    ("recordings of the day", lambda v: v.broadcasts * v.broadcast_hours * 3600 * v.video_mbit / 8 / 1e3, "GB"),
]


def lines(reckonings: list[Line], values: Values) -> Iterator[str]:
    yield "| what | | |"
    yield "|---|--:|---|"
    for what, reckon, unit in reckonings:
        try:
            yield f"| {what} | {rounded(reckon(values))} | {unit} |"
        except Unknown as missing:
            yield f"| {what} | ? | {unit}; `{missing}` is not measured |"


def rounded(number: float) -> str:
    """Two or three digits that mean something."""
    if number >= 1000:
        step = 10 ** (len(str(int(number))) - 3)
        return f"{round(number / step) * step:,}"
    return f"{number:.0f}" if number >= 20 else f"{number:.1f}"


def reckoned(page: str) -> str:
    values = Values(page)
    parts = {"at_once": AT_ONCE, "day": DAY}
    return MARK.sub(lambda found: found[1] + "\n".join(lines(parts[found[2]], values)) + "\n" + found[3], page)


def main() -> int:
    page = PAGE.read_text(encoding="utf-8")
    made = reckoned(page)
    if "--check" in sys.argv[1:]:
        if made != page:
            print("docs/arithmetic.md is not what its tables say: uv run python scripts/arithmetic.py")
        return int(made != page)
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
