"""Orders per minute as small bars, in whole units, which every language writes alike."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTES = 30
BAR, GAP, TALL = 70, 30, 400
WIDTH = MINUTES * (BAR + GAP) - GAP


@dataclass(frozen=True, slots=True)
class Bar:
    """One minute of the chart, in the units of its viewBox."""

    at: datetime
    orders: int
    x: int
    y: int
    height: int


def minute_of(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def first_minute(now: datetime) -> datetime:
    """The oldest minute that is drawn."""
    return minute_of(now) - timedelta(minutes=MINUTES - 1)


def bars_of(orders: Mapping[datetime, Collection[int]], now: datetime) -> list[Bar]:
    """Each of the last MINUTES minutes, the running one last. `orders`: purchases by the minute they were placed."""
    start = first_minute(now)
    most = max([len(found) for found in orders.values()] + [1])
    bars = []
    for place in range(MINUTES):
        at = start + timedelta(minutes=place)
        count = len(orders.get(at, ()))
        height = max(TALL * count // most, 15 if count == 0 else 40)
        bars.append(Bar(at, count, place * (BAR + GAP), TALL + 40 - height, height))
    return bars
