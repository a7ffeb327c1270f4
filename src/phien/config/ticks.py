"""What waits for its time, found again from rows every second: the lists that `phien tick` walks."""

from collections.abc import Callable
from datetime import datetime

from phien.evidence import actions as evidence
from phien.live import actions as live
from phien.live.actions import complaints, fingerprints, recordings
from phien.market import actions as market
from phien.observations import actions as observations
from phien.realtime import actions as realtime

Tick = Callable[[datetime], object]

TICKS: list[tuple[str, Tick]] = [
    ("broadcasts that keep time, and what they sold", live.tick),
    ("from where people wrote", live.forget_writers),
    ("recordings past their time", recordings.tick),
    ("fingerprints of recordings", fingerprints.tick),
    ("how complainants can be reached", complaints.forget_contacts),
    ("holds and unpaid transfers", market.tick),
    ("old messages", realtime.tick),
]

# What may take minutes, as sealing an hour of a great day does: each in a thread of its own, so that no hold waits for
# it to expire.
APART: list[tuple[str, Tick]] = [
    ("journals, segments, roll-ups, salts", evidence.tick),
    ("exports that are taken in", observations.tick),
]
