"""What one batch of claims has to know, in four statements.

The ORM spends about half a millisecond on making each statement; in a rush that is more than the claims themselves
cost. So these are written out. They are read inside the transaction that decides, the stock rows first and locked:
what the later statements see cannot change before it ends.
"""

import json
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from phien.market.models import Outlet
from phien.market.queries.shipping import Days
from phien.market.queries.stock import Candidate, fresh_enough

_STOCK = """
SELECT s.id, l.product_id, s.on_hand - s.reserved, l.expires_on
FROM market_stock s JOIN market_lot l ON l.id = s.lot_id
WHERE s.outlet = %s AND l.product_id IN (SELECT product_id FROM market_offer WHERE id IN ({offers}))
ORDER BY s.id {lock}
"""
_OFFERS = """
SELECT o.id, o.campaign_id, o.product_id, o.limit_per_order, o.limit_per_phone, p.min_days_left, o.price,
    (SELECT MIN(f.price) FROM market_flashprice f WHERE f.offer_id = o.id AND f.starts_at <= %s AND f.ends_at > %s),
    CASE WHEN o.paused_at IS NOT NULL THEN 'paused'
         WHEN o.starts_at > %s THEN 'not_yet' WHEN o.ends_at <= %s THEN 'ended' ELSE '' END,
    (SELECT MAX(w.number) FROM market_waiting w WHERE w.offer_id = o.id),
    (SELECT COUNT(*) FROM market_waiting w WHERE w.offer_id = o.id AND w.state = 'waiting'),
    (SELECT SUM(w.quantity) FROM market_waiting w WHERE w.offer_id = o.id AND w.state = 'waiting'),
    (SELECT MIN(d.days) FROM (SELECT MAX(days) AS days FROM market_shippingrate
        WHERE campaign_id = o.campaign_id GROUP BY province_id) d),
    (SELECT MAX(days) FROM market_shippingrate WHERE campaign_id = o.campaign_id)
FROM market_offer o JOIN market_product p ON p.id = o.product_id
WHERE o.id IN ({offers})
ORDER BY o.id
"""


@dataclass(slots=True)
class Counter:
    """One offer at the desk: what is free, best first; who waits; which number was given last.

    `closed` says why nobody can buy now ("paused", "not_yet", "ended"), or is empty. `price` is that of now, đồng.
    """

    offer_id: int
    campaign_id: int
    product_id: int
    limit_per_order: int
    limit_per_phone: int | None
    price: int
    closed: str
    stock: list[Candidate]
    last_number: int
    waiting: int  # people
    waited_for: int  # pieces


def lock_counters(offer_ids: Collection[int], now: datetime) -> list[Counter]:
    """The offers there are of these, their stock rows locked until the transaction ends, in the order of their ids."""
    numbers, ids = _numbers(offer_ids)
    at = connection.ops.adapt_datetimefield_value(now)
    lock = "" if connection.vendor == "sqlite" else "FOR UPDATE OF s"  # SQLite has one writer anyway
    with connection.cursor() as cursor:
        cursor.execute(_STOCK.format(offers=ids, lock=lock), [Outlet.SITE, numbers])
        stock: list[tuple[int, int, int, date | None]] = cursor.fetchall()
        cursor.execute(_OFFERS.format(offers=ids), [at, at, at, at, numbers])
        offers = cursor.fetchall()
    counters = []
    for row in offers:
        offer, campaign, product, per_order, per_phone, least_left, price, flash, closed, last, people, pieces, *way = (
            row
        )
        candidates = fresh_enough(
            [found for found in stock if found[1] == product], {product: least_left}, Days(way[0] or 0, way[1] or 0)
        )
        lowest = min(price, flash or price)
        counter = Counter(
            offer, campaign, product, per_order, per_phone, lowest, closed, candidates, last or 0, people, 0
        )
        counter.waited_for = pieces or 0
        counters.append(counter)
    return counters


def known_keys(table: str, keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """{key: id} of the rows of market_basket or market_waiting that have one of these keys."""
    if connection.vendor == "sqlite":
        source, text = "SELECT value FROM json_each(%s)", json.dumps([key.hex for key in keys])
    else:
        source, text = "SELECT value::uuid FROM jsonb_array_elements_text(%s::jsonb)", json.dumps([*map(str, keys)])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key, id FROM {table} WHERE key IN ({source})", [text])  # noqa: S608  # our own names
        return {key if isinstance(key, uuid.UUID) else uuid.UUID(key): pk for key, pk in cursor.fetchall()}


def _numbers(ids: Collection[int]) -> tuple[str, str]:
    """Ids as one parameter, and the subquery that takes it apart."""
    if connection.vendor == "sqlite":
        return json.dumps(list(ids)), "SELECT value FROM json_each(%s)"
    return json.dumps(list(ids)), "SELECT value::bigint FROM jsonb_array_elements_text(%s::jsonb)"
