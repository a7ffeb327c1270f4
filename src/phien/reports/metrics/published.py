"""The tables behind figures of what appeared elsewhere: the register of publications, and what platforms show of them.

They read the views `changes` (the register), `observations` and `comments` (platforms' files). A row of a file that was
undone does not count.
"""

from phien.reports.metrics.definition import Layer

# The register as it stood last: one row per publication, removed ones marked. What has no time counts by when it was
# registered. Spellings of a hashtag that were joined, then or later, are one.
REGISTERED = Layer(
    "registered",
    """
select 'publication:' || (facts ->> '$.platform') || ':' || (facts ->> '$.native_id') as subject,
  facts ->> '$.platform' as platform, facts ->> '$.origin' as origin, facts ->> '$.creator' as creator,
  coalesce(nullif(facts ->> '$.account', ''), nullif(facts ->> '$.channel', ''), facts ->> '$.creator') as account,
  facts ->> '$.place' as place, list_distinct(list_transform(from_json(facts -> '$.hashtags', '["VARCHAR"]'),
    lambda tag: coalesce(map_extract_value(joined, tag), tag))) as hashtags,
  coalesce(try_cast(facts ->> '$.published_at' as timestamptz), first_at) as published_at,
  case when coalesce(facts ->> '$.published_at', '') = '' then '' else facts ->> '$.precision' end as exactness,
  case when verb = 'removed' then 'removed' else '' end as reason
from (
  select *, row_number() over (partition by key order by happened_at desc, number desc) as newest,
    min(happened_at) over (partition by key) as first_at
  from changes where noun = 'publication' and facts ->> '$.campaign' = $campaign
) cross join (
  select map(list(tag), list(stands_for)) as joined from (
    select split_part(key, '/', 2) as tag, last(facts ->> '$.stands_for' order by happened_at, number) as stands_for
    from changes where noun = 'hashtag' and facts ->> '$.campaign' = $campaign
    group by key having last(verb order by happened_at, number) = 'joined'
  )
)
where newest = 1
""",
)

UNDONE = Layer(
    "undone",
    """
select key as file from changes where noun in ('export', 'comment_file')
group by key having last(verb order by happened_at, number) = 'undone'
""",
)

# What each platform showed of each publication at the end of the window, and at its beginning. Of two figures of one
# moment the greater counts. A later total that is lower than an earlier one is the platform's correction, and counts.
LATEST = Layer(
    "latest",
    """
select subject, metric, definition, arg_max(value, (observed_at, value)) as value,
  arg_max(value, (observed_at, value)) filter (where observed_at <= $since) as earlier
from observations
where campaign = $campaign and period = 'total' and subject ^@ 'publication:' and observed_at <= $until
  and file not in (from undone)
group by all
""",
)

# The same beside the register. What platforms show of something that nobody registered is left out, and so is what was
# published before the window or after it.
SHOWN = Layer(
    "shown",
    """
select l.subject, l.metric, l.definition, l.value, l.earlier, r.published_at,
  coalesce(r.platform, split_part(l.subject, ':', 2)) as platform, coalesce(r.origin, '') as origin,
  coalesce(r.creator, '') as creator, coalesce(r.place, '') as place,
  case when len(r.hashtags) > 0 then r.hashtags else [''] end as hashtags,
  case when r.subject is null then 'not_registered' when r.reason <> '' then r.reason
    when r.published_at < $since then 'published_before' when r.published_at >= $until then 'published_after'
    else '' end as reason
from latest l left join registered r using (subject)
""",
)

# Each hashtag with what was published under it in the window, '' for all of it together, and when that began: with the
# first publication whose time is known to the minute.
TAGGED = Layer(
    "tagged",
    """
with each as (
  select unnest(list_distinct(list_append(hashtags, ''))) as hashtag, subject, published_at, exactness
  from registered
  where reason = '' and published_at >= $since and published_at < $until
)
select *, min(published_at) filter (where exactness in ('time', 'derived')) over (partition by hashtag) as starts
from each
""",
)

# Views around the moments 1, 3, 6, 12, 24 and 48 hours after a hashtag began, in the stretches between them: the first
# and the last snapshot of each stretch. Nothing older or later than a day is looked at.
STRETCHES = Layer(
    "stretches",
    """
select hashtag, subject, stretch, arg_min(value, (observed_at, value)) as first_value, min(observed_at) as first_at,
  arg_max(value, (observed_at, value)) as last_value, max(observed_at) as last_at
from (
  select t.hashtag, o.subject, o.value, o.observed_at, case
      when o.observed_at <= t.starts + interval 1 hour then 1 when o.observed_at <= t.starts + interval 3 hour then 3
      when o.observed_at <= t.starts + interval 6 hour then 6 when o.observed_at <= t.starts + interval 12 hour then 12
      when o.observed_at <= t.starts + interval 24 hour then 24
      when o.observed_at <= t.starts + interval 48 hour then 48
      else 999 end as stretch
  from observations o
    join (from tagged where published_at <= starts + interval 48 hour) t using (subject)
  where o.campaign = $campaign and o.metric = 'views' and o.period = 'total' and o.file not in (from undone)
    and o.observed_at > t.starts - interval 1 day and o.observed_at <= t.starts + interval 3 day
    and o.observed_at >= $since and o.observed_at < $until + interval 1 day
)
group by all
""",
)

# The views of each publication at each of these moments. Measured where a snapshot lies within 15 minutes of it; else
# on the straight line between the snapshots before and after it, of which the earlier may be the publication itself
# with no views; not known where there is none of either within a day.
CURVE = Layer(
    "curve",
    """
with moments as (select unnest([1, 3, 6, 12, 24, 48]) as hours), known as (
  select t.hashtag, t.subject, m.hours, t.starts + to_hours(m.hours) as moment, t.published_at,
    max(s.last_at) filter (where s.stretch <= m.hours) as before_at,
    arg_max(s.last_value, s.last_at) filter (where s.stretch <= m.hours) as before_value,
    min(s.first_at) filter (where s.stretch > m.hours) as after_at,
    arg_min(s.first_value, s.first_at) filter (where s.stretch > m.hours) as after_value
  from tagged t cross join moments m left join stretches s on s.hashtag = t.hashtag and s.subject = t.subject
  where t.published_at <= t.starts + to_hours(m.hours)
  group by all
), lines as (
  select *, coalesce(before_at, published_at) as from_at, coalesce(before_value, 0) as from_value from known
)
select hashtag, subject, hours, case
    when moment - before_at <= interval 15 minute then before_value
    when after_at - moment <= interval 15 minute then after_value
    when moment - from_at <= interval 1 day and after_at - moment <= interval 1 day then cast(round(from_value
      + (after_value - from_value) * (epoch(moment) - epoch(from_at)) / (epoch(after_at) - epoch(from_at))) as bigint)
  end as value,
  case when moment - before_at <= interval 15 minute or after_at - moment <= interval 15 minute then 'measured'
    when moment - from_at <= interval 1 day and after_at - moment <= interval 1 day then 'interpolated'
    else 'unknown' end as how
from lines
""",
)

# Comments of platforms' files, and whose author does not write like a person: more than 50 comments in a day, or one
# and the same text (its letters and digits alone, at least two words' worth) under three publications or more.
SAID = Layer(
    "said",
    """
with these as (
  select * from comments
  where campaign = $campaign and happened_at >= $since and happened_at < $until and file not in (from undone)
), busy as (
  select distinct author from these where author <> ''
  group by author, cast(timezone($tz, happened_at) as date) having count(*) > 50
), copied as (
  select distinct author from these where author <> '' and words <> ''
  group by author, words having count(distinct subject) >= 3
)
select these.*, case when busy.author is not null then 'too_frequent' when copied.author is not null then 'copied'
  else '' end as reason
from these left join busy using (author) left join copied using (author)
""",
)
