"""The tables behind who is credited with an order.

The precedence, published and the same for everybody: 1. the platform's own affiliate row, 2. a creator's code typed at
checkout, 3. the signed short link that the order came by. One winner per order; of two on the same rung the later one.
An order near a live broadcast that showed its product is only *assisted* by it. What is paid back or cancelled is taken
away from the same order, so it falls into the time in which that order was placed.
"""

from phien.reports.metrics.definition import Layer

# Rows of platforms' files of orders and of commissions. An order that a later file names again stands as that file has
# it.
ON_FILE = Layer(
    "on_file",
    """
select * exclude (newest) from (
  select o.*, dense_rank() over (
    partition by o.platform, o.order_key, o.kind order by coalesce(t.number, 0) desc, o.file desc) as newest
  from platform_orders o left join (
    select key as file, max(number) as number from changes where noun = 'export' and verb = 'taken_in' group by key
  ) t using (file)
  where o.campaign = $campaign and o.order_key <> '' and o.file not in (from undone)
)
where newest = 1
""",
)

# What each purchase of the campaign said at checkout, and the pseudonym by which another channel's files name it.
TOLD = Layer(
    "told",
    """
select key as purchase, facts ->> '$.outlet' as outlet, coalesce(facts ->> '$.external_key', '') as external_key,
  coalesce(facts ->> '$.promo', '') as promo, coalesce(facts ->> '$.promo_creator', '') as promo_creator,
  coalesce(facts ->> '$.via', '') as via, coalesce(facts ->> '$.creator', '') as creator,
  coalesce(facts ->> '$.origin', '') as origin
from changes where noun = 'purchase' and verb = 'placed' and facts ->> '$.campaign' = $campaign
""",
)

# Whom the platform's own affiliate rows credit: the creator of the publication that the row names, where that one is
# registered; else the creator whom the row itself names (of a registered channel its owner, else a pseudonym).
AFFILIATED = Layer(
    "affiliated",
    """
select a.platform, a.order_key, coalesce(nullif(r.creator, ''), a.creator) as creator,
  case when a.content = '' then '' else 'publication:' || a.platform || ':' || a.content end as publication,
  max(a.ordered_at) as moment, max(a.line) as line
from on_file a left join registered r
  on r.reason = '' and a.content <> '' and r.subject = 'publication:' || a.platform || ':' || a.content
where a.kind = 'affiliate' and coalesce(nullif(r.creator, ''), a.creator) <> ''
group by all
""",
)

# All who could be credited with an order, by rung; place 1 is the winner.
CANDIDATES = Layer(
    "candidates",
    """
select *, row_number() over (
  partition by order_key order by rung, moment desc, line desc, creator, publication) as place
from (
  select b.order_key, 1 as rung, 'affiliate' as basis, a.creator, a.publication, a.moment, a.line, '' as named
  from bought b join told t using (purchase)
    join affiliated a on a.platform = t.outlet and a.order_key = t.external_key
  where t.external_key <> ''
  union all
  select b.order_key, 2, 'code', t.promo_creator, '', b.happened_at, 0, t.promo
  from bought b join told t using (purchase) where t.promo_creator <> ''
  union all
  select b.order_key, 3, 'link', t.creator,
    case when t.origin ^@ 'clip:' then 'publication:site:' || substr(t.origin, 6) else '' end, b.happened_at, 0, t.via
  from bought b join told t using (purchase) where t.creator <> ''
)
""",
)

# Every order with its one winner; without any, basis and creator are ''.
CREDITED = Layer(
    "credited",
    """
select b.* exclude (creator), coalesce(c.basis, '') as basis, coalesce(c.creator, '') as creator,
  coalesce(c.publication, '') as publication
from bought b left join candidates c on c.order_key = b.order_key and c.place = 1
""",
)

# Orders of a product that a broadcast showed, placed from 30 minutes before it began until 30 minutes after it ended.
ASSISTED = Layer(
    "assisted",
    """
select l.order_key, min(l.happened_at) as happened_at, a.subject, l.is_cancelled
from lines l join on_air a
  on l.happened_at >= a.starts - interval 30 minute and l.happened_at < a.ends + interval 30 minute
  semi join (
    select 'broadcast:' || (facts ->> '$.broadcast') as subject, facts ->> '$.product' as product
    from changes where noun = 'moment' and verb = 'pinned'
  ) pinned on pinned.subject = a.subject and pinned.product = l.product
group by all
""",
)

# Orders that stand in a platform's file only: nobody entered them here. Of one order the file of orders counts, else
# the file of commissions.
CLAIMED_ORDERS = Layer(
    "claimed_orders",
    """
with apart as (
  select *, rank() over (
    partition by platform, order_key order by case kind when 'order' then 0 else 1 end) as first
  from on_file o
  where not exists (from told t where t.outlet = o.platform and t.external_key = o.order_key)
), whole as (
  select platform, order_key, min(ordered_at) as happened_at, sum(amount) as amount,
    sum(case when state = 'returned' then amount else least(refunded, amount) end) as returned,
    bool_and(state = 'cancelled') as is_cancelled, bool_or(currency not in ('', 'VND')) as is_foreign
  from apart where first = 1 group by all
)
select w.*, coalesce(a.creator, '') as creator, coalesce(a.publication, '') as publication
from whole w left join (
  select * from affiliated qualify row_number() over (
    partition by platform, order_key order by moment desc, line desc, creator, publication) = 1
) a using (platform, order_key)
where w.happened_at >= $since and w.happened_at < $until
""",
)
