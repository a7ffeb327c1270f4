"""The campaign's evidence. Its rows are made by DuckDB, staged as an import stages them, and sealed one by one."""

import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import duckdb

from bench.report import CAMPAIGN, DAYS, PUBLICATIONS, SINCE, VISITS_A_DAY

FIRST_ID = 7_672_373_276_106_181_908
TAGS = (("NgayQuocKhanh", "ToiYeuToQuocToi"), ("HappyVietnam",))

# Two visitors in ten watch, four look at one page, four at some; all the same at every run.
_HITS = """
copy (
  with visits as (select v, hash(v * 31 + {day}) as h, hash(v * 17 + {day} * 7) as g from range({visits}) r(v)),
  steps as (
    select v, h, g, unnest(range(1 + case when h % 10 < 4 then 0 when h % 10 < 8 then (g % 5)::bigint
      else 4 + (g % 16)::bigint end)) as n from visits
  ), timed as (
    select *, h % 10 >= 8 as watches,
      timestamptz '{start}' + to_milliseconds((h % 80000000)::bigint + n * 15000) as moment
    from steps
  )
  select md5(v || '-{day}-' || n) as id, moment as happened_at, moment as received_at,
    case when watches and n > 0 then 'live' when n = 0 then case when g % 4 = 0 then 'clip' else 'page' end
      when n % 3 = 1 then 'click' else 'page' end as kind,
    case when watches and n > 0 then 'broadcast:phong-' || g % 6 when n = 0 and g % 4 = 0 then 'clip:clip-' || g % 40
      when n % 3 = 1 then 'product:sp-' || g % 20 else 'campaign:{campaign}' end as subject,
    '{campaign}' as campaign, case when g % 3 = 0 then 'xa-' || g % 11 else '' end as place,
    case when g % 2 = 0 then 'kol-' || g % 120 else '' end as creator,
    case when g % 2 = 0 then 'L' || lpad((g % 400)::varchar, 5, '0') else '' end as link,
    lpad(to_hex(h), 16, '0') as visitor,
    case when watches and n > 0 then substr(md5(v || 's{day}'), 1, 16) else '' end as session_token,
    (case when watches and n > 1 then 15 else 0 end)::usmallint as seconds,
    case when h % 97 = 0 then 'bot' when h % 233 = 0 then 'too_fast' else '' end as reason,
    '1' as rule_version, true as simulated, 1::utinyint as schema_version, 'android' as agent
  from timed
) to '{path}' (format parquet)
"""
_SNAPSHOTS = """
copy (
  select timestamptz '{at}' as observed_at, '{campaign}' as campaign, 'tiktok' as platform,
    'publication:tiktok:' || ({first} + i * 7919) as subject, 'views' as metric, 'tiktok.views' as definition,
    (size * 100 * (1 - exp(-greatest(epoch(timestamptz '{at}') - published, 0) / 86400.0)))::bigint as value,
    'count' as unit, 'total' as period, '' as flag, 'exact' as confidence, 'snapshot-{hour}' as file,
    (i + 2)::uinteger as line, true as simulated
  from (
    select i, epoch(timestamptz '{start}') + (hash(i) % 1000000)::bigint as published,
      (exp((hash(i * 3) % 900) / 100.0))::bigint * 20 + 50 as size
    from range({publications}) r(i)
  )
) to '{path}' (format parquet)
"""


def publications() -> Iterator[Any]:
    """What the register is told; when each appeared is what its snapshots grow from."""
    from phien.content.actions import NewPublication

    with duckdb.connect() as connection:
        found = connection.execute(
            "select i, (hash(i) % 1000000)::bigint from range(?) r(i)", [PUBLICATIONS]
        ).fetchall()
    for number, second in found:
        yield NewPublication(
            platform="tiktok",
            native_id=str(FIRST_ID + number * 7919),
            origin="partner" if number % 5 == 0 else "citizen",
            account=f"nguoi-{number % 40_000}",
            hashtags=TAGS[number % 2],
            published_at=SINCE + timedelta(seconds=second),
            precision="time",
        )


def make_campaign() -> Any:
    from phien.campaigns.actions import add_campaign
    from phien.people.models import Actor
    from phien.places.models import Place

    place = Place.objects.create(slug="viet-nam", kind="country", name={"vi": "Việt Nam"})
    organiser = Actor.objects.create(slug="ban-to-chuc", kind="organisation", name={"vi": "Ban tổ chức"})
    return add_campaign(
        slug=CAMPAIGN,
        name={"vi": "Tự hào cờ đỏ sao vàng"},
        organiser=organiser,
        place=place,
        starts_at=SINCE,
        ends_at=SINCE + timedelta(days=DAYS),
        is_public=True,
    )


def build(campaign: Any) -> dict[str, int]:
    """Seal everything. Gives how many rows of each kind there are."""
    from phien.content.actions import register_publications
    from phien.evidence import actions as evidence

    register_publications(campaign=campaign, rows=publications(), by=None, source="bench")
    evidence.seal(force=True)
    rows = {"publications": PUBLICATIONS, "observations": 0, "hits": 0}
    with duckdb.connect(config={"threads": 2}) as connection:
        for day in range(DAYS):
            start = (SINCE + timedelta(days=day)).isoformat()
            staged = evidence.staging(f"hits-{day}.parquet")
            connection.execute(_HITS.format(day=day, visits=VISITS_A_DAY, start=start, campaign=CAMPAIGN, path=staged))
            rows["hits"] += _sealed("hits", staged)
        for hour in range(DAYS * 24):
            staged = evidence.staging(f"snapshot-{hour}.parquet")
            at = (SINCE + timedelta(hours=hour, minutes=30)).isoformat()
            facts = {"at": at, "hour": hour, "first": FIRST_ID, "start": SINCE.isoformat(), "path": staged}
            connection.execute(_SNAPSHOTS.format(**facts, campaign=CAMPAIGN, publications=PUBLICATIONS))
            rows["observations"] += _sealed("observations", staged)
            if hour % 24 == 23:
                print(f"  {hour + 1} h of snapshots are sealed", file=sys.stderr, flush=True)
    while evidence.judge_changed_days():  # as the tick does
        pass
    return rows


def _sealed(stream: str, staged: Any) -> int:
    from phien.evidence import actions as evidence

    line = evidence.seal_rows(stream=stream, staged=staged)
    assert line is not None
    return int(line.rows)
