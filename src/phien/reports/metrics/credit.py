"""Figures of who is credited with orders; credited.py has the precedence."""
# ruff: noqa: S608  # only our own expressions are put in; values go as parameters

from django.utils.translation import gettext_lazy as _

from phien.reports.metrics.caveats import ASSISTED_ONLY, IN_FILES_ONLY, ONE_ADDRESS, SAME_DAY_LINK, UP_TO_THE_CUT
from phien.reports.metrics.credited import (
    AFFILIATED,
    ASSISTED,
    CANDIDATES,
    CLAIMED_ORDERS,
    CREDITED,
    ON_FILE,
    TOLD,
)
from phien.reports.metrics.definition import Metric, Source, Unit
from phien.reports.metrics.layers import BOUGHT, LINES, ON_AIR, TIME
from phien.reports.metrics.published import REGISTERED, UNDONE

_CREDITED = (BOUGHT, UNDONE, REGISTERED, ON_FILE, TOLD, AFFILIATED, CANDIDATES, CREDITED)
_CLAIMED = (UNDONE, REGISTERED, ON_FILE, TOLD, AFFILIATED, CLAIMED_ORDERS)
_TO_WHOM = {"creator": "creator", "publication": "publication", "basis": "basis", **TIME}
_TO_NOBODY = {"basis": "'none'", **TIME}
_FATE = "case when is_cancelled then 'cancelled' when returned > 0 and returned >= goods then 'refunded' else '' end"
_BACK = "case when is_cancelled then 0 else least(returned, goods) end"


def _orders(where: str) -> str:
    return f"select {{key}} as key, {_FATE} as reason, count(*) as value from credited where {where} group by all"


def _amount(where: str) -> str:
    return f"""
select {{key}} as key, reason, sum(amount) as value from (
  select *, case when is_cancelled then 'cancelled' else '' end as reason, goods - {_BACK} as amount from credited
  union all
  select *, 'refunded' as reason, {_BACK} as amount from credited where {_BACK} > 0
) where {where} group by all
"""


METRICS = [
    Metric(
        id="attributed_orders",
        name=_("Orders credited to a creator"),
        sentence=_(
            "Orders with one winner: the platform's affiliate row, else the creator's code, else the signed link. "
            "Of two on the same rung the later one wins. Cancelled ones and those paid back in full are taken away."
        ),
        unit=Unit.COUNT,
        layers=_CREDITED,
        sql=_orders("basis <> ''"),
        dimensions=_TO_WHOM,
        from_visitors=False,
        caveats=(SAME_DAY_LINK, ONE_ADDRESS, UP_TO_THE_CUT),
        inside="orders_net",
    ),
    Metric(
        id="attributed_amount",
        name=_("Value of orders credited"),
        sentence=_("The goods of the orders credited to a creator, less cancelled orders and what was paid back."),
        unit=Unit.DONG,
        layers=_CREDITED,
        sql=_amount("basis <> ''"),
        dimensions=_TO_WHOM,
        from_visitors=False,
        caveats=(SAME_DAY_LINK, UP_TO_THE_CUT),
        inside="amount_net",
    ),
    Metric(
        id="attributed_receipts",
        name=_("Producers' receipts from credited orders"),
        sentence=_("Money received for the orders credited to a creator, less what was paid back, up to the cut."),
        unit=Unit.DONG,
        layers=_CREDITED,
        sql="""
select {key} as key, reason, sum(amount) as value from (
  select *, '' as reason, received - least(returned, received) as amount from credited
  union all
  select *, 'refunded' as reason, least(returned, received) as amount from credited where returned > 0
) where basis <> '' group by all
""",
        dimensions=_TO_WHOM,
        from_visitors=False,
        caveats=(UP_TO_THE_CUT,),
        inside="amount_paid",
    ),
    Metric(
        id="unattributed_orders",
        name=_("Orders credited to nobody"),
        sentence=_(
            "Orders with no affiliate row, no code and no short link. They are never shared out among creators."
        ),
        unit=Unit.COUNT,
        layers=_CREDITED,
        sql=_orders("basis = ''"),
        dimensions=_TO_NOBODY,
        from_visitors=False,
        caveats=(UP_TO_THE_CUT,),
        inside="orders_net",
    ),
    Metric(
        id="unattributed_amount",
        name=_("Value of orders credited to nobody"),
        sentence=_("The goods of the orders credited to nobody, less cancelled orders and what was paid back."),
        unit=Unit.DONG,
        layers=_CREDITED,
        sql=_amount("basis = ''"),
        dimensions=_TO_NOBODY,
        from_visitors=False,
        caveats=(UP_TO_THE_CUT,),
        inside="amount_net",
    ),
    Metric(
        id="assisted_orders",
        name=_("Orders assisted by a live broadcast"),
        sentence=_(
            "Orders of a product that a broadcast showed, placed from 30 minutes before it began until 30 minutes "
            "after it ended. A broadcast wins no order by this."
        ),
        unit=Unit.COUNT,
        layers=(BOUGHT, LINES, ON_AIR, ASSISTED),
        sql="""
select {key} as key, case when is_cancelled then 'cancelled' else '' end as reason,
  count(distinct order_key) as value
from assisted group by all
""",
        dimensions={"broadcast": "substr(subject, 11)", **TIME},
        from_visitors=False,
        caveats=(ASSISTED_ONLY,),
        inside="orders_placed",
    ),
    Metric(
        id="claimed_orders",
        name=_("Orders in platforms' files only"),
        sentence=_("Orders that a platform's file names and nobody entered here, less cancelled and returned ones."),
        unit=Unit.COUNT,
        layers=_CLAIMED,
        sql="""
select {key} as key,
  case when is_cancelled then 'cancelled' when returned > 0 and returned >= amount then 'refunded'
    else '' end as reason,
  count(*) as value
from claimed_orders group by all
""",
        dimensions={"platform": "platform", "creator": "creator", "publication": "publication", **TIME},
        source=Source.CLAIMED,
        from_visitors=False,
        caveats=(IN_FILES_ONLY,),
    ),
    Metric(
        id="claimed_amount",
        name=_("Value of orders in platforms' files only"),
        sentence=_("The goods of these orders as the platform states them, less cancelled and returned ones, in đồng."),
        unit=Unit.DONG,
        layers=_CLAIMED,
        sql="""
select {key} as key, reason, sum(value) as value from (
  select *, case when is_cancelled then 'cancelled' else '' end as reason,
    amount - case when is_cancelled then 0 else returned end as value from claimed_orders where not is_foreign
  union all
  select *, 'refunded' as reason, returned as value from claimed_orders
  where returned > 0 and not is_cancelled and not is_foreign
) group by all
""",
        dimensions={"platform": "platform", "creator": "creator", "publication": "publication", **TIME},
        source=Source.CLAIMED,
        from_visitors=False,
        caveats=(IN_FILES_ONLY,),
    ),
]
