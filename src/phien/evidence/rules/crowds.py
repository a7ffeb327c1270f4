"""Crowds that are none: many ids at once that all do the same one thing."""

from django.utils.translation import gettext_lazy as _

from phien.evidence.rules.rule import Rule, Table

# One row per visitor id and campaign: where it landed first, and whether it did nothing but land (a short link and the
# page behind it are one landing). Those of the last minutes are left open: they may still do something.
LANDINGS = Table(
    "landings",
    """
with ids as (
  select visitor, campaign, simulated, min(happened_at) as happened_at, max(happened_at) as left_at, count(*) as hits,
    bool_and(kind in ('page', 'clip', 'link')) as is_landing
  from day where visitor <> '' group by all
), firsts as (
  select visitor, campaign, simulated, arg_min(struct_pack(kind, subject, link, creator, agent), id) as first
  from day semi join ids using (visitor, campaign, simulated, happened_at) group by all
)
select visitor, campaign, simulated, happened_at, first.subject as subject, first.link as link,
  first.creator as creator, first.agent as agent,
  hits <= 2 and is_landing and left_at - happened_at <= interval 10 second as is_alone,
  happened_at < last_at - interval 15 minute as is_over
from ids join firsts using (visitor, campaign, simulated), (select max(happened_at) as last_at from day)
where first.kind in ('page', 'clip', 'link')
""",
)

# `stay` is the share of ids that do anything after landing: of the subject itself in ordinary minutes, where it has had
# enough of those, else of the campaign; then the browsers must be unlike the campaign's too, for the page may just be
# one that is read and left.
FLOOD = Rule(
    id="flood",
    name=_("a flood of one-hit visitors"),
    sentence=_(
        "Within one minute at least %(flood_crowd)s visitor ids landed on one page by one link, and next to none did "
        "anything more: at most %(flood_stay)s%% of those who by the ordinary share should have stayed, and that share "
        "lets one expect at least %(flood_expected)s. The ordinary share is that of the page itself in quiet minutes, "
        "from %(flood_enough)s landings on. A page without so many is measured by the whole campaign, and then the "
        "browsers must differ too: at least half on desktops, and three times as many as usual."
    ),
    thresholds={"flood_crowd": 50, "flood_stay": 0.1, "flood_expected": 15, "flood_enough": 100},
    sql="""
with placed as (
  select *, date_trunc('minute', happened_at + to_seconds(shift)) as minute
  from landings, (select unnest([0, 30]) as shift) where is_over
), minutes as (
  select campaign, simulated, subject, link, shift, minute, count(*) as ids,
    count(*) filter (where not is_alone) as stayed,
    count(*) filter (where agent in ('windows', 'mac', 'linux', 'other')) as desks
  from placed group by all
), pages as (
  select campaign, simulated, subject, link, sum(ids) as ids, sum(stayed) as stayed
  from minutes where shift = 0 and ids < $flood_crowd group by all
), campaigns as (
  select campaign, simulated, sum(ids) as ids, sum(stayed) as stayed, sum(desks) as desks
  from minutes where shift = 0 and ids < $flood_crowd group by all
), judged as (
  select m.*, p.ids >= $flood_enough as is_own,
    case when p.ids >= $flood_enough then p.stayed / p.ids
      when c.ids >= $flood_enough then c.stayed / c.ids else 0 end as stay,
    c.desks / c.ids as ordinary_desks
  from minutes m
    left join pages p using (campaign, simulated, subject, link)
    left join campaigns c using (campaign, simulated)
  where m.ids >= $flood_crowd
), floods as (
  select * from judged
  where ids * stay >= $flood_expected and stayed <= $flood_stay * ids * stay
    and (is_own or (desks >= 0.5 * ids and desks / ids >= 3 * ordinary_desks))
), ids as (
  select visitor, campaign, simulated from placed
  semi join floods using (campaign, simulated, subject, link, shift, minute)
  where is_alone
)
select id from day semi join ids using (visitor, campaign, simulated)
""",
)

# Only desktops can be too many: a link that is handed on within one app is opened in that app by everybody.
IMPOSSIBLE_MIX = Rule(
    id="impossible_mix",
    name=_("an impossible mix of browsers"),
    sentence=_(
        "Within one hour at least %(mix_crowd)s visitor ids came by one link or creator, at least %(mix_desks)s%% of "
        "them on desktops and at least %(mix_alone)s%% without doing anything more, while of the campaign's other "
        "visitors (at least %(mix_others)s of them) at most %(mix_ordinary)s%% sit at desktops."
    ),
    thresholds={"mix_crowd": 60, "mix_desks": 0.9, "mix_alone": 0.95, "mix_others": 200, "mix_ordinary": 0.4},
    sql="""
with arrivals as (
  select *, case when link <> '' then 'link:' || link else creator end as came_by,
    agent in ('windows', 'mac', 'linux', 'other') as is_desk
  from landings where is_over and agent <> ''
), campaigns as (
  select campaign, simulated, count(*) as ids, count(*) filter (where is_desk) as desks from arrivals group by all
), links as (
  select campaign, simulated, came_by, count(*) as ids, count(*) filter (where is_desk) as desks
  from arrivals where came_by <> '' group by all
), hours as (
  select campaign, simulated, came_by, date_trunc('hour', happened_at) as hour, count(*) as ids,
    count(*) filter (where is_desk) as desks, count(*) filter (where is_alone) as alone
  from arrivals where came_by <> '' group by all having count(*) >= $mix_crowd
), odd as (
  select h.* from hours h
    join links l using (campaign, simulated, came_by)
    join campaigns c using (campaign, simulated)
  where h.desks >= $mix_desks * h.ids and h.alone >= $mix_alone * h.ids
    and c.ids - l.ids >= $mix_others and c.desks - l.desks <= $mix_ordinary * (c.ids - l.ids)
), ids as (
  select a.visitor, a.campaign, a.simulated from arrivals a
  semi join odd o on a.campaign = o.campaign and a.simulated = o.simulated and a.came_by = o.came_by
    and date_trunc('hour', a.happened_at) = o.hour
  where a.is_alone and a.is_desk
)
select id from day semi join ids using (visitor, campaign, simulated)
""",
)
