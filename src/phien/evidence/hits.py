"""A hit: one first-party fact that we counted. Its fields are the columns of the segments."""

from datetime import datetime
from json.encoder import encode_basestring as quoted
from typing import NamedTuple

from phien.evidence.agents import FAMILIES

SCHEMA = 2
KINDS = ("page", "clip", "live", "click", "link", "basket", "order")
HEARTBEAT_SECONDS = 15
LONGEST_GAP = 2 * HEARTBEAT_SECONDS

LIMITS = {
    "id": 64,
    "subject": 160,
    "campaign": 80,
    "place": 80,
    "creator": 80,
    "link": 12,
    "visitor": 32,
    "session_token": 32,
}


class Hit(NamedTuple):
    """One line of the journal, one row of a segment. Never dropped: `reason` says why it does not count, if so.

    `subject` is "noun:key". `visitor` is good for one day (visitors.py). `session_token` names one loading of a live
    page, so that watchers behind one address stay apart. `seconds`, of a heartbeat: 0 begins a stretch of watching,
    more says how long was watched since the last one. `agent` is the family of what was used (agents.py), no more.
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
    agent: str = ""

    def check(self) -> None:
        """ValueError where a segment could not hold it."""
        if self.kind not in KINDS:
            raise ValueError(f"No such kind of hit: {self.kind!r}. Known: {', '.join(KINDS)}.")
        if self.agent not in FAMILIES:
            raise ValueError(f"No such family of agents: {self.agent!r}.")
        if self.happened_at.tzinfo is None:
            raise ValueError("A hit's time needs its zone.")
        for place, name, limit in _TEXTS:
            if len(str(self[place])) > limit:
                raise ValueError(f"A hit's {name} has at most {limit} characters.")
        if not 0 <= self.seconds <= 65535:
            raise ValueError("A hit's seconds lie between 0 and 65535.")

    def line(self) -> bytes:
        """The hit as one line of NDJSON, newline included. Written out, since it is made for every hit."""
        happened = self.happened_at.isoformat()
        received = happened if self.received_at is self.happened_at else self.received_at.isoformat()
        return (
            f'{{"id":{quoted(self.id)},"happened_at":"{happened}","received_at":"{received}","kind":"{self.kind}",'
            f'"subject":{quoted(self.subject)},"campaign":{quoted(self.campaign)},"place":{quoted(self.place)},'
            f'"creator":{quoted(self.creator)},"link":{quoted(self.link)},"visitor":{quoted(self.visitor)},'
            f'"session_token":{quoted(self.session_token)},"seconds":{self.seconds},"reason":{quoted(self.reason)},'
            f'"rule_version":{quoted(self.rule_version)},"simulated":{"true" if self.simulated else "false"},'
            f'"schema_version":{self.schema_version},"agent":"{self.agent}"}}\n'
        ).encode()


NAMES = Hit._fields
_TEXTS = [(NAMES.index(name), name, limit) for name, limit in LIMITS.items()]
