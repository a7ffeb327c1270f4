"""DuckDB over evidence: a connection that reads nothing else, segments written and read, and the views of visits and
watching. In memory: any number of processes may ask at once, without locks."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import duckdb
from django.conf import settings

from phien.evidence.hits import LONGEST_GAP
from phien.evidence.streams import COLUMNS, LATER, ORDER, TIMES

IDLE_MINUTES = 30


def quoted(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def quoted_list(items: Iterable[object]) -> str:
    return "[" + ", ".join(quoted(item) for item in items) + "]"


def connect(root: Path, *, tz: str = "") -> duckdb.DuckDBPyConnection:
    """An empty database in memory that may touch this evidence folder only, with the site's time zone or `tz`."""
    connection = duckdb.connect(":memory:", config={"memory_limit": "1GB", "threads": 2})
    for statement in (
        f"SET TimeZone = {quoted(tz or settings.TIME_ZONE)}",
        "SET autoinstall_known_extensions = false",
        f"SET temp_directory = {quoted(root / 'tmp')}",
        f"SET allowed_directories = {quoted_list([str(root) + '/'])}",
        "SET enable_external_access = false",
        "SET lock_configuration = true",
    ):
        connection.execute(statement)
    return connection


def columns_sql(stream: str) -> str:
    return "{" + ", ".join(f"{quoted(name)}: {quoted(kind)}" for name, kind in COLUMNS[stream].items()) + "}"


def segments_sql(stream: str, files: Sequence[Path]) -> str:
    """A SELECT of all rows of these segments, columns in their order; none gives the columns with no rows."""
    columns = COLUMNS[stream]
    if not files:
        return f"SELECT {', '.join(f'NULL::{kind} AS {name}' for name, kind in columns.items())} WHERE false"
    rows = _with_later(stream, f"read_parquet({quoted_list(files)}, union_by_name = true)")
    return f"SELECT {_named(stream)} FROM {rows}"  # noqa: S608


def _named(stream: str) -> str:
    """The stream's columns in their order; those that an older row lacks hold what it is read as."""
    later = LATER.get(stream, {})
    return ", ".join(
        f"coalesce({name}, {quoted(later[name])}) AS {name}" if name in later else name for name in COLUMNS[stream]
    )


def _with_later(stream: str, rows: str) -> str:
    """`rows`, whose files may all be older than some column."""
    if stream not in LATER:
        return rows
    later = ", ".join(f"NULL::{COLUMNS[stream][name]} AS {name}" for name in LATER[stream])
    return f"(SELECT {later} WHERE false UNION ALL BY NAME SELECT * FROM {rows})"  # noqa: S608


def visits_sql(hits: str) -> str:
    """Visits among `hits` (a table, view or subquery): one visitor's hits of one local day without a pause of more
    than 30 minutes. A visit has a reason, and does not count, as soon as one of its hits has."""
    order = "PARTITION BY visitor, happened_at::DATE, simulated ORDER BY happened_at, id"
    return f"""
        WITH marked AS (
            SELECT *, happened_at::DATE AS day,
                   CASE WHEN happened_at - lag(happened_at) OVER ({order}) <= INTERVAL {IDLE_MINUTES} MINUTE
                        THEN 0 ELSE 1 END AS begins
            FROM {hits}
        ), numbered AS (
            SELECT *, sum(begins) OVER ({order} ROWS UNBOUNDED PRECEDING) AS visit FROM marked
        )
        SELECT visitor, day, visit::INTEGER AS visit, simulated,
               min(happened_at) AS started_at, max(happened_at) AS ended_at, count(*) AS hits,
               count(*) FILTER (kind = 'page') AS pages, count(*) FILTER (kind = 'clip') AS clips,
               count(*) FILTER (kind = 'live') AS heartbeats, count(*) FILTER (kind = 'click') AS clicks,
               count(*) FILTER (kind = 'basket') AS baskets, count(*) FILTER (kind = 'order') AS orders,
               coalesce(first(subject ORDER BY happened_at, id) FILTER (subject <> ''), '') AS entry,
               coalesce(first(campaign ORDER BY happened_at, id) FILTER (campaign <> ''), '') AS campaign,
               coalesce(list_sort(list(DISTINCT campaign) FILTER (campaign <> '')), []) AS campaigns,
               coalesce(first(place ORDER BY happened_at, id) FILTER (place <> ''), '') AS place,
               coalesce(first(creator ORDER BY happened_at, id) FILTER (creator <> ''), '') AS creator,
               coalesce(first(link ORDER BY happened_at, id) FILTER (link <> ''), '') AS link,
               coalesce(first(reason ORDER BY happened_at, id) FILTER (reason <> ''), '') AS reason
        FROM numbered GROUP BY visitor, day, visit, simulated
    """  # noqa: S608  # only our own names are put in


def watching_sql(hits: str) -> str:
    """One row per heartbeat among `hits`, with the milliseconds it adds: the time since the page's last heartbeat, at
    most 30 s; nothing where it begins a stretch (seconds = 0); what it claims, at most 30 s, where it is the first."""
    longest = LONGEST_GAP * 1000
    return f"""
        WITH beats AS (
            SELECT *, coalesce(nullif(session_token, ''), visitor) AS session,
                   epoch_ms(happened_at) - lag(epoch_ms(happened_at)) OVER (
                       PARTITION BY visitor, session_token, subject, simulated ORDER BY happened_at, id) AS gap
            FROM {hits} WHERE kind = 'live'
        ), counted AS (
            SELECT *, CASE WHEN seconds = 0 THEN 0
                           WHEN gap IS NULL THEN least(seconds::BIGINT * 1000, {longest})
                           ELSE least(gap, {longest}) END AS milliseconds
            FROM beats
        )
        SELECT id, happened_at - to_milliseconds(milliseconds) AS began_at, happened_at AS ended_at, milliseconds,
               visitor, session, subject, campaign, place, creator, link, reason, simulated
        FROM counted
    """  # noqa: S608


def take_in(connection: duckdb.DuckDBPyConnection, stream: str, inputs: Sequence[Path]) -> None:
    """Read NDJSON or Parquet files into the table `incoming`, which spills to the disk where it is large. ValueError
    where a line is not a row with every column."""
    connection.execute("DROP TABLE IF EXISTS incoming")
    whole = " AND ".join(f"{name} IS NOT NULL" for name in COLUMNS[stream])
    try:
        connection.execute(f"CREATE TEMP TABLE incoming AS SELECT * FROM {_incoming(stream, inputs)}")  # noqa: S608
    except duckdb.Error as error:
        raise ValueError(f"Not all lines are rows of {stream}: {error}") from error
    found = connection.execute(f"SELECT count(*) FROM incoming WHERE NOT ({whole})").fetchone()  # noqa: S608
    if found and found[0]:
        raise ValueError(f"{found[0]} rows of {stream} lack a column.")


def _incoming(stream: str, inputs: Sequence[Path]) -> str:
    if all(path.suffix == ".parquet" for path in inputs):
        casts = ", ".join(f"{name}::{kind} AS {name}" for name, kind in COLUMNS[stream].items())
        rows = _with_later(stream, f"read_parquet({quoted_list(inputs)})")
        return f"(SELECT {_named(stream)} FROM (SELECT {casts} FROM {rows}))"  # noqa: S608
    lines = f"read_json({quoted_list(inputs)}, format = 'newline_delimited', columns = {columns_sql(stream)})"
    return f"(SELECT {_named(stream)} FROM {lines})"  # noqa: S608


def write_segment(
    connection: duckdb.DuckDBPyConnection, *, stream: str, out: Path, earlier: Sequence[Path], sources: Sequence[str]
) -> None:
    """Write `incoming` as one Parquet segment: sorted by time, each event id once, and none that an earlier segment
    holds. The segment says itself which sources it was made from.

    Ids that are there twice are few, so they are looked for first: to number all rows costs more than to sort them.
    """
    connection.execute("CREATE OR REPLACE TEMP TABLE seen (id VARCHAR)")
    if earlier:
        sealed = f"(SELECT id FROM read_parquet({quoted_list(earlier)}))"  # noqa: S608
        connection.execute(f"INSERT INTO seen SELECT DISTINCT id FROM {sealed} SEMI JOIN incoming USING (id)")  # noqa: S608
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE repeated AS SELECT id FROM incoming GROUP BY id HAVING count(*) > 1"
    )
    facts = quoted(json.dumps(list(sources)))
    connection.execute(
        f"""
        COPY (
            SELECT {", ".join(COLUMNS[stream])}
            FROM (SELECT * FROM incoming ANTI JOIN repeated USING (id)
                  UNION ALL
                  SELECT * FROM (SELECT * FROM incoming SEMI JOIN repeated USING (id))
                  QUALIFY row_number() OVER (PARTITION BY id ORDER BY happened_at) = 1)
            ANTI JOIN seen USING (id)
            ORDER BY happened_at, id
        ) TO {quoted(out)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880,
                            KV_METADATA {{stream: {quoted(stream)}, sources: {facts}}})
        """  # noqa: S608
    )


def write_rows(connection: duckdb.DuckDBPyConnection, *, stream: str, out: Path, sources: Sequence[str]) -> None:
    """Write `incoming` as one Parquet segment in the stream's order, every row once: streams whose rows have no event
    id are told apart by what they were made from."""
    facts = quoted(json.dumps(list(sources)))
    connection.execute(
        f"""
        COPY (SELECT {", ".join(COLUMNS[stream])} FROM incoming ORDER BY {ORDER[stream]}) TO {quoted(out)}
        (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880,
         KV_METADATA {{stream: {quoted(stream)}, sources: {facts}}})
        """  # noqa: S608
    )


def reach_of(
    connection: duckdb.DuckDBPyConnection, *, stream: str, segment: Path
) -> tuple[int, datetime | None, datetime | None]:
    """How many rows a segment has, and the first and the last time in it."""
    time = TIMES[stream]
    found = connection.execute(
        f"SELECT count(*), min({time}), max({time}) FROM read_parquet({quoted(segment)})"  # noqa: S608
    ).fetchone()
    return found or (0, None, None)


def sources_of(connection: duckdb.DuckDBPyConnection, segment: Path) -> list[str] | None:
    """The sources a segment was made from, or None where it cannot be read."""
    try:
        found = connection.execute(
            f"SELECT value FROM parquet_kv_metadata({quoted(segment)}) WHERE key = 'sources'"  # noqa: S608
        ).fetchone()
        return [str(name) for name in json.loads(bytes(found[0]))] if found else None
    except (duckdb.Error, ValueError, TypeError):
        return None
