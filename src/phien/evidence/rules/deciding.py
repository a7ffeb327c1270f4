"""Which run decides over a day: of those by the newest set of rules the latest one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from phien.evidence import duck
from phien.evidence.manifest import Line

# One row per day that was judged: its run, and the run whose verdicts hold.
DECIDING = """
select key as day, facts ->> '$.run' as run, facts ->> '$.verdicts' as verdicts, facts ->> '$.rules' as rules,
  facts ->> '$.digest' as digest
from changes where noun = 'verdicts' and verb = 'run'
qualify row_number() over (partition by key order by cast(facts ->> '$.rules' as integer) desc, number desc) = 1
"""


@dataclass(frozen=True, slots=True)
class Decision:
    day: date
    run: str
    verdicts: str
    rules: str


def deciding(connection: duckdb.DuckDBPyConnection) -> dict[date, Decision]:
    """By day, over the connection's view `changes`."""
    rows = connection.execute(f"select day, run, verdicts, rules from ({DECIDING}) order by day").fetchall()  # noqa: S608
    return {date.fromisoformat(day): Decision(date.fromisoformat(day), run, *rest) for day, run, *rest in rows}


def deciding_in(root: Path, lines: Sequence[Line], *, tz: str = "") -> dict[date, Decision]:
    """The same over a manifest's lines."""
    files = [root / line.file for line in lines if line.stream == "changes"]
    with duck.connect(root, tz=tz) as connection:
        connection.execute(f"CREATE VIEW changes AS {duck.segments_sql('changes', files)}")
        return deciding(connection)


def judged_sql(hits: str, verdicts: str, run: str) -> str:
    """`hits` with the reasons that a run gave to those that had none."""
    found = f"SELECT hit, reason FROM ({verdicts}) WHERE run = {duck.quoted(run)}"  # noqa: S608
    return f"""
        SELECT h.* REPLACE (CASE WHEN h.reason <> '' THEN h.reason ELSE coalesce(v.reason, '') END AS reason)
        FROM ({hits}) h LEFT JOIN ({found}) v ON v.hit = h.id
    """  # noqa: S608
