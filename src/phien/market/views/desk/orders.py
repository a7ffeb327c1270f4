"""The list of orders, its table as a file, and the page of one order."""

from dataclasses import asdict

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from phien.lib import clock
from phien.lib.errors import Refused
from phien.market import order_table
from phien.market.forms.desk_orders import FilterForm
from phien.market.models import Order
from phien.market.queries import desk_orders
from phien.market.queries.desk_moves import moves
from phien.market.views.desk.entry import Desk, desk_view, page_of, query_without_page, show


@require_safe
@desk_view
def orders(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = FilterForm(request.GET or None, facets=desk_orders.facets(desk.user, desk.campaign))
    found = form.filter()
    rows = found.narrow(desk_orders.orders_in(desk.user, desk.campaign))
    context = {
        "form": form,
        "page": page_of(request, rows),
        "query": query_without_page(request),
        "narrowed": any(asdict(found).values()),
        "more": any(v for k, v in asdict(found).items() if k not in {"text", "state"}),
    }
    return show(request, desk, "orders", context)


@require_safe
@desk_view
def table(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The orders that the list shows, as a spreadsheet."""
    form = FilterForm(request.GET or None, facets=desk_orders.facets(desk.user, desk.campaign))
    rows = form.filter().narrow(desk_orders.orders_in(desk.user, desk.campaign))
    response = HttpResponse(order_table.xlsx(desk_orders.with_lines(rows)), content_type=order_table.MIME)
    name = f"{desk.campaign.slug}-{clock.today():%Y-%m-%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def fetch(desk: Desk, number: str) -> Order:
    """The order, through the person; else Http404."""
    order = desk_orders.order_by_number(desk.user, desk.campaign, number)
    if order is None or str(order) != number.upper():
        raise Http404
    return order


def fetch_all(desk: Desk, numbers: list[str]) -> list[Order]:
    """The orders, through the person, in one statement; Http404 where one of them is not there."""
    codes = {number.upper().rpartition("-")[0] for number in numbers}
    rows = desk_orders.orders_in(desk.user, desk.campaign).filter(purchase__code__in=codes)
    found = {str(order): order for order in rows.order_by("purchase__placed_at", "pk")}
    if not {number.upper() for number in numbers} <= set(found):
        raise Http404
    wanted = {number.upper() for number in numbers}
    return [order for number, order in found.items() if number in wanted]


def order_page(request: HttpRequest, desk: Desk, order: Order, *, error: Refused | None = None) -> HttpResponse:
    order = desk_orders.with_lines(desk_orders.orders_in(desk.user, desk.campaign)).get(pk=order.pk)
    siblings = desk_orders.orders_in(desk.user, desk.campaign).filter(purchase=order.purchase).exclude(pk=order.pk)
    context = {
        "order": order,
        "purchase": order.purchase,
        "siblings": siblings,
        "history": desk_orders.history(order),
        "moves": moves(order),
        "refunds": order.payment.refunds.all(),
        "error": error,
    }
    return show(request, desk, "order", context, status=error.status if error else 200)


@require_safe
@desk_view
def order(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    return order_page(request, desk, fetch(desk, number))
