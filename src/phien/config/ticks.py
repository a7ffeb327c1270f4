"""What waits for its time, found again from rows every second: the lists that `phien tick` walks."""

from collections.abc import Callable
from datetime import datetime

from phien.evidence import actions as evidence
from phien.live import actions as live
from phien.live.actions import complaints, fingerprints, recordings
from phien.market import actions as market
from phien.observations import actions as observations
from phien.privacy import actions as privacy
from phien.privacy.actions import recorded
from phien.realtime import actions as realtime
from phien.reports.actions import orders as reports
from phien.reports.bundle import actions as bundles
from phien.reports.spread import keeping as spread
from phien.sentiment import actions as sentiment

Tick = Callable[[datetime], object]

TICKS: list[tuple[str, Tick]] = [
    ("broadcasts that keep time, and what they sold", live.tick),
    ("days' secrets and arrivals", recorded(evidence.forget, salts="salts", arrivals="arrivals")),
    ("from where people wrote", recorded(live.forget_writers, writers="")),
    ("recordings past their time", recorded(recordings.tick, recordings="")),
    ("fingerprints of recordings", fingerprints.tick),
    ("how complainants can be reached", recorded(complaints.forget_contacts, complaint_contacts="")),
    ("holds and unpaid transfers", recorded(market.tick, claims="phones")),
    ("old messages", recorded(realtime.tick, chat="")),
    ("what each class of personal data has past its time", privacy.tick),
]

# What may take minutes, as sealing an hour of a great day does: each in a thread of its own, so that no hold waits for
# it to expire.
APART: list[tuple[str, Tick]] = [
    ("journals, segments, roll-ups", evidence.tick),
    ("exports that are taken in", observations.tick),
    ("comments that are taken in", sentiment.tick),
    ("reports that were ordered", reports.tick),
    ("bundles of reports", bundles.tick),
    ("how campaigns spread", spread.tick),
]
