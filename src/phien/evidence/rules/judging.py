"""Runs a set of rules over one local day of sealed hits: the same evidence, set and zone find the same, always."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from phien.evidence import duck
from phien.evidence.manifest import Line
from phien.evidence.rules.rule import RuleSet

BEFORE = timedelta(hours=12)
"""As long as a page's mark is good: what watches or taps now may have been opened then."""


@dataclass(frozen=True, slots=True)
class Judged:
    """`hits` of the day in all, `counts` of verdicts by reason, `digest` of the verdicts (digest_of)."""

    hits: int
    counts: dict[str, int]
    digest: str

    @property
    def found(self) -> int:
        return sum(self.counts.values())


def bounds(day: date, tz: str) -> tuple[datetime, datetime]:
    """The day's first moment and the next day's, by the clocks of `tz`."""
    zone = ZoneInfo(tz)
    return datetime.combine(day, time(), tzinfo=zone), datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)


def reaches(line: Line, since: datetime, until: datetime) -> bool:
    return datetime.fromisoformat(line.first_at) < until and datetime.fromisoformat(line.last_at) >= since


@contextmanager
def evidence_of(root: Path, lines: Sequence[Line], day: date, tz: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """The views that rules read, over the segments of these lines."""
    since, until = bounds(day, tz)
    hits = [root / line.file for line in lines if line.stream == "hits" and reaches(line, since - BEFORE, until)]
    changes = [root / line.file for line in lines if line.stream == "changes"]
    with duck.connect(root, tz=tz) as connection:
        connection.execute(f"CREATE VIEW changes AS {duck.segments_sql('changes', changes)}")
        connection.execute(
            f"CREATE VIEW near AS SELECT * FROM ({duck.segments_sql('hits', hits)})"  # noqa: S608
            f" WHERE happened_at >= {_moment(since - BEFORE)} AND happened_at < {_moment(until)}"
        )
        connection.execute(f"CREATE VIEW whole_day AS SELECT * FROM near WHERE happened_at >= {_moment(since)}")  # noqa: S608
        connection.execute("CREATE VIEW day AS SELECT * FROM whole_day WHERE reason = ''")
        yield connection


def judge(connection: duckdb.DuckDBPyConnection, rules: RuleSet) -> Judged:
    """Lay out the table `verdict` (happened_at, hit, reason), each hit once."""
    for table in rules.tables:
        connection.execute(f"CREATE TEMP TABLE {table.name} AS {table.sql}", rules.named_in(table.sql))
    connection.execute("CREATE TEMP TABLE verdict (happened_at TIMESTAMPTZ, hit VARCHAR, reason VARCHAR)")
    for rule in rules.rules:
        connection.execute(
            f"INSERT INTO verdict SELECT happened_at, id, {duck.quoted(rule.id)} FROM day"  # noqa: S608
            f" SEMI JOIN (SELECT DISTINCT id FROM ({rule.sql})) found USING (id)"
            " WHERE id NOT IN (SELECT hit FROM verdict)",
            rules.named_in(rule.sql),
        )
    hits = connection.execute("SELECT count(*) FROM whole_day").fetchone()
    counts = connection.execute("SELECT reason, count(*) FROM verdict GROUP BY reason ORDER BY reason").fetchall()
    return Judged(hits[0] if hits else 0, dict(counts), digest_of(connection, "verdict"))


def digest_of(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """SHA-256 over the verdicts (hit, reason) of a table, in the order of their hits."""
    found = hashlib.sha256()
    rows = connection.execute(f"SELECT hit, reason FROM {table} ORDER BY hit, reason")  # noqa: S608
    while part := rows.fetchmany(20_000):
        found.update("".join(f"{hit} {reason}\n" for hit, reason in part).encode())
    return found.hexdigest()


def _moment(at: datetime) -> str:
    return f"{duck.quoted(at.isoformat())}::TIMESTAMPTZ"
