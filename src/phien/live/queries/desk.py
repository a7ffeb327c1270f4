"""What live control shows."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Sum
from django.utils.translation import gettext_lazy as _

from phien.lib import clock
from phien.live.models import Broadcast, Moment
from phien.live.queries.bars import MINUTES, WIDTH, Bar, bars_of, first_minute, minute_of
from phien.live.queries.gate import gate_of
from phien.live.queries.moderation import kept_out_of, said_in, waiting_in
from phien.live.queries.picture import picture_of
from phien.live.queries.room import Goods, room_of, talk_of
from phien.market.models import Order, OrderLine, Product
from phien.market.queries import missing_papers_of

SLOW_CHOICES = [
    (0, _("off")),
    (5, _("5 seconds")),
    (15, _("15 seconds")),
    (30, _("30 seconds")),
    (60, _("1 minute")),
]


def _bars(topic: str, now: datetime) -> list[Bar]:
    """Orders of each of the last MINUTES minutes, the running one last."""
    orders: dict[datetime, set[int]] = defaultdict(set)
    rows = OrderLine.objects.filter(origin=topic, order__purchase__placed_at__gte=first_minute(now)).values_list(
        "order__purchase__placed_at", "order__purchase_id"
    )
    for placed_at, purchase in rows:
        orders[minute_of(placed_at)].add(purchase)
    return bars_of(orders, now)


CUTTABLE = (Moment.Kind.STARTED, Moment.Kind.PIN, Moment.Kind.HANDED_OVER)
"""What is worth a clip: it begins something that one would like to see."""


def _moments(broadcast: Broadcast, kinds: Collection[str] = Moment.Kind.values) -> list[Moment]:
    """The newest moments, each with `name`, the product's name in the reader's language."""
    rows = list(broadcast.moments.filter(kind__in=kinds)[:30])
    names = dict(Product.objects.filter(slug__in={row.ref for row in rows if row.ref}).values_list("slug", "name"))
    for row in rows:
        row.name = str(names.get(row.ref, row.ref))  # type: ignore[attr-defined]
    return rows


def _pinned_first(goods: list[Goods], pinned: Goods | None) -> list[Goods]:
    for row in goods:
        row.is_pinned = row is pinned
    return sorted(goods, key=lambda row: not row.is_pinned)


def _with_papers(goods: list[Goods]) -> list[Goods]:
    missing = missing_papers_of([row.offer.product for row in goods])
    for row in goods:
        row.missing_papers = "; ".join(rule.words for rule in missing[row.offer.product_id])
    return goods


def desk_of(broadcast: Broadcast) -> dict[str, Any]:
    """The room as its keepers see it: its picture, what it sold, what waits, who is kept out, and what happened."""
    found = talk_of(broadcast, 1) | room_of(broadcast)
    sold = (
        OrderLine.objects.filter(origin=broadcast.topic)
        .exclude(order__state=Order.State.CANCELLED)
        .aggregate(orders=Count("order__purchase", distinct=True), amount=Sum(F("quantity") * F("unit_price")))
    )
    bars = _bars(broadcast.topic, clock.now())
    return {
        **found,
        "goods": _pinned_first(_with_papers(found["goods"]), found["pinned"]),
        "orders": sold["orders"],
        "amount": sold["amount"] or 0,
        "bars": bars,
        "spark_width": WIDTH,
        "minutes": MINUTES,
        "orders_last_minutes": sum(bar.orders for bar in bars),
        "said": said_in(broadcast),
        **waiting_in(broadcast),
        **kept_out_of(broadcast),
        "picture": picture_of(broadcast),
        "gate": gate_of(broadcast, with_papers=False) if broadcast.started_at is None else None,
        "moments": _moments(broadcast),
        "clip_moments": _moments(broadcast, CUTTABLE),
        "state_words": Broadcast.State(broadcast.state).label,
        "slow_choices": SLOW_CHOICES,
    }
