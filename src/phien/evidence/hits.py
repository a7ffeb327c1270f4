"""A hit: one first-party fact that we counted. Its fields are the columns of the segments."""

import json
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

SCHEMA = 1
KINDS = ("page", "clip", "live", "click", "link", "basket", "order")
HEARTBEAT_SECONDS = 15
LONGEST_GAP = 2 * HEARTBEAT_SECONDS

_LIMITS = {
    "id": 64,
    "subject": 160,
    "campaign": 80,
    "place": 80,
    "creator": 80,
    "link": 12,
    "visitor": 32,
    "session_token": 32,
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the journal, one row of a segment. Never dropped: `reason` says why it does not count, if so.

    `subject` is "noun:key". `visitor` is good for one day (visitors.py). `session_token` names one loading of a live
    page, so that watchers behind one address stay apart. `seconds`, of a heartbeat: 0 begins a stretch of watching,
    more says how long was watched since the last one.
    """

    id: str
    happened_at: datetime
    received_at: datetime
    kind: str
    subject: str
    campaign: str
    place: str
    creator: str
    link: str
    visitor: str
    session_token: str
    seconds: int
    reason: str
    rule_version: str
    simulated: bool
    schema_version: int = SCHEMA

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"No such kind of hit: {self.kind!r}. Known: {', '.join(KINDS)}.")
        if self.happened_at.tzinfo is None:
            raise ValueError("A hit's time needs its zone.")
        for name, limit in _LIMITS.items():
            if len(getattr(self, name)) > limit:
                raise ValueError(f"A hit's {name} has at most {limit} characters.")
        if not 0 <= self.seconds <= 65535:
            raise ValueError("A hit's seconds lie between 0 and 65535.")

    def line(self) -> bytes:
        """The hit as one line of NDJSON, newline included."""
        facts: dict[str, Any] = {name: getattr(self, name) for name in NAMES}
        facts["happened_at"] = self.happened_at.isoformat()
        facts["received_at"] = self.received_at.isoformat()
        return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


NAMES = tuple(field.name for field in fields(Hit))
