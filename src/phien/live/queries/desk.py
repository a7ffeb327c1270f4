"""What live control shows."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Sum
from django.utils.translation import gettext_lazy as _

from phien.lib import clock
from phien.live.models import Broadcast, Moment, Mute
from phien.live.queries.room import Goods, room_of
from phien.market.models import Order, OrderLine, Product

MINUTES = 30
BAR, GAP, TALL = 70, 30, 400  # whole units, which every language writes alike

SLOW_CHOICES = [
    (0, _("off")),
    (5, _("5 seconds")),
    (15, _("15 seconds")),
    (30, _("30 seconds")),
    (60, _("1 minute")),
]


@dataclass(frozen=True, slots=True)
class Bar:
    """One minute of the chart, in the units of its viewBox."""

    at: datetime
    orders: int
    x: int
    y: int
    height: int


def _bars(topic: str, now: datetime) -> list[Bar]:
    """Orders of each of the last MINUTES minutes, the running one last."""
    minute = now.replace(second=0, microsecond=0)
    start = minute - timedelta(minutes=MINUTES - 1)
    orders: dict[datetime, set[int]] = defaultdict(set)
    rows = OrderLine.objects.filter(origin=topic, order__purchase__placed_at__gte=start).values_list(
        "order__purchase__placed_at", "order__purchase_id"
    )
    for placed_at, purchase in rows:
        orders[placed_at.replace(second=0, microsecond=0)].add(purchase)
    most = max([len(found) for found in orders.values()] + [1])
    bars = []
    for place in range(MINUTES):
        at = start + timedelta(minutes=place)
        count = len(orders.get(at, ()))
        height = max(TALL * count // most, 15 if count == 0 else 40)
        bars.append(Bar(at, count, place * (BAR + GAP), TALL + 40 - height, height))
    return bars


def _moments(broadcast: Broadcast) -> list[Moment]:
    """The newest moments, each with `name`, the product's name in the reader's language."""
    rows = list(broadcast.moments.all()[:30])
    names = dict(Product.objects.filter(slug__in={row.ref for row in rows if row.ref}).values_list("slug", "name"))
    for row in rows:
        row.name = str(names.get(row.ref, row.ref))  # type: ignore[attr-defined]
    return rows


def _pinned_first(goods: list[Goods], pinned: Goods | None) -> list[Goods]:
    for row in goods:
        row.is_pinned = row is pinned
    return sorted(goods, key=lambda row: not row.is_pinned)


def desk_of(broadcast: Broadcast) -> dict[str, Any]:
    """The room as its keepers see it: what it sold, the writers muted now, and what happened."""
    found = room_of(broadcast, messages_shown=60)
    sold = (
        OrderLine.objects.filter(origin=broadcast.topic)
        .exclude(order__state=Order.State.CANCELLED)
        .aggregate(orders=Count("order__purchase", distinct=True), amount=Sum(F("quantity") * F("unit_price")))
    )
    bars = _bars(broadcast.topic, clock.now())
    return {
        **found,
        "goods": _pinned_first(found["goods"], found["pinned"]),
        "orders": sold["orders"],
        "amount": sold["amount"] or 0,
        "bars": bars,
        "spark_width": MINUTES * (BAR + GAP) - GAP,
        "minutes": MINUTES,
        "orders_last_minutes": sum(bar.orders for bar in bars),
        "mutes": list(Mute.objects.current().filter(broadcast=broadcast)),
        "moments": _moments(broadcast),
        "state_words": Broadcast.State(broadcast.state).label,
        "slow_choices": SLOW_CHOICES,
    }
