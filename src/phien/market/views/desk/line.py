"""Who waits in line for an offer, and closing the line."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from phien.market import actions
from phien.market.models import Waiting
from phien.market.queries.desk_line import lines_of_offers, places_in
from phien.market.views.desk.entry import Desk, desk_view, page_of, query_without_page, show, staff_view
from phien.market.views.desk.offers import offer_of


@require_safe
@desk_view
def line(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """The line; `state` and `q` (a number, or the end of a phone number) narrow it."""
    offer = offer_of(desk, pk)
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()[:20]
    state = state if state in Waiting.State.values else ""
    context = {
        "offer": offer,
        "line": lines_of_offers([offer])[offer.pk],
        "page": page_of(request, places_in(offer, state=state, words=words)),
        "query": query_without_page(request),
        "states": Waiting.State.choices,
        "state": state,
        "words": words,
    }
    return show(request, desk, "line", context)


@require_POST
@staff_view
def close(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Send away all who wait."""
    count = actions.close_line(offer=offer_of(desk, pk), by=desk.actor)
    words = ngettext(
        "The line is closed; %(count)s person was in it.", "The line is closed; %(count)s people were in it.", count
    )
    messages.success(request, words % {"count": count})
    return redirect(desk.url("line", pk))
