"""Who is credited with which order: the precedence in words, its sums, and each order with its winner and losers."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from phien.campaigns.models import Campaign
from phien.content.platforms import name_of
from phien.lib import tables
from phien.lib.errors import NotAllowed
from phien.reports import policies
from phien.reports.credit import counting
from phien.reports.credit.shown import RUNGS, lines_of, parts_of
from phien.reports.labels import names_of
from phien.reports.views.desk import found
from phien.reports.words import BASES

ROWS = 25
HEAD = ("order", "placed_at", "goods", "fate", "basis", "creator", "publication", "named", "lost", "assisted_by")


def _read_by(request: HttpRequest, slug: str) -> Campaign:
    campaign = found(request, slug)
    if not policies.can_read(request.user, campaign):
        raise NotAllowed
    return campaign


def _asked(data: Any) -> counting.Asked:
    """What makes no sense narrows nothing."""
    try:
        day = parse_date(data.get("day", ""))
    except ValueError:
        day = None
    basis = data.get("basis", "")
    return counting.Asked(day, basis if basis in BASES else "", data.get("q", "").replace("\x00", "").strip()[:80])


@login_required
@require_safe
def credit(request: HttpRequest, slug: str) -> HttpResponse:
    campaign, asked = _read_by(request, slug), _asked(request.GET)
    with counting.laid_out(campaign, asked) as db:
        sums = counting.by_basis(db)
        creators = counting.by_creator(db)
        page = Paginator(range(counting.how_many(db, asked)), ROWS).get_page(request.GET.get("page"))
        orders = counting.orders(db, asked, offset=max(0, page.start_index() - 1), limit=ROWS)
        claimed = counting.claimed(db)
    names = names_of("creator", {creator for creator, _sums in creators}, campaign)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "campaign": campaign,
        "asked": asked,
        "days": counting.days_with_orders(campaign),
        "rungs": RUNGS,
        "parts": parts_of(sums),
        "orders": sum(one.orders for one in sums.values()),
        "creators": [(names.get(creator) or creator, of) for creator, of in creators],
        "nobody": sums["none"],
        "claimed": [(name_of(platform), number, amount) for platform, number, amount in claimed],
        "page": page,
        "lines": lines_of(orders, campaign),
        "bases": list(BASES.items()),
        "query": f"{query.urlencode()}&" if query else "",
        "tab": "credit",
    }
    return render(request, "reports/credit/page.html", context)


@login_required
@require_safe
def table(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The orders that the page lists, all of them, as CSV."""
    campaign, asked = _read_by(request, slug), _asked(request.GET)
    with counting.laid_out(campaign, asked) as db:
        orders = counting.orders(db, asked)
    rows = (_cells(order) for order in orders)
    response = StreamingHttpResponse(tables.lines(HEAD, rows), content_type=tables.MIME)
    response["Content-Disposition"] = f'attachment; filename="{campaign.slug}-credit.csv"'
    return response


def _cells(order: counting.Credited) -> tuple[object, ...]:
    winner = order.claims[0] if order.claims else None
    lost = " ".join(f"{claim.basis}:{claim.creator}" for claim in order.claims[1:])
    return (
        order.order, order.placed_at, order.goods, order.fate or "stands", order.basis or "none",
        winner.creator if winner else "", winner.publication if winner else "", winner.named if winner else "",
        lost, " ".join(order.assisted_by),
    )  # fmt: skip
