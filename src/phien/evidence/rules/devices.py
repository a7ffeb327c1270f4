"""One device that does too much: clicks, orders, and its owner's own visits."""

from django.utils.translation import gettext_lazy as _

from phien.evidence.rules.rule import Rule

# A hit does not say who was signed in, only that somebody was. So the id must have been signed in on something of the
# same creator or link; and an id that much is counted for is an address that many share.
OWN_DEVICE = Rule(
    id="own_device",
    name=_("the creator's own device"),
    sentence=_(
        "Hits on a creator's pages, clips or link by an id that on the same day was signed in there, unless more than "
        "%(own_most)s other hits share that id, for then it is the address of many."
    ),
    thresholds={"own_most": 200},
    sql="""
with signed as (
  select distinct visitor, simulated, creator, link from near
  where reason = 'own_staff' and visitor <> '' and (creator <> '' or link <> '')
), own as (
  select d.id, count(*) over (partition by d.visitor, d.simulated) as hits,
    exists (select 1 from signed s where s.visitor = d.visitor and s.simulated = d.simulated
      and ((s.creator <> '' and s.creator = d.creator) or (s.link <> '' and s.link = d.link))) as is_own
  from day d semi join signed using (visitor, simulated)
)
select id from own where is_own and hits <= $own_most
""",
)

# A flash price brings hundreds of orders in a minute, but of as many ids. Vouchers and links are judged by the number
# of ids behind them.
ORDER_VELOCITY = Rule(
    id="order_velocity",
    name=_("orders in a rush from one hand"),
    sentence=_(
        "At least %(velocity_orders)s orders of one visitor id within 10 minutes, or at least %(velocity_crowd)s by "
        "one link or code within 10 minutes of so few ids that each ordered %(velocity_each)s times or more. The "
        "orders themselves stay in the turnover: what comes of them is seen by whether they are paid."
    ),
    thresholds={"velocity_orders": 12, "velocity_crowd": 30, "velocity_each": 5},
    sql="""
with orders as (
  select d.id, d.visitor, d.simulated, d.happened_at, d.link, coalesce(p.facts ->> '$.promo', '') as promo,
    time_bucket(interval 10 minute, d.happened_at) as stretch
  from day d left join changes p on p.noun = 'purchase' and p.verb = 'placed' and d.subject = 'order:' || p.key
  where d.kind = 'order'
), rushes as (
  select o.id from orders o join orders n on n.visitor = o.visitor and n.simulated = o.simulated
    and n.happened_at between o.happened_at and o.happened_at + interval 10 minute
  group by o.id having count(*) >= $velocity_orders
), hands as (
  select n.id from orders n join (select * from orders semi join rushes using (id)) o
    on n.visitor = o.visitor and n.simulated = o.simulated
    and n.happened_at between o.happened_at and o.happened_at + interval 10 minute
), codes as (
  select id, 'link ' || link as code, visitor, simulated, stretch from orders where link <> ''
  union all select id, 'promo ' || promo, visitor, simulated, stretch from orders where promo <> ''
), crowded as (
  select code, simulated, stretch from codes group by all
  having count(*) >= $velocity_crowd and count(*) >= $velocity_each * count(distinct visitor)
)
select id from hands union select id from codes semi join crowded using (code, simulated, stretch)
""",
)

LONE_CLICKS = Rule(
    id="lone_clicks",
    name=_("taps without a page"),
    sentence=_(
        "Taps of ids that opened nothing on that day or in the 12 hours before, where one such id tapped at least "
        "%(lone_clicks)s times, or at least %(lone_crowd)s such ids tapped one thing within an hour and they are at "
        "least %(lone_share)s%% of all that did. What is tapped stands on a page."
    ),
    thresholds={"lone_clicks": 10, "lone_crowd": 20, "lone_share": 0.2},
    sql="""
with opened as (
  select distinct visitor from near where kind in ('page', 'clip', 'link', 'live')
), clicks as (
  select id, d.visitor, simulated, subject, date_trunc('hour', happened_at) as hour, o.visitor is null as is_lone
  from day d left join opened o on o.visitor = d.visitor where kind = 'click'
), busy as (
  select visitor, simulated from clicks where is_lone group by all having count(*) >= $lone_clicks
), crowded as (
  select subject, simulated, hour from clicks group by all
  having count(distinct visitor) filter (where is_lone) >= $lone_crowd
    and count(distinct visitor) filter (where is_lone) >= $lone_share * count(distinct visitor)
)
select id from clicks semi join busy using (visitor, simulated) where is_lone
union select id from clicks semi join crowded using (subject, simulated, hour) where is_lone
""",
)

FAST_CLICKS = Rule(
    id="fast_clicks",
    name=_("tapping faster than a person"),
    sentence=_(
        "At least %(fast_clicks)s taps of one id on one thing within one minute, and at least %(fast_each)s for every "
        "page that the id opened on that day: many phones behind one address open many pages."
    ),
    thresholds={"fast_clicks": 30, "fast_each": 10},
    sql="""
with minutes as (
  select visitor, simulated, subject, date_trunc('minute', happened_at) as minute, count(*) as clicks
  from day where kind = 'click' group by all having count(*) >= $fast_clicks
), pages as (
  select visitor, count(*) as pages from near where kind in ('page', 'clip') group by visitor
), odd as (
  select m.* from minutes m left join pages p using (visitor)
  where m.clicks >= $fast_each * coalesce(p.pages, 1)
)
select d.id from day d semi join odd o on d.visitor = o.visitor and d.simulated = o.simulated
  and d.subject = o.subject and date_trunc('minute', d.happened_at) = o.minute
where d.kind = 'click'
""",
)
