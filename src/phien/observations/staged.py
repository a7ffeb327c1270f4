"""The rows of one file as Parquet, staged for evidence: with what is the same in all of them, and with the flag of a
total that is lower than the newest known before it."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from phien.evidence.duck import quoted, quoted_list
from phien.evidence.streams import COLUMNS
from phien.observations.gathering import OBSERVATIONS, ORDERS
from phien.observations.models import ExportFile

LOWER = "lower_than_before"


def stage_observations(
    db: duckdb.DuckDBPyConnection, *, export: ExportFile, source: Path, out: Path, undone: list[str]
) -> dict[str, int]:
    """`db` is a connection of evidence.queries. A total is compared with the newest one of the same subject, metric and
    definition that was seen no later, in any file of the campaign that counts. Gives how many rows carry which flag."""
    campaign = quoted(export.campaign.slug)
    left_out = quoted_list([export.sha256, *undone])
    db.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE came AS
            SELECT *, {_same_in_all(export)} FROM {_csv(source, OBSERVATIONS)};
        CREATE OR REPLACE TEMP TABLE known AS
            SELECT subject, metric, definition, observed_at, max(value) AS value
            FROM observations AS seen
            SEMI JOIN (SELECT DISTINCT subject, metric, definition FROM came WHERE period = 'total') AS asked
                USING (subject, metric, definition)
            WHERE campaign = {campaign} AND period = 'total' AND file NOT IN {_tuple(left_out)}
            GROUP BY ALL;
        """  # noqa: S608
    )
    columns = ", ".join(
        f"CASE WHEN came.flag = '' AND came.period = 'total' AND known.value > came.value THEN {quoted(LOWER)} "
        "ELSE came.flag END AS flag"
        if name == "flag"
        else f"came.{name} AS {name}"
        for name in COLUMNS["observations"]
    )
    db.execute(
        f"""
        COPY (SELECT {columns} FROM came ASOF LEFT JOIN known
              ON came.subject = known.subject AND came.metric = known.metric AND came.definition = known.definition
              AND came.observed_at >= known.observed_at)
        TO {quoted(out)} (FORMAT parquet)
        """  # noqa: S608
    )
    flags = f"SELECT flag, count(*) FROM read_parquet({quoted(out)}) WHERE flag <> '' GROUP BY flag ORDER BY flag"  # noqa: S608
    return dict(db.execute(flags).fetchall())


def stage_orders(db: duckdb.DuckDBPyConnection, *, export: ExportFile, source: Path, out: Path) -> None:
    columns = ", ".join(COLUMNS["platform_orders"])
    db.execute(
        f"""
        COPY (SELECT {columns} FROM (SELECT *, {_same_in_all(export)} FROM {_csv(source, ORDERS)}))
        TO {quoted(out)} (FORMAT parquet)
        """  # noqa: S608
    )


def _same_in_all(export: ExportFile) -> str:
    simulated = "true" if export.simulated else "false"
    return f"{quoted(export.campaign.slug)} AS campaign, {quoted(export.sha256)} AS file, {simulated} AS simulated"


def _tuple(listed: str) -> str:
    return f"({listed[1:-1]})"


def _csv(path: Path, columns: Mapping[str, str]) -> str:
    kinds = "{" + ", ".join(f"{quoted(name)}: {quoted(kind)}" for name, kind in columns.items()) + "}"
    return (
        f"read_csv({quoted(path)}, header = false, delim = ',', quote = '\"', escape = '\"', columns = {kinds}, "
        "auto_detect = false, allow_quoted_nulls = false, new_line = '\\n', max_line_size = 4194304)"
    )
