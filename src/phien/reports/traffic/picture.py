"""The picture by hour or day: what counts, and on top of it what was left out for which reason."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from phien.reports import words
from phien.reports.traffic.counting import Counted, Sums

WIDTH, HEIGHT = 720, 200
SHADES = 6
"""Reasons that have a shade of their own; the rest share the last one."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of a step's column, in the drawing's units as SVG writes them; `shade` is 0 for what counts."""

    x: str
    y: str
    width: str
    height: str
    shade: int


@dataclass(frozen=True, slots=True)
class Row:
    """One step in words, for the table behind the picture."""

    label: str
    sums: Sums


@dataclass(frozen=True, slots=True)
class Picture:
    bars: list[Bar]
    legend: list[tuple[int, str, int]]
    labels: list[str]
    most: int
    rows: list[Row]


def _at(step: str) -> datetime:
    return datetime.fromisoformat(step if len(step) == 10 else f"{step}:00")  # local by design


def picture_of(counted: Counted, *, people_only: bool) -> Picture | None:
    """None where there is nothing to draw. Steps without any hit are drawn as gaps."""
    if not counted.steps:
        return None
    step = timedelta(days=1) if counted.by_day else timedelta(hours=1)
    steps = {_at(name): sums for name, sums in counted.steps.items()}
    first, last = min(steps), max(steps)
    if not counted.by_day:  # whole days, so that night and day stand where one looks for them
        first, last = first.replace(hour=0), last.replace(hour=23)
    count = (last - first) // step + 1
    width = WIDTH / count
    shades = {"": 0} | {reason: min(n, SHADES) for n, (reason, _hits) in enumerate(counted.total.reasons, start=1)}
    heights = {at: sums.net if people_only else sums.gross for at, sums in steps.items()}
    most = max(heights.values()) or 1
    bars = []
    for at, sums in steps.items():
        x, y = ((at - first) // step) * width, float(HEIGHT)
        for reason, hits in [("", sums.net), *([] if people_only else sums.reasons)]:
            height = HEIGHT * hits / most
            y -= height
            if hits:
                bars.append(
                    Bar(
                        x=f"{x + width * 0.08:.2f}",
                        y=f"{y:.2f}",
                        width=f"{width * 0.84:.2f}",
                        height=f"{height:.2f}",
                        shade=shades[reason],
                    )
                )
    dimension = "day" if counted.by_day else "hour"
    return Picture(
        bars,
        _legend(counted, shades, people_only=people_only),
        _labels(first, count, step, dimension),
        most,
        [Row(words.time_label(name, dimension), sums) for name, sums in counted.steps.items()],
    )


def _legend(counted: Counted, shades: dict[str, int], *, people_only: bool) -> list[tuple[int, str, int]]:
    """Shade, what it stands for, and how many hits; the reasons without a shade of their own each by name."""
    found = [(0, "", counted.total.net)]
    if not people_only:
        found += [(shades[reason], words.reason(reason), hits) for reason, hits in counted.total.reasons]
    return found


def _labels(first: datetime, count: int, step: timedelta, dimension: str) -> list[str]:
    """Four moments that stand at the quarters below the picture."""
    moments = [first + step * (count * quarter // 4) for quarter in range(4)]
    if dimension == "day":
        return [words.time_label(at.date().isoformat(), "day") for at in moments]
    if count <= 24:
        return [f"{at:%H:%M}" for at in moments]
    return [words.time_label(f"{at:%Y-%m-%dT%H}", "hour") for at in moments]
