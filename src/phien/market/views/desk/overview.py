"""The first page of the desk: the next thing to do stands at the top."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from phien.market.queries import desk_orders, desk_stock
from phien.market.queries.offers import cards
from phien.market.views.desk.entry import Desk, desk_view, show


@require_safe
@desk_view
def overview(request: HttpRequest, desk: Desk) -> HttpResponse:
    offers = cards(desk_stock.offers_in(desk.user, desk.campaign))
    context = {
        "work": desk_orders.work(desk.user, desk.campaign),
        "soon_due": desk_orders.soon_due(desk.user, desk.campaign),
        "low": [card for card in offers if card.state == "sold_out" or card.few],
        "paused": [card for card in offers if card.state == "paused"],
        "latest": desk_orders.orders_in(desk.user, desk.campaign)[:8],
    }
    return show(request, desk, "overview", context)
