"""Counts a campaign's hits by reason from sealed evidence: once for each state of the manifest, then from the cache."""
# ruff: noqa: S608  # only our own expressions are put in; values go as parameters

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import duckdb
from django.conf import settings
from django.core.cache import cache

from phien.campaigns.models import Campaign
from phien.evidence import queries as evidence
from phien.evidence.rules.deciding import DECIDING
from phien.reports.traffic.asked import Asked

HOURS_WITHIN = timedelta(days=4)
MOST_ROWS = 500
"""Creators' links and subjects that a page can tell; those with most hits come first."""
MOST_EXAMPLES = 100_000

Reasons = dict[str, int]


@dataclass(frozen=True, slots=True)
class Sums:
    """Hits by reason; the empty reason holds those that count."""

    by_reason: Reasons = field(default_factory=dict)

    @property
    def gross(self) -> int:
        return sum(self.by_reason.values())

    @property
    def net(self) -> int:
        return self.by_reason.get("", 0)

    @property
    def excluded(self) -> int:
        return self.gross - self.net

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Those that left something out, most first."""
        return sorted(((r, n) for r, n in self.by_reason.items() if r and n), key=lambda one: (-one[1], one[0]))


@dataclass(frozen=True, slots=True)
class Counted:
    """What the page shows, at line `seq` of the manifest. `steps` are local hours (2026-05-10T09) or days."""

    seq: int
    total: Sums = field(default_factory=Sums)
    simulated: int = 0
    steps: dict[str, Sums] = field(default_factory=dict)
    by_day: bool = False
    creators: dict[tuple[str, str], Sums] = field(default_factory=dict)
    subjects: dict[str, Sums] = field(default_factory=dict)
    runs: dict[str, Reasons] = field(default_factory=dict)
    deciding: dict[str, int] = field(default_factory=dict)
    sets: dict[str, dict[str, Reasons]] = field(default_factory=dict)
    """By version and day what its last run there left out; a day with nothing found is there, and empty."""


_HITS = f"""
select id, happened_at, kind, subject, creator, link, visitor, agent, seconds, simulated,
  case when reason <> '' then reason else coalesce(verdict, '') end as reason
from hits left join (
  select hit, min(reason) as verdict from verdicts
    semi join (select verdicts as run from ({DECIDING})) deciding using (run)
  where happened_at >= $since and happened_at < $until group by hit
) judged on hit = id
where campaign = $campaign and happened_at >= $since and happened_at < $until
"""
_SUMS = f"""
create temp table sums as
select strftime(timezone($tz, happened_at), $step) as step, creator, link, subject, reason, simulated,
  count(*) as hits from ({_HITS}) group by all
"""
_FOUND = """
create temp table found as select run, reason, count(*) as hits from verdicts
  semi join (select id as hit from hits
    where campaign = $campaign and happened_at >= $since and happened_at < $until) ours using (hit)
where happened_at >= $since and happened_at < $until group by all
"""
_LAST_RUNS = """
select key, facts ->> '$.rules' as rules, facts ->> '$.verdicts' as run from changes
where noun = 'verdicts' and verb = 'run' and key between $first and $last
qualify row_number() over (partition by key, rules order by number desc) = 1 order by all
"""
_TOTAL = "select reason, sum(hits) from sums group by reason order by reason"


def counted(campaign: Campaign, asked: Asked) -> Counted:
    """At the manifest's present head; nothing at all where nothing is sealed yet."""
    head = evidence.manifest_head()
    if head is None or not asked.days:
        return Counted(0)
    key = f"traffic:{campaign.pk}:{asked.since:%Y%m%d}:{asked.until:%Y%m%d}:{head.hash}"
    known = cache.get(key)
    if isinstance(known, Counted):
        return known
    with evidence.connect(head.seq) as connection:
        found = _count(connection, campaign.slug, asked, head.seq)
    cache.set(key, found, 24 * 3600)
    return found


def _count(connection: duckdb.DuckDBPyConnection, campaign: str, asked: Asked, seq: int) -> Counted:
    by_day = asked.until - asked.since > HOURS_WITHIN
    where: dict[str, Any] = {"campaign": campaign, "since": asked.since, "until": asked.until}
    connection.execute(_SUMS, {**where, "tz": settings.TIME_ZONE, "step": "%Y-%m-%d" if by_day else "%Y-%m-%dT%H"})
    connection.execute(_FOUND, where)
    days = {"first": asked.first_day.isoformat(), "last": asked.last_day.isoformat()}
    runs = _found(connection)
    sets: dict[str, dict[str, Reasons]] = defaultdict(dict)
    for day, rules, run in connection.execute(_LAST_RUNS, days).fetchall():
        sets[rules][day] = runs.get(run, {})
    deciding: dict[str, int] = defaultdict(int)
    for day, rules in connection.execute(f"select day, rules from ({DECIDING})").fetchall():
        if days["first"] <= day <= days["last"]:
            deciding[rules] += 1
    simulated = connection.execute("select coalesce(sum(hits), 0) from sums where simulated").fetchone()
    return Counted(
        seq,
        total=Sums({reason: int(hits) for reason, hits in connection.execute(_TOTAL).fetchall()}),
        simulated=int(simulated[0]) if simulated else 0,
        steps=dict(sorted(_by(connection, "step", most=100_000).items())),
        by_day=by_day,
        creators=_by(connection, "creator, link", "creator <> '' or link <> ''"),
        subjects=_by(connection, "subject"),
        runs=runs,
        deciding=dict(deciding),
        sets=dict(sets),
    )


def _by(
    connection: duckdb.DuckDBPyConnection, keys: str, where: str = "true", *, most: int = MOST_ROWS
) -> dict[Any, Sums]:
    """The largest cells by these columns, most hits first, each with its reasons."""
    rows = connection.execute(
        f"""
        with cells as (select {keys}, reason, sum(hits) as hits from sums where {where} group by all),
        largest as (select {keys}, sum(hits) as whole from cells group by all order by whole desc, {keys} limit {most})
        select {keys}, reason, hits from cells join largest using ({keys}) order by whole desc, {keys}, reason
        """
    ).fetchall()
    found: dict[Any, Reasons] = {}
    for *key, reason, hits in rows:
        found.setdefault(key[0] if len(key) == 1 else tuple(key), {})[reason] = int(hits)
    return {key: Sums(reasons) for key, reasons in found.items()}


def _found(connection: duckdb.DuckDBPyConnection) -> dict[str, Reasons]:
    runs: dict[str, Reasons] = {}
    for run, reason, hits in connection.execute("select run, reason, hits from found order by all").fetchall():
        runs.setdefault(run, {})[reason] = int(hits)
    return runs


@dataclass(frozen=True, slots=True)
class Example:
    """One hit that was left out. `visitor` is good for one day and leads to nobody."""

    happened_at: datetime
    kind: str
    subject: str
    creator: str
    link: str
    visitor: str
    agent: str
    seconds: int
    simulated: bool


_EXAMPLES = f"""
select happened_at, kind, subject, creator, link, visitor, agent, seconds, simulated from ({_HITS})
where reason = $reason order by happened_at, id
"""


def examples(campaign: Campaign, asked: Asked, reason: str, *, offset: int, limit: int) -> list[Example]:
    """The hits behind a reason, the oldest first."""
    return list(_examples(campaign, asked, reason, f" limit {int(limit)} offset {int(offset)}"))


def all_examples(campaign: Campaign, asked: Asked, reason: str) -> Iterator[Example]:
    """At most MOST_EXAMPLES of them, one after another."""
    return _examples(campaign, asked, reason, f" limit {MOST_EXAMPLES}")


def _examples(campaign: Campaign, asked: Asked, reason: str, end: str) -> Iterator[Example]:
    head = evidence.manifest_head()
    if head is None or not asked.days:
        return
    where: Mapping[str, Any] = {
        "campaign": campaign.slug, "since": asked.since, "until": asked.until, "reason": reason,
    }  # fmt: skip
    with evidence.connect(head.seq) as connection:
        rows = connection.execute(_EXAMPLES + end, where)
        while part := rows.fetchmany(2_000):
            for row in part:
                yield Example(*row)
