"""Players that nobody sits before."""
# ruff: noqa: S608  # only our own expressions are put in; thresholds go as parameters

from django.utils.translation import gettext_lazy as _

from phien.evidence.rules.rule import Rule, Table

# One row per loading of a live page, by whatever ids it was heard: a phone that changes its network changes its id.
# Watched time as in the report: between two heartbeats of one id at most 30 s.
LOADINGS = Table(
    "loadings",
    """
select subject, session, simulated, count(*) as beats, count(distinct visitor) as ids,
  min(happened_at) as first_at, max(happened_at) as last_at, sum(ms) as ms,
  min(gap) as least_gap, max(gap) as most_gap, count(gap) as gaps
from (
  select *, case when seconds = 0 then 0 when gap is null then least(cast(seconds as bigint) * 1000, 30000)
    else least(gap // 1000, 30000) end as ms
  from (
    select subject, simulated, visitor, seconds, happened_at, coalesce(nullif(session_token, ''), visitor) as session,
      epoch_us(happened_at) - lag(epoch_us(happened_at)) over (
        partition by visitor, session_token, subject, simulated order by happened_at, id) as gap
    from day where kind = 'live'
  )
)
group by subject, session, simulated
""",
)

_BEATS = """
select d.id from day d
  semi join odd o on d.subject = o.subject and d.simulated = o.simulated
    and coalesce(nullif(d.session_token, ''), d.visitor) = o.session
where d.kind = 'live'
"""

EVEN_BEATS = Rule(
    id="even_beats",
    name=_("heartbeats of a machine"),
    sentence=_(
        "One loading of a live page sent more than %(even_beats)s heartbeats, and no two pauses between them differ by "
        "more than %(even_ms)s milliseconds. A browser on a network cannot keep time so well for so long."
    ),
    thresholds={"even_beats": 240, "even_ms": 5},
    sql="with odd as (select * from loadings where gaps >= $even_beats and most_gap - least_gap <= $even_ms * 1000)"
    + _BEATS,
)

OVERLONG_WATCH = Rule(
    id="overlong_watch",
    name=_("watched longer than there was to see"),
    sentence=_(
        "One loading of a live page tells of more watching than the time between its first and its last heartbeat, "
        "with %(overlong_seconds)s seconds to spare for each network it was heard from (so its mark was copied), or of "
        "more than the broadcast has been on air, with %(overlong_air)s seconds to spare."
    ),
    thresholds={"overlong_beats": 20, "overlong_seconds": 60, "overlong_air": 600},
    sql="""
with turns as (
  select 'broadcast:' || key as subject, verb, happened_at,
    lead(happened_at) over (partition by key order by happened_at, number) as ends
  from changes where noun = 'broadcast' and verb in ('started', 'ended')
), air as (
  select subject, sum(epoch(ends) - epoch(happened_at)) as seconds, bool_and(ends is not null) as is_over
  from turns where verb = 'started' group by subject
), odd as (
  select l.* from loadings l left join air using (subject)
  where l.beats >= $overlong_beats and (
    l.ms > epoch_ms(l.last_at) - epoch_ms(l.first_at) + $overlong_seconds * 1000 * l.ids
    or (air.is_over and l.ms > (air.seconds + $overlong_air) * 1000))
)
"""
    + _BEATS,
)

# The page itself may count or not: what matters is that a page was opened. Lone cases happen (a network that changed
# before the first heartbeat), so a pattern is asked for.
UNOPENED_WATCH = Rule(
    id="unopened_watch",
    name=_("watching without a page"),
    sentence=_(
        "Loadings of a live page with at least %(unopened_beats)s heartbeats of which no id opened, followed or tapped "
        "anything on that day or in the 12 hours before, where of one broadcast in one hour there are at least "
        "%(unopened_crowd)s such loadings and they are at least %(unopened_share)s%% of all."
    ),
    thresholds={"unopened_beats": 4, "unopened_crowd": 5, "unopened_share": 0.02},
    sql="""
with heard as (
  select distinct subject, simulated, coalesce(nullif(session_token, ''), visitor) as session, visitor
  from near where kind = 'live'
), opened as (
  select distinct visitor from near where kind in ('page', 'clip', 'link', 'click')
), seen as (
  select distinct subject, simulated, session from heard semi join opened using (visitor)
), asked as (
  select l.subject, l.session, l.simulated, date_trunc('hour', l.first_at) as hour,
    seen.session is null and l.beats >= $unopened_beats as is_unopened
  from loadings l left join seen using (subject, simulated, session)
), hours as (
  select subject, simulated, hour from asked group by all
  having count(*) filter (where is_unopened) >= $unopened_crowd
    and count(*) filter (where is_unopened) >= $unopened_share * count(*)
), odd as (
  select * from asked semi join hours using (subject, simulated, hour) where is_unopened
)
"""
    + _BEATS,
)
