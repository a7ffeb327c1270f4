"""Which hits do not count, and why. Rules are versioned: a hit carries its reason and the version that gave it."""

import threading
from datetime import datetime
from functools import lru_cache
from importlib.metadata import version

from crawleruseragents import is_crawler

# Raise the first number whenever a rule below changes. The second is the list of known robots.
RULE_VERSION = f"2+crawlers-{version('crawler-user-agents')}"
REASONS = ("empty_agent", "bot", "own_staff", "datacentre", "too_fast")

# Several phones behind one mobile operator's address may share an id, so the bounds are generous. Heartbeats are
# bounded by the page that sends them instead: one each 15 s, and some for pausing and playing on.
EVENTS_A_MINUTE = 120
HEARTBEATS_A_MINUTE = 12

_AGENT_LENGTH = 400
_MINUTES_KEPT = 3
_NAMES_KEPT = 200_000  # of a minute, about 30 MB


@lru_cache(maxsize=16384)
def is_bot(user_agent: str) -> bool:
    """Whether the list of known robots names this agent; about 1 ms uncached, hence the cache."""
    return bool(is_crawler(user_agent))


class Pace:
    """Counts events per name and minute, in this process's memory only."""

    def __init__(self) -> None:
        self._minutes: dict[int, dict[str, int]] = {}
        self._lock = threading.Lock()

    def count(self, name: str, at: datetime) -> int:
        """How many of this name there were in this minute, this one included."""
        minute = int(at.timestamp() // 60)
        with self._lock:
            names = self._minutes.get(minute)
            if names is None:
                while len(self._minutes) >= _MINUTES_KEPT:
                    del self._minutes[next(iter(self._minutes))]
                names = self._minutes[minute] = {}
            count = names.get(name, 0) + 1
            if count > 1 or len(names) < _NAMES_KEPT:
                names[name] = count
            return count

    def forget(self) -> None:
        with self._lock:
            self._minutes.clear()


pace = Pace()


def reason_of(
    *,
    kind: str,
    user_agent: str,
    visitor: str,
    session_token: str = "",
    is_staff: bool = False,
    is_datacentre: bool = False,
    at: datetime,
) -> str:
    """Why this hit does not count; "" if it does. The first rule that holds gives the reason."""
    agent = user_agent.strip()[:_AGENT_LENGTH]
    if not agent:
        return "empty_agent"
    if is_bot(agent):
        return "bot"
    if is_staff:
        return "own_staff"
    if is_datacentre:
        return "datacentre"
    if kind == "live":
        return "too_fast" if pace.count(f"live {session_token or visitor}", at) > HEARTBEATS_A_MINUTE else ""
    return "too_fast" if pace.count(visitor, at) > EVENTS_A_MINUTE else ""
