"""How many pieces are left of what a page shows, asked anew for each reader, with one statement."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from phien.lib import clock
from phien.market.models import Lot, Offer, Outlet, Stock, Waiting
from phien.market.queries.shipping import days_to, rates_of


@dataclass(frozen=True, slots=True)
class Reach:
    """What decides, beside the stock, which pieces a visitor can have: a lot must keep for `days` from today."""

    product_id: int
    days: int


def reaches_of(offers: Iterable[Offer]) -> dict[int, Reach]:
    """{offer id: its reach}; the offers' products should be at hand."""
    offers = list(offers)
    days = {campaign: days_to(rates_of(campaign), None).least for campaign in {o.campaign_id for o in offers}}
    return {
        offer.pk: Reach(offer.product_id, days[offer.campaign_id] + offer.product.min_days_left) for offer in offers
    }


def _free(products: list[int]) -> list[tuple[int, object, int]]:
    """(product, day on which the lot expires, free pieces); and without a day, below zero, what the line waits for.

    Written by hand, since every page with goods asks it. Tables and columns are the models' own.
    """
    places = ", ".join(["%s"] * len(products))
    stock, lot, offer, waiting = (model._meta.db_table for model in (Stock, Lot, Offer, Waiting))
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT l.product_id, l.expires_on, s.on_hand - s.reserved FROM {stock} s JOIN {lot} l ON l.id = s.lot_id
            WHERE s.outlet = %s AND s.on_hand > s.reserved AND l.product_id IN ({places})
            UNION ALL SELECT o.product_id, NULL, -w.quantity FROM {waiting} w JOIN {offer} o ON o.id = w.offer_id
            WHERE w.state = %s AND o.product_id IN ({places})""",  # noqa: S608  # nothing in it is anybody's input
            [Outlet.SITE, *products, Waiting.State.WAITING, *products],
        )
        return list(cursor.fetchall())


def left_now(reaches: Mapping[int, Reach]) -> dict[int, int]:
    """{offer id: pieces that a visitor of the site can still have}: what `left_by_offer` says, without its questions
    about what does not move with each sale."""
    if not reaches:
        return {}
    by_product: dict[int, list[tuple[date | None, int]]] = defaultdict(list)
    for product, expires_on, free in _free(sorted({reach.product_id for reach in reaches.values()})):
        day = date.fromisoformat(expires_on) if isinstance(expires_on, str) else expires_on
        by_product[product].append((day, free))  # type: ignore[arg-type]  # a date or None
    today, found = clock.today(), {}
    for offer, reach in reaches.items():
        least = today + timedelta(days=reach.days)
        found[offer] = max(0, sum(free for day, free in by_product[reach.product_id] if day is None or day >= least))
    return found
