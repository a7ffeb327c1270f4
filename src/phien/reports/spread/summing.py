"""Works out from sealed evidence how a campaign spread. It takes as long as its observations are many, so the result is
kept (keeping.py) and pages read that."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import duckdb
from django.conf import settings

from phien.campaigns.models import Campaign
from phien.evidence import queries as evidence
from phien.lib import clock
from phien.reports.compute import Window, figures_of, spread
from phien.reports.metrics import REGISTRY

FORMAT = 2
MOST = 50
_METRICS = (
    "publications", "publishing_accounts", "publications_observed", "platform_views", "platform_likes",
    "platform_shares", "buzz", "commenters", "views_after",
)  # fmt: skip
_TILES = ("publications", "publishing_accounts", "publications_observed", "platform_views", "buzz", "commenters")

_CURVES = """
select hashtag, any_value(starts) as starts, hours, sum(value) as views,
  coalesce(sum(value) filter (where how = 'interpolated'), 0) as interpolated,
  count(*) filter (where how <> 'unknown') as known, count(*) as publications
from curve join (select distinct hashtag, starts from tagged) using (hashtag)
group by hashtag, hours order by hashtag, hours
"""
_BEGAN = """
select t.hashtag, r.subject, r.platform, r.origin, r.creator, r.place, r.published_at
from tagged t join registered r using (subject)
where r.exactness in ('time', 'derived')
qualify row_number() over (partition by t.hashtag order by r.published_at, r.subject) <= 10
order by t.hashtag, r.published_at, r.subject
"""
_CARRIED = """
select {key} as key, count(*) as publications, coalesce(sum(views), 0) as views
from (
  select r.*, v.value as views from registered r
    left join (from shown where metric = 'views') v using (subject)
  where r.reason = '' and r.published_at >= $since and r.published_at < $until
) where {key} <> '' group by key order by views desc, publications desc, key limit {most}
"""
_MOST_SEEN = """
select subject, platform, creator, place, value as views from shown
where metric = 'views' and reason = '' order by value desc, subject limit {most}
"""


def window_of(campaign: Campaign) -> Window:
    """The campaign's own time, up to now while it runs."""
    until = min(campaign.ends_at, max(clock.now(), campaign.starts_at))
    return Window(campaign.slug, campaign.starts_at, max(until, campaign.starts_at), settings.TIME_ZONE)


def sum_up(campaign: Campaign, cut_seq: int) -> dict[str, Any]:
    """Everything that the page shows, as plain values: instants are ISO 8601 in UTC."""
    window = window_of(campaign)
    with evidence.connect(cut_seq) as connection:
        spread(connection, window, [REGISTRY[name] for name in _METRICS])
        return {
            "format": FORMAT,
            "since": window.since.isoformat(),
            "until": window.until.isoformat(),
            "tiles": {
                name: [{"net": int(row.net), "excluded": {k: int(v) for k, v in row.excluded.items()}} for row in rows]
                for name in _TILES
                if (rows := figures_of(connection, window, REGISTRY[name], ""))
            },
            "curves": _curves(connection),
            "began": _grouped(_rows(connection, window, _BEGAN)),
            "creators": _rows(connection, window, _CARRIED.format(key="creator", most=MOST)),
            "places": _rows(connection, window, _CARRIED.format(key="place", most=MOST)),
            "platforms": _rows(connection, window, _CARRIED.format(key="platform", most=MOST)),
            "most_seen": _rows(connection, window, _MOST_SEEN.format(most=MOST)),
        }


def _rows(connection: duckdb.DuckDBPyConnection, window: Window, sql: str) -> list[dict[str, Any]]:
    found = connection.execute(sql, window.parameters(sql))
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, map(_plain, row), strict=True)) for row in found.fetchall()]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _grouped(rows: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row.pop("hashtag"), []).append(row)
    return groups


def _curves(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    """hashtag → when it began, and per number of hours: views, the interpolated part of them, and how many of the
    publications that were there are known. '' is the campaign as a whole."""
    curves: dict[str, dict[str, Any]] = {}
    for hashtag, starts, hours, views, interpolated, known, publications in connection.execute(_CURVES).fetchall():
        curve = curves.setdefault(hashtag, {"starts": starts.isoformat(), "points": []})
        curve["points"].append(
            {
                "hours": hours,
                "views": None if views is None else int(views),
                "interpolated": int(interpolated),
                "known": known,
                "publications": publications,
            }
        )
    return curves
