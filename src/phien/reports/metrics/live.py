"""Figures of those who watched. They all stand on the heartbeats that a room sends while it plays in sight."""
# ruff: noqa: S608  # only our own expressions are put in; values go as parameters

from django.utils.translation import gettext_lazy as _

from phien.reports.metrics.caveats import (
    AT_LEAST_TWO_SECONDS,
    BLOCKED,
    HERE_ONLY,
    ONE_ADDRESS,
    ONE_AFTER_ANOTHER,
    VISITOR_DAYS,
)
from phien.reports.metrics.definition import Metric, Unit
from phien.reports.metrics.layers import (
    BROADCAST,
    CAME,
    LIVE_VIEWS,
    NUMBERED,
    ON_AIR,
    PRESENT,
    SEEN,
    SOURCES,
    SUMMED_TIME,
    TIME,
    WATCH_SUMS,
    WATCHED,
)

# The union of the times on air: two rooms at once are one stretch of time.
_STRETCHES = """
  select key, sum(epoch(ends) - epoch(starts)) as seconds from (
    select key, stretch, min(starts) as starts, max(ends) as ends from (
      select *, sum(case when starts <= reached then 0 else 1 end) over (
        partition by key order by starts, ends rows unbounded preceding) as stretch
      from (
        select {key} as key, starts, ends, max(ends) over (
          partition by {key} order by starts, ends rows between unbounded preceding and 1 preceding) as reached
        from on_air where ends > starts
      )
    ) group by key, stretch
  ) group by key
"""

METRICS = [
    Metric(
        id="live_views",
        name=_("Live views"),
        sentence=_(
            "One live view is one visit that watched one broadcast for at least 2 seconds, in a playing and visible "
            "player, as its heartbeats say. A visit that watches two broadcasts holds two live views."
        ),
        unit=Unit.COUNT,
        layers=(SEEN, NUMBERED, CAME, WATCHED, LIVE_VIEWS),
        sql="select {key} as key, reason, count(*) as value from live_views group by all",
        dimensions={**BROADCAST, **SOURCES, **TIME},
        caveats=(AT_LEAST_TWO_SECONDS, HERE_ONLY, BLOCKED),
        inside="visits",
    ),
    Metric(
        id="live_visits",
        name=_("Visits that watched live"),
        sentence=_("Those of the visits that hold at least one live view."),
        unit=Unit.COUNT,
        layers=(SEEN, NUMBERED, CAME, WATCHED, LIVE_VIEWS),
        sql="""
select key, reason, count(*) as value from (
  select {key} as key, visitor, day, simulated, visit,
    case when bool_or(reason = '') then '' else first(reason order by happened_at, subject) end as reason
  from live_views group by all
) group by all
""",
        dimensions=SOURCES,
        caveats=(AT_LEAST_TWO_SECONDS, HERE_ONLY),
        inside="visits",
    ),
    Metric(
        id="live_viewers",
        name=_("Live viewers"),
        sentence=_(
            "Daily visitor ids with at least one live view. The id changes every day and people behind one address "
            "may share it, so over several days this is a sum of visitor-days, not of people."
        ),
        unit=Unit.VIEWERS,
        layers=(SEEN, NUMBERED, CAME, WATCHED, LIVE_VIEWS),
        sql="""
select key, reason, count(*) as value from (
  select {key} as key, visitor, day, simulated,
    case when bool_or(reason = '') then '' else first(reason order by happened_at, subject) end as reason
  from live_views group by all
) group by all
""",
        dimensions={**BROADCAST, **SOURCES},
        caveats=(VISITOR_DAYS, ONE_ADDRESS),
    ),
    Metric(
        id="watch_time",
        name=_("Watch time"),
        sentence=_(
            "The time between the heartbeats that a player sends every 15 seconds while it plays in sight, at most 30 "
            "seconds for each. A player is one loading of a live page."
        ),
        unit=Unit.SECONDS,
        layers=(SEEN, NUMBERED, WATCHED, WATCH_SUMS),
        sql="""
select {key} as key, reason, cast(round(sum(ms) / 1000.0) as bigint) as value from watch_sums group by all
""",
        dimensions={**BROADCAST, **SOURCES, **SUMMED_TIME},
        caveats=(HERE_ONLY,),
    ),
    Metric(
        id="peak_viewers",
        name=_("Most viewers at once"),
        sentence=_(
            "The largest number of players (one loading of a live page) whose heartbeats told of watching within one "
            "and the same minute."
        ),
        unit=Unit.VIEWERS,
        layers=(SEEN, NUMBERED, WATCHED, PRESENT),
        sql="""
with peaks as (
  select key, max(valid) as valid, max(everyone) as everyone
  from (select {key} as key, subject, valid, everyone from present)
  where key <> '' or (key is not null and subject = '') group by key
)
select key, '' as reason, valid as value from peaks
union all
select key, 'filtered' as reason, everyone - valid as value from peaks where everyone > valid
""",
        dimensions={
            "broadcast": "case when subject <> '' then substr(subject, 11) end",
            "hour": "case when subject = '' then minute[:13] end",
            "day": "case when subject = '' then minute[:10] end",
            "minute": "case when subject = '' then minute end",
        },
        from_visitors=False,  # a room shows it to everybody while it runs
        caveats=(ONE_AFTER_ANOTHER, HERE_ONLY),
    ),
    Metric(
        id="average_viewers",
        name=_("Viewers on average"),
        sentence=_(
            "Watch time divided by the time on air. Broadcasts that run at the same time count their common time "
            "once. The time on air is what the sealed starts and ends say."
        ),
        unit=Unit.VIEWERS,
        layers=(SEEN, NUMBERED, WATCHED, WATCH_SUMS, ON_AIR),
        sql=f"""
with air as ({_STRETCHES})
select w.key as key, w.reason as reason, cast(round(w.ms / 1000.0 / air.seconds, 2) as decimal(20, 2)) as value
from (select {{key}} as key, reason, sum(ms) as ms from watch_sums group by all) w
  join air on air.key = w.key
where air.seconds > 0
""",
        dimensions=BROADCAST,
        from_visitors=False,
        caveats=(HERE_ONLY,),
    ),
    Metric(
        id="time_on_air",
        name=_("Time on air"),
        sentence=_("From each broadcast's sealed start to its end; what runs at the same time counts once."),
        unit=Unit.SECONDS,
        layers=(ON_AIR,),
        sql=f"with air as ({_STRETCHES}) select key, '' as reason, cast(round(seconds) as bigint) as value from air",
        dimensions=BROADCAST,
        from_visitors=False,
    ),
]
