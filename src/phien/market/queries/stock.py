"""What is left, and whether the ledger agrees with the counters."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from phien.lib import clock
from phien.market.models import Offer, Outlet, ShippingRate, Stock
from phien.market.queries.line import promised
from phien.market.queries.shipping import Days, days_to


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stock row from which pieces may be claimed."""

    stock_id: int
    product_id: int
    free: int
    expires_on: date | None
    sure: bool  # fresh enough even at the end of the longest way


def candidates(*, product_ids: Iterable[int], min_days: dict[int, int], outlet: str, days: Days) -> list[Candidate]:
    """Stock rows with free pieces that still arrive fresh enough, best first.

    Of the site's pieces those that somebody waits for in line are not free.
    """
    rows = (
        Stock.objects.filter(lot__product_id__in=list(product_ids), outlet=outlet, on_hand__gt=F("reserved"))
        .order_by("pk")
        .values_list("pk", "lot__product_id", F("on_hand") - F("reserved"), "lot__expires_on")
    )
    found = fresh_enough(rows, min_days, days)
    return _without_promised(found) if found and outlet == Outlet.SITE else found


def fresh_enough(
    rows: Iterable[tuple[int, int, int, date | None]], min_days: dict[int, int], days: Days
) -> list[Candidate]:
    """Of (stock, product, free, expires on) those with pieces that arrive with at least `min_days` of the product left.

    The lot that expires first goes first; where the destination is not known, lots that reach every province come
    before those that reach only near ones.
    """
    today = clock.today()
    found = []
    for pk, product_id, free, expires_on in rows:
        need = min_days.get(product_id, 0)
        if free < 1 or (expires_on is not None and expires_on < today + timedelta(days=days.least + need)):
            continue
        sure = expires_on is None or expires_on >= today + timedelta(days=days.most + need)
        found.append(Candidate(pk, product_id, free, expires_on, sure))
    return sorted(found, key=lambda row: (not row.sure, row.expires_on or date.max, row.stock_id))


def _without_promised(rows: list[Candidate]) -> list[Candidate]:
    """The rows, less the pieces that the line will be offered: it takes from the best row as anybody does."""
    owed = promised({row.product_id for row in rows})
    left = []
    for row in rows:
        less = min(owed.get(row.product_id, 0), row.free)
        if less:
            owed[row.product_id] -= less
        if less < row.free:
            left.append(replace(row, free=row.free - less))
    return left


def _days_by_campaign(campaign_ids: set[int]) -> dict[int, Days]:
    rates: dict[int, list[ShippingRate]] = defaultdict(list)
    for rate in ShippingRate.objects.filter(campaign_id__in=campaign_ids):
        rates[rate.campaign_id].append(rate)
    return {pk: days_to(rates[pk], None) for pk in campaign_ids}


def left_by_offer(offer_ids: Iterable[int], outlet: str = Outlet.SITE) -> dict[int, int]:
    """Pieces that a visitor of the site can still have, by offer; 0 where there are none."""
    offers = list(
        Offer.objects.filter(pk__in=list(offer_ids)).values_list(
            "pk", "product_id", "campaign_id", "product__min_days_left"
        )
    )
    days = _days_by_campaign({campaign for _, _, campaign, _ in offers})
    by_campaign: dict[int, dict[int, int]] = defaultdict(dict)
    for _pk, product, campaign, least in offers:
        by_campaign[campaign][product] = least
    free: dict[tuple[int, int], int] = defaultdict(int)
    for campaign, min_days in by_campaign.items():
        for row in candidates(product_ids=min_days, min_days=min_days, outlet=outlet, days=days[campaign]):
            free[campaign, row.product_id] += row.free
    return {pk: free[campaign, product] for pk, product, campaign, _ in offers}


def capacity_by_offer(offer_ids: Iterable[int]) -> dict[int, int]:
    """All that the site ever had of each offer's product, sold or not: the full length of the bar."""
    offers = dict(Offer.objects.filter(pk__in=list(offer_ids)).values_list("pk", "product_id"))
    totals: dict[int, int] = defaultdict(int)
    rows = (
        Stock.objects.filter(lot__product_id__in=set(offers.values()), outlet=Outlet.SITE)
        .values_list("lot__product_id", "entries__kind")
        .annotate(total=Sum("entries__on_hand_change"))
    )
    for product, kind, total in rows:
        if kind != "handed_over":
            totals[product] += total or 0
    return {pk: totals[product] for pk, product in offers.items()}


@dataclass(frozen=True, slots=True)
class Difference:
    stock: Stock
    on_hand_by_ledger: int
    reserved_by_ledger: int


def ledger_differences() -> list[Difference]:
    """Stock rows whose counters are not what their ledger adds up to. There should be none."""
    rows = Stock.objects.annotate(
        on_hand_sum=Coalesce(Sum("entries__on_hand_change"), 0),
        reserved_sum=Coalesce(Sum("entries__reserved_change"), 0),
    ).exclude(on_hand=F("on_hand_sum"), reserved=F("reserved_sum"))
    return [Difference(row, row.on_hand_sum, row.reserved_sum) for row in rows]
