"""Nine questions that a report answers, in plain SQL that DuckDB, PostgreSQL and SQLite all understand, over tables

    hits(id, ms, day, hour, kind, subject, creator, link, visitor, session, seconds, reason)
    views(subject, ms, value)
    register(subject, origin, hashtag, published_ms)

with times in milliseconds. Each engine gives the same numbers as the report's own figures, or the benchmark says so.
"""

import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb

Ask = Callable[[str], list[Any]]

_VISITS = """
select hour, count(*) from (
  select visitor, day, visit, min(hour) as hour, max(reason) as reason from (
    select visitor, day, hour, reason, sum(begins) over (partition by visitor, day order by ms) as visit from (
      select visitor, day, hour, reason, ms,
        case when ms - lag(ms) over (partition by visitor, day order by ms) <= 1800000 then 0 else 1 end as begins
      from hits
    ) a
  ) b group by visitor, day, visit
) c where reason = '' group by hour
"""
_WATCHED = """
select subject, sum(ms) from (
  select subject, reason, case when seconds = 0 then 0 when gap is null then seconds * 1000
    when gap > 30000 then 30000 else gap end as ms
  from (
    select subject, reason, seconds, ms - lag(ms) over (partition by visitor, session, subject order by ms) as gap
    from hits where kind = 'live'
  ) a
) b where reason = '' group by subject
"""
_PEAK = """
select max(players) from (
  select minute, count(distinct session) as players from (
    select ms / 60000 as minute, session from hits where kind = 'live' and reason = '' and seconds > 0
  ) a group by minute
) b
"""
_LATEST = """
select subject, value from (
  select subject, value, row_number() over (partition by subject order by ms desc, value desc) as newest from views
) a where newest = 1
"""
QUESTIONS = {
    "hits": "select kind, count(*) from hits where reason = '' group by kind",
    "visits": _VISITS,
    "clip_views": "select subject, count(*) from hits where kind = 'clip' and reason = '' group by subject",
    "product_clicks": "select creator, count(*) from hits where kind = 'click' and reason = '' group by creator",
    "watch_time": _WATCHED,
    "peak_viewers": _PEAK,
    "publications": "select hashtag, count(*) from register group by hashtag",
    "platform_views": f"select sum(value) from ({_LATEST}) b",
    "views_by_hashtag": f"select hashtag, sum(value) from ({_LATEST}) b join register using (subject) group by hashtag",
}


def answered(ask: Ask) -> tuple[float, dict[str, Any]]:
    """Seconds for all questions, and the answers as sorted rows."""
    began = time.monotonic()
    answers = {name: sorted(map(tuple, ask(sql)), key=str) for name, sql in QUESTIONS.items()}
    return time.monotonic() - began, answers


def parquet(hits: Sequence[Path], observations: Sequence[Path], register: Path) -> Ask:
    """The limit: DuckDB over the very files that evidence consists of, nothing loaded before."""
    connection = duckdb.connect(config={"threads": 2, "memory_limit": "1GB"})
    connection.execute("set TimeZone = 'Asia/Ho_Chi_Minh'")
    connection.execute(f"""
        create view hits as select id, epoch_ms(happened_at) as ms, happened_at::date as day,
          strftime(happened_at, '%Y-%m-%dT%H') as hour, kind, subject, creator, link, visitor,
          session_token as session, seconds::bigint as seconds, reason
        from read_parquet({[str(path) for path in hits]})
    """)
    connection.execute(f"""
        create view views as select subject, epoch_ms(observed_at) as ms, value
        from read_parquet({[str(path) for path in observations]}) where metric = 'views' and period = 'total'
    """)
    connection.execute(f"create view register as from read_csv('{register}', types = {{'published_ms': 'BIGINT'}})")
    return lambda sql: connection.execute(sql.replace("ms / 60000", "ms // 60000")).fetchall()


_TABLES = (
    "create table hits (id text, ms bigint, day text, hour text, kind text, subject text, creator text, link text, "
    "visitor text, session text, seconds bigint, reason text)",
    "create table views (subject text, ms bigint, value bigint)",
    "create table register (subject text, origin text, hashtag text, published_ms bigint)",
)
_INDEXES = ("create index on_hits on hits (visitor, day, ms)", "create index on_views on views (subject, ms)")


def rows_of(ask: Ask) -> dict[str, list[Any]]:
    """What the peers are loaded with: the same rows."""
    return {
        "hits": ask(
            "select id, ms, day::varchar, hour, kind, subject, creator, link, visitor, session, seconds, reason "
            "from hits"
        ),
        "views": ask("select subject, ms, value from views"),
        "register": ask("select subject, origin, hashtag, published_ms from register"),
    }  # fmt: skip


def sqlite(rows: dict[str, list[Any]], path: Path) -> Ask:
    connection = sqlite3.connect(path)
    for statement in _TABLES:
        connection.execute(statement)
    for table, values in rows.items():
        connection.executemany(f"insert into {table} values ({','.join('?' * len(values[0]))})", values)
    for statement in _INDEXES:
        connection.execute(statement)
    connection.execute("analyze")
    connection.commit()
    return lambda sql: connection.execute(sql).fetchall()


def postgresql(rows: dict[str, list[Any]], url: str) -> Ask:
    import psycopg

    connection = psycopg.connect(url, autocommit=True)
    for statement in _TABLES:
        connection.execute(statement)  # type: ignore[call-overload]
    for table, values in rows.items():
        with connection.cursor().copy(f"copy {table} from stdin") as copy:  # type: ignore[call-overload]
            for row in values:
                copy.write_row(row)
    for statement in (*_INDEXES, "vacuum analyze"):
        connection.execute(statement)  # type: ignore[call-overload]
    return lambda sql: [tuple(map(_plain, row)) for row in connection.execute(sql).fetchall()]  # type: ignore[call-overload]


def _plain(value: Any) -> Any:
    """PostgreSQL's sums are decimals."""
    return int(value) if value is not None and not isinstance(value, str) else value
