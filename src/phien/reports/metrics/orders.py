"""Figures of what was bought. An order is what one producer packs; a purchase holds one order per producer.

They stand on the sealed changes of orders, payments and refunds: orders placed in the window, and what became of them
up to the report's cut.
"""
# ruff: noqa: S608  # only our own expressions are put in; values go as parameters

from django.utils.translation import gettext_lazy as _

from phien.reports.metrics.caveats import PLACED, UP_TO_THE_CUT, WITH_SHIPPING
from phien.reports.metrics.definition import Metric, Unit
from phien.reports.metrics.layers import BOUGHT, LINES, SALES, TIME

_BY_ORDER = {**SALES, **TIME}
_BY_LINE = {"product": "product", **SALES}
_FATE = "case when is_cancelled then 'cancelled' else '' end"
# What was paid back beyond an order's goods was its shipping, which is not in these amounts.
_BACK = "case when is_cancelled then 0 else least(returned, goods) end"

METRICS = [
    Metric(
        id="purchases",
        name=_("Purchases"),
        sentence=_("Checkouts that were completed. One purchase holds one order for each producer it buys from."),
        unit=Unit.COUNT,
        layers=(BOUGHT,),
        sql="select {key} as key, '' as reason, count(distinct purchase) as value from bought group by all",
        dimensions={k: v for k, v in _BY_ORDER.items() if k != "producer"},
        from_visitors=False,
    ),
    Metric(
        id="orders_placed",
        name=_("Orders placed"),
        sentence=_("Orders that were placed in the window, whatever became of them; by telephone and at stalls too."),
        unit=Unit.COUNT,
        layers=(BOUGHT, LINES),
        sql="select {key} as key, '' as reason, count(distinct order_key) as value from lines group by all",
        dimensions={**_BY_LINE, **TIME},
        from_visitors=False,
        caveats=(PLACED,),
    ),
    Metric(
        id="orders_paid",
        name=_("Orders paid"),
        sentence=_("Those of the orders placed for which money was received up to the cut."),
        unit=Unit.COUNT,
        layers=(BOUGHT,),
        sql="select {key} as key, '' as reason, count(*) as value from bought where received > 0 group by all",
        dimensions=_BY_ORDER,
        from_visitors=False,
        caveats=(UP_TO_THE_CUT,),
        inside="orders_placed",
    ),
    Metric(
        id="orders_net",
        name=_("Orders, net"),
        sentence=_("Orders placed, less those cancelled and those paid back in full up to the cut."),
        unit=Unit.COUNT,
        layers=(BOUGHT,),
        sql="""
select {key} as key,
  case when is_cancelled then 'cancelled' when returned > 0 and returned >= goods then 'refunded' else '' end as reason,
  count(*) as value
from bought group by all
""",
        dimensions=_BY_ORDER,
        from_visitors=False,
        caveats=(UP_TO_THE_CUT,),
        inside="orders_placed",
    ),
    Metric(
        id="amount_placed",
        name=_("Value of orders placed"),
        sentence=_("The goods of the orders placed, without shipping."),
        unit=Unit.DONG,
        layers=(BOUGHT, LINES),
        sql="select {key} as key, '' as reason, sum(amount) as value from lines group by all",
        dimensions={**_BY_LINE, **TIME},
        from_visitors=False,
        caveats=(PLACED,),
    ),
    Metric(
        id="amount_paid",
        name=_("Money received"),
        sentence=_("What was received for the orders placed, shipping included, up to the cut."),
        unit=Unit.DONG,
        layers=(BOUGHT,),
        sql="select {key} as key, '' as reason, sum(received) as value from bought group by all",
        dimensions=_BY_ORDER,
        from_visitors=False,
        caveats=(WITH_SHIPPING, UP_TO_THE_CUT),
    ),
    Metric(
        id="amount_net",
        name=_("Value of orders, net"),
        sentence=_("The goods of the orders placed, less cancelled orders and less what was paid back, up to the cut."),
        unit=Unit.DONG,
        layers=(BOUGHT,),
        sql=f"""
select {{key}} as key, reason, sum(amount) as value from (
  select *, {_FATE} as reason, goods - {_BACK} as amount from bought
  union all
  select *, 'refunded' as reason, {_BACK} as amount from bought where {_BACK} > 0
) group by all
""",
        dimensions=_BY_ORDER,
        from_visitors=False,
        caveats=(UP_TO_THE_CUT,),
        inside="amount_placed",
    ),
    Metric(
        id="pieces",
        name=_("Pieces sold"),
        sentence=_("Pieces in the orders placed, less those of cancelled orders."),
        unit=Unit.COUNT,
        layers=(BOUGHT, LINES),
        sql=f"select {{key}} as key, {_FATE} as reason, sum(quantity) as value from lines group by all",
        dimensions=_BY_LINE,
        from_visitors=False,
    ),
    Metric(
        id="receipts",
        name=_("Producers' receipts"),
        sentence=_("Money received for the orders placed, shipping included, less what was paid back, up to the cut."),
        unit=Unit.DONG,
        layers=(BOUGHT,),
        sql="""
select {key} as key, reason, sum(amount) as value from (
  select *, '' as reason, received - least(returned, received) as amount from bought
  union all
  select *, 'refunded' as reason, least(returned, received) as amount from bought where returned > 0
) group by all
""",
        dimensions={"producer": "producer"},
        from_visitors=False,
        caveats=(WITH_SHIPPING, UP_TO_THE_CUT),
        inside="amount_paid",
    ),
]
