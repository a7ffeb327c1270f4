"""The tables between evidence and figures. They read the views `hits` and `changes` over sealed segments.

Visits and watching follow the same rules as evidence's own roll-ups, but stand here in full, because a
definition's hash has to cover all that a figure depends on.
"""

from phien.reports.metrics.definition import Layer

# Every hit of the campaign in the window; later layers find it again by its number in this table, the rowid. Invalid
# hits stay in, so that what is left out can be shown. A hit without a reason gets that of its verdict, if it has one,
# by the run that decides over its day: the latest one of the newest set of rules.
SEEN = Layer(
    "seen",
    """
select id, happened_at, local, day, kind, subject, place, creator, link, visitor, session_token, seconds,
  case when reason <> '' then reason else coalesce(verdict, '') end as reason, simulated
from (
  select id, happened_at, timezone($tz, happened_at) as local, cast(local as date) as day,
    kind, subject, place, creator, link, visitor, session_token, cast(seconds as bigint) as seconds, reason, simulated
  from hits
  where campaign = $campaign and happened_at >= $since and happened_at < $until
) left join (
  select hit, min(reason) as verdict
  from verdicts semi join (
    select facts ->> '$.verdicts' as run
    from changes where noun = 'verdicts' and verb = 'run'
    qualify row_number() over (
      partition by key order by cast(facts ->> '$.rules' as integer) desc, number desc) = 1
  ) deciding using (run)
  where happened_at >= $since and happened_at < $until
  group by hit
) judged on hit = id
""",
    by_day=True,
    passing=True,
)

# The number of each hit's visit among its visitor's visits of that day: a pause of more than 30 minutes begins another
# one. Hits of one and the same moment belong to one visit, in whatever order they are taken. (A hash of 64 bits stands
# for the visitor's day here and for the player below: sorting numbers costs half of sorting texts.)
NUMBERED = Layer(
    "numbered",
    """
select n, sum(begins) over (partition by who order by us) as visit
from (
  select n, who, us,
    case when us - lag(us) over (partition by who order by us) <= 1800000000 then 0 else 1 end as begins
  from (select rowid as n, hash(visitor, day, simulated) as who, epoch_us(happened_at) as us from seen)
)
""",
    by_day=True,
    passing=True,
)

# A visit is left out as soon as one of its hits is. Where it came from is what its first hit says that says anything.
CAME = Layer(
    "came",
    """
select visitor, day, simulated, visit, min(happened_at) as happened_at, min(local) as local,
  coalesce(arg_min(reason, (happened_at, id)) filter (where reason <> ''), '') as reason,
  coalesce(arg_min(creator, (happened_at, id)) filter (where creator <> ''), '') as creator,
  coalesce(arg_min(link, (happened_at, id)) filter (where link <> ''), '') as link,
  coalesce(arg_min(place, (happened_at, id)) filter (where place <> ''), '') as place
from seen join numbered on seen.rowid = n
group by visitor, day, simulated, visit
""",
    by_day=True,
    passing=True,
)

# A heartbeat adds the time since the last one of the same player, at most 30 s (two intervals); nothing where it begins
# a stretch (seconds = 0); what it claims, at most 30 s, where it is the first. A player is one loading of a live page,
# so that watchers behind one address stay apart; where heartbeats do not name their loading, it is the visitor.
WATCHED = Layer(
    "watched",
    """
select id, happened_at, local, visitor, day, simulated, visit, subject, place, creator, link, reason,
  hash(visitor, session_token) as player,
  case when seconds = 0 then 0
    when gap is null then least(seconds * 1000, 30000)
    else least(gap, 30000) end as ms
from (
  select n, ms - lag(ms) over (partition by page order by ms) as gap
  from (
    select rowid as n, hash(visitor, session_token, subject, day, simulated) as page, epoch_ms(happened_at) as ms
    from seen where kind = 'live'
  )
) gaps join seen on seen.rowid = gaps.n join numbered using (n)
""",
    by_day=True,
    passing=True,
)

# One row per visit and broadcast. It is a view from 2 seconds on, and left out when its visit is.
LIVE_VIEWS = Layer(
    "live_views",
    """
select w.*, case when came.reason <> '' then came.reason when w.ms < 2000 then 'under_2_seconds' else '' end as reason
from (
  select visitor, day, simulated, visit, subject, min(happened_at) as happened_at, sum(ms) as ms,
    coalesce(arg_min(creator, (happened_at, id)) filter (where creator <> ''), '') as creator,
    coalesce(arg_min(link, (happened_at, id)) filter (where link <> ''), '') as link,
    coalesce(arg_min(place, (happened_at, id)) filter (where place <> ''), '') as place
  from watched
  group by visitor, day, simulated, visit, subject
) w join came using (visitor, day, simulated, visit)
""",
    by_day=True,
)

# What figures that only add up need of hits, visits and watching: sums by the hour of the clocks of $tz.
HIT_SUMS = Layer(
    "hit_sums",
    """
select strftime(start, '%Y-%m-%dT%H') as hour, kind, subject, place, creator, link, reason, hits
from (
  select date_trunc('hour', local) as start, kind, subject, place, creator, link, reason, count(*) as hits
  from seen group by all
)
""",
    by_day=True,
)
VISIT_SUMS = Layer(
    "visit_sums",
    """
select strftime(start, '%Y-%m-%dT%H') as hour, place, creator, link, reason, visits
from (
  select date_trunc('hour', local) as start, place, creator, link, reason, count(*) as visits from came group by all
)
""",
    by_day=True,
)
WATCH_SUMS = Layer(
    "watch_sums",
    """
select strftime(start, '%Y-%m-%dT%H') as hour, subject, place, creator, link, reason, ms
from (
  select date_trunc('hour', local) as start, subject, place, creator, link, reason, sum(ms) as ms
  from watched group by all
)
""",
    by_day=True,
)

# How many players were watching in each minute, what counts of them, and everyone: by broadcast, and in all ('').
PRESENT = Layer(
    "present",
    """
select strftime(start, '%Y-%m-%dT%H:%M') as minute, coalesce(subject, '') as subject,
  count(distinct player) filter (where counts) as valid, count(distinct player) as everyone
from (
  select date_trunc('minute', local) as start, subject, player, bool_or(reason = '') as counts
  from watched where ms > 0 group by all
)
group by grouping sets ((start), (start, subject))
""",
    by_day=True,
)

# When each broadcast of the campaign was on air within the window: from its start to its next end, or to the window's.
ON_AIR = Layer(
    "on_air",
    """
select subject, greatest(happened_at, $since) as starts, least(coalesce(ends, $until), $until) as ends
from (
  select 'broadcast:' || key as subject, verb, happened_at,
    lead(happened_at) over (partition by key order by happened_at, number) as ends
  from changes
  where noun = 'broadcast' and verb in ('started', 'ended') and facts ->> '$.campaign' = $campaign
    and not coalesce(cast(facts ->> '$.practice' as boolean), false)
)
where verb = 'started' and happened_at < $until and coalesce(ends, $until) > $since
""",
)

# Orders placed in the window, with what became of them up to the cut. Goods without shipping. A cancelled order that
# was revived stands again. Refunds are named after their order: CODE-1-R7.
BOUGHT = Layer(
    "bought",
    """
with placed as (
  select o.key as order_key, o.happened_at, o.facts ->> '$.producer' as producer, o.facts ->> '$.purchase' as purchase,
    cast(o.facts ->> '$.goods_amount' as bigint) as goods, o.facts -> '$.lines' as lines,
    coalesce(p.facts ->> '$.outlet', '') as outlet, coalesce(p.facts ->> '$.via', '') as link,
    coalesce(p.facts ->> '$.creator', '') as creator, coalesce(p.facts ->> '$.origin', '') as origin,
    coalesce(p.facts ->> '$.province_code', '') as province
  from changes o join changes p on p.noun = 'purchase' and p.verb = 'placed' and p.key = o.facts ->> '$.purchase'
  where o.noun = 'order' and o.verb = 'placed' and p.facts ->> '$.campaign' = $campaign
    and o.happened_at >= $since and o.happened_at < $until
), cancelled as (
  select key from changes where noun = 'order' and verb in ('cancelled', 'revived')
  group by key having last(verb order by happened_at, number) = 'cancelled'
), received as (
  select key, sum(cast(facts ->> '$.amount' as bigint)) as amount
  from changes where noun = 'payment' and verb = 'paid' group by key
), returned as (
  select regexp_replace(key, '-R[0-9]+$', '') as key, sum(cast(facts ->> '$.amount' as bigint)) as amount
  from changes where noun = 'refund' and verb = 'done' group by all
)
select placed.*, cancelled.key is not null as is_cancelled,
  coalesce(received.amount, 0) as received, coalesce(returned.amount, 0) as returned
from placed
  left join cancelled on cancelled.key = placed.order_key
  left join received on received.key = placed.order_key
  left join returned on returned.key = placed.order_key
""",
)

# The days of the window that rules for invalid traffic were run over, each by the set that decides.
JUDGED_DAYS = Layer(
    "judged_days",
    """
select key as judged_day, happened_at, facts ->> '$.rules' as rules, facts ->> '$.run' as run,
  facts ->> '$.sql' as sql_hash
from changes
where noun = 'verdicts' and verb = 'run'
  and key >= strftime(timezone($tz, $since), '%Y-%m-%d')
  and key <= strftime(timezone($tz, $until - interval 1 microsecond), '%Y-%m-%d')
qualify row_number() over (partition by key order by cast(facts ->> '$.rules' as integer) desc, number desc) = 1
""",
)

LINES = Layer(
    "lines",
    """
select order_key, happened_at, producer, purchase, outlet, link, creator, origin, province, is_cancelled,
  line.product as product, coalesce(line.quantity, 0) as quantity, coalesce(line.amount, 0) as amount
from (
  select *, unnest(from_json(lines, '[{"product":"VARCHAR","quantity":"BIGINT","amount":"BIGINT"}]')) as line
  from bought
)
""",
)

HOUR = "strftime(timezone($tz, happened_at), '%Y-%m-%dT%H')"
DAY = "strftime(timezone($tz, happened_at), '%Y-%m-%d')"
MINUTE = "strftime(timezone($tz, happened_at), '%Y-%m-%dT%H:%M')"
TIME = {"hour": HOUR, "day": DAY}
SUMMED_TIME = {"hour": "hour", "day": "hour[:10]"}
SOURCES = {"creator": "creator", "link": "link", "place": "place"}
PRODUCT = {"product": "case when subject like 'product:%' then substr(subject, 9) else '' end"}
BROADCAST = {"broadcast": "substr(subject, 11)"}
SALES = {
    "creator": "creator",
    "link": "link",
    "outlet": "outlet",
    "origin": "origin",
    "producer": "producer",
    "province": "province",
}
