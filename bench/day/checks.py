"""What must be true after the day. Each question gives sentences about what is wrong; none is the answer hoped for."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from bench.day.buyers import Placed
from bench.day.market import CAMPAIGN, DUCK
from bench.day.rush import Rush
from bench.day.visits import Visits


def differs(what: str, found: object, wanted: object) -> Iterator[str]:
    if found != wanted:
        yield f"{what}: {found}, not {wanted}"


def oversold(ducks: int) -> Iterator[str]:
    """Counters, ledger, holds and orders agree, and no duck was given twice."""
    from django.db.models import Sum

    from phien.market.models import Hold, OrderLine, Stock
    from phien.market.queries import ledger_differences

    for difference in ledger_differences():
        yield f"the ledger and the counters of {difference.stock} disagree"
    held = dict(Hold.objects.filter(state=Hold.State.ACTIVE).values_list("stock").annotate(Sum("quantity")))
    ordered = dict(OrderLine.objects.values_list("stock").annotate(Sum("quantity")))
    for stock in Stock.objects.select_related("lot__product"):
        given = held.get(stock.pk, 0) + ordered.get(stock.pk, 0)
        yield from differs(f"{stock.lot.product.slug} {stock.lot.code}: reserved", stock.reserved, given)
        if given > stock.on_hand:
            yield f"{stock.lot.product.slug} {stock.lot.code}: {given} given of {stock.on_hand}"
    sold = OrderLine.objects.filter(stock__lot__product__slug=DUCK).aggregate(all=Sum("quantity"))["all"] or 0
    if sold > ducks:
        yield f"{sold} ducks sold of {ducks}"


def lost_purchases(placed: Placed, rush: Rush) -> Iterator[str]:
    """Every order that was acknowledged is there, and so is every claim."""
    from phien.market.models import Basket, Purchase, Waiting

    there = set(Purchase.objects.values_list("code", flat=True))
    for code in set(placed.codes) - there:
        yield f"order {code} was acknowledged and is not there"
    yield from differs("purchases", len(there), len(set(placed.codes)))
    held, waiting = rush.keys_with(201), rush.keys_with(202)
    baskets = {str(key) for key in Basket.objects.filter(holds__offer=rush.offer).values_list("key", flat=True)}
    line = {str(key) for key in Waiting.objects.filter(offer=rush.offer).values_list("key", flat=True)}
    for key in held - baskets:
        yield f"claim {key} was given a duck and has no basket"
    for key in waiting - line:
        yield f"claim {key} was given a place in the line and has none"
    for key in rush.keys_with(200) - baskets - line:
        yield f"claim {key} was answered as known and is not"


def lost_hits(visits: Visits, placed: Placed, acknowledged: int) -> Iterator[str]:
    """Every hit that was acknowledged stands in a sealed segment, once."""
    from phien.evidence import queries as evidence

    with evidence.connect() as db:
        kinds: Counter[str] = Counter(dict(db.execute("SELECT kind, count(*) FROM hits GROUP BY kind").fetchall()))
        ids = db.execute("SELECT count(DISTINCT id) FROM hits").fetchone()
    seen, beats = visits.sent.total(), 2 * visits.watched.total()
    yield from differs("pages in the segments", kinds["page"] + kinds["clip"], seen)
    yield from differs("heartbeats in the segments", kinds["live"], beats)
    yield from differs("orders in the segments", kinds["order"], len(placed.codes))
    yield from differs("baskets in the segments", kinds["basket"], placed.baskets)
    yield from differs("different ids in the segments", ids and ids[0], kinds.total())
    yield from differs("acknowledged beacons", acknowledged, seen + beats + visits.repeated)


def report_differences(report: Any, visits: Visits, placed: Placed) -> Iterator[str]:
    """The report's own figures, gross and net, against what was sent."""
    figures = {(row.metric, row.dimension, row.key): row for row in report.figures.all()}

    def same(metric: str, wanted: int, dimension: str = "", key: str = "") -> Iterator[str]:
        row = figures.get((metric, dimension, key))
        name = f"{metric} {dimension} {key}".strip()
        yield from differs(f"the report's {name}, net", row and row.net, wanted)
        yield from differs(f"the report's {name}, gross", row and row.gross, wanted)

    total, views = visits.sent.total(), visits.watched.total()
    yield from same("visits", total)
    yield from same("page_views", total)
    yield from same("clip_views", sum(count for path, count in visits.sent.items() if path.startswith("/clip/")))
    yield from same("live_views", views)
    yield from same("live_visits", views)
    for path, count in visits.watched.items():
        yield from same("live_views", count, "broadcast", path.split("/")[2])
    for path, count in visits.sent.items():
        if path.startswith("/clip/"):
            yield from same("clip_views", count, "clip", path.split("/")[2])
    yield from same("purchases", len(placed.codes))
    yield from same("orders_placed", placed.orders)
    yield from same("pieces", placed.pieces)
    yield from same("amount_placed", placed.amount)
    watched = figures.get(("watch_time", "", ""))
    if watched is None or not 2 * views <= watched.net <= 30 * views:
        yield f"the report's watch time: {watched and watched.net} seconds for {views} views of 2 to 30"
    yield from differs("the report's campaign", report.campaign.slug, CAMPAIGN)
