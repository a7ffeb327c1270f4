"""The Lạng Sơn market day, replayed through real HTTP at many times its speed (`make bench NAME=day`).

2,000,000 visits whose pages all send their beacon, each from a network of its own; one in twenty fetches its page too.
371,150 of them watch a room: they open its stream for a while and send heartbeats. 220 orders go through the checkout,
and in the middle 100,000 presses of the buy button fall on 500 ducks. Then everything that was acknowledged is looked
for, and the report's figures are compared with what was sent. `SCALE=0.01` plays a hundredth.

market    the site with the sample market, and what its pages say
visits    who comes when, and what each sends
rush      the presses on the ducks
buyers    orders through the checkout's own pages
checks    what must be true afterwards
"""

import os
from dataclasses import dataclass

SLICES = 8  # in which the day is played: all that happens in one happens at once


@dataclass(frozen=True, slots=True)
class Day:
    """How much of everything."""

    visits: int
    live_views: int
    orders: int
    attempts: int
    ducks: int

    @classmethod
    def scaled(cls) -> "Day":
        scale = float(os.environ.get("SCALE", "1"))
        if not 0 < scale <= 1:
            raise SystemExit("SCALE lies between 0 and 1")
        return cls(
            visits=max(400, round(2_000_000 * scale)),
            live_views=max(80, round(371_150 * scale)),
            orders=max(16, round(220 * scale)),
            attempts=max(2_000, round(100_000 * scale)),
            ducks=500,
        )

    def part(self, total: int, number: int) -> range:
        """Which of so many belong to a slice."""
        return range(total * number // SLICES, total * (number + 1) // SLICES)
