"""Stock by product and lot, what is set aside for whom, and the ledger that must add up to it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phien.lib.errors import Refused
from phien.market import actions
from phien.market.forms.desk_stock import CountForm, KeyedForm, MorePiecesForm, SetAsideForm, TakeInForm
from phien.market.models import Lot, Outlet, Stock
from phien.market.queries import desk_stock
from phien.market.queries.desk_line import lines_of_offers
from phien.market.views.desk.entry import (
    Desk,
    DoneAlready,
    desk_view,
    offer_undo,
    once,
    page_of,
    query_without_page,
    show,
    staff_view,
)


@require_safe
@desk_view
def stock(request: HttpRequest, desk: Desk) -> HttpResponse:
    rows = desk_stock.stock_table(desk.user, desk.campaign)
    disagree = [lot for row in rows for lot in row.lots if not lot.agrees]
    lines = lines_of_offers(row.offer for row in rows)
    sheets = [(row, lines[row.offer.pk]) for row in rows]
    return show(request, desk, "stock", {"sheets": sheets, "outlets": Outlet.choices, "disagree": disagree})


def _lot(desk: Desk, pk: int) -> Lot:
    lot = desk_stock.lots_in(desk.user, desk.campaign).filter(pk=pk).first()
    if lot is None:
        raise Http404
    return lot


def _lot_page(
    request: HttpRequest,
    desk: Desk,
    lot: Lot,
    *,
    forms: dict[str, KeyedForm] | None = None,
    error: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    outlet = request.GET.get("outlet", "")
    outlet = outlet if outlet in Outlet.values else ""
    context: dict[str, object] = {
        "row": desk_stock.lot_row(lot),
        "page": page_of(request, desk_stock.ledger_of(lot, outlet)),
        "query": query_without_page(request),
        "outlet": outlet,
        "outlets": Outlet.choices,
        "set_aside_form": SetAsideForm(auto_id="aside_%s"),
        "more_form": MorePiecesForm(auto_id="more_%s"),
        "count_form": CountForm(auto_id="count_%s"),
        "error": error,
        **(forms or {}),
    }
    return show(request, desk, "lot", context, status=status)


@require_safe
@desk_view
def lot(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    return _lot_page(request, desk, _lot(desk, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view
def take_in(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A lot arrives."""
    products = [offer.product for offer in desk_stock.offers_in(desk.user, desk.campaign)]
    if request.method != "POST":
        form = TakeInForm(products=products, initial={"product": request.GET.get("product", "")})
        return show(request, desk, "take_in", {"form": form})
    form = TakeInForm(request.POST, products=products)
    if not form.is_valid():
        return show(request, desk, "take_in", {"form": form}, status=400)
    facts = form.cleaned_data
    try:
        with once(desk, facts["key"]):
            row = actions.take_in_lot(
                product=facts["product"],
                code=facts["code"],
                made_on=facts["made_on"],
                expires_on=facts["expires_on"],
                quantity=facts["quantity"],
                outlet=facts["outlet"],
                by=desk.actor,
                note=facts["note"],
            )
    except DoneAlready:
        return redirect(desk.url("stock"))
    except Refused as refused:
        return show(request, desk, "take_in", {"form": form, "error": refused}, status=refused.status)
    words = _("%(n)s pieces taken in; there are %(there)s now.")
    messages.success(request, words % {"n": facts["quantity"], "there": row.on_hand})
    return redirect(desk.url("lot", row.lot_id))


@require_POST
@staff_view
def more(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """More pieces of a lot that is there."""
    lot = _lot(desk, pk)
    form = MorePiecesForm(request.POST, auto_id="more_%s")
    if not form.is_valid():
        return _lot_page(request, desk, lot, forms={"more_form": form}, status=400)
    facts = form.cleaned_data
    try:
        with once(desk, facts["key"]):
            row = actions.take_in(
                lot=lot, quantity=facts["quantity"], outlet=facts["outlet"], by=desk.actor, note=facts["note"]
            )
            words = _("%(n)s pieces taken in; there are %(there)s now.")
            messages.success(request, words % {"n": facts["quantity"], "there": row.on_hand})
    except DoneAlready:
        pass
    except Refused as refused:
        return _lot_page(request, desk, lot, forms={"more_form": form}, error=refused, status=refused.status)
    return redirect(desk.url("lot", lot.pk))


@require_POST
@staff_view
def set_aside(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Move free pieces from one outlet to another; the way back is offered at once."""
    lot = _lot(desk, pk)
    form = SetAsideForm(request.POST, auto_id="aside_%s")
    if not form.is_valid():
        return _lot_page(request, desk, lot, forms={"set_aside_form": form}, status=400)
    facts = form.cleaned_data
    try:
        with once(desk, facts["key"]):
            _source, target = actions.set_aside(
                lot=lot, quantity=facts["quantity"], from_outlet=facts["source"], to=facts["target"], by=desk.actor
            )
            words = _("%(n)s pieces are set aside for %(outlet)s.")
            messages.success(request, words % {"n": facts["quantity"], "outlet": target.get_outlet_display()})
            offer_undo(
                request,
                url=desk.url("set_aside", lot.pk),
                quantity=facts["quantity"],
                source=facts["target"],
                target=facts["source"],
                key=SetAsideForm()["key"].value(),
            )
    except DoneAlready:
        pass
    except Refused as refused:
        return _lot_page(request, desk, lot, forms={"set_aside_form": form}, error=refused, status=refused.status)
    return redirect(desk.url("lot", lot.pk))


@require_POST
@staff_view
def count(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Somebody counted. The first press shows what would change; the second does it."""
    lot = _lot(desk, pk)
    form = CountForm(request.POST, auto_id="count_%s")
    if not form.is_valid():
        return _lot_page(request, desk, lot, forms={"count_form": form}, status=400)
    facts = form.cleaned_data
    there = Stock.objects.filter(lot=lot, outlet=facts["outlet"]).first()
    if there is None:
        form.add_error("outlet", _("This outlet never had any of this lot. Set some aside or take some in."))
        return _lot_page(request, desk, lot, forms={"count_form": form}, status=400)
    if "sure" not in request.POST:
        context = {"lot": lot, "form": form, "stock": there, "difference": facts["on_hand"] - there.on_hand}
        return show(request, desk, "count", context)
    try:
        with once(desk, facts["key"]):
            row = actions.correct_stock(stock=there, on_hand=facts["on_hand"], by=desk.actor, note=facts["reason"])
            messages.success(request, _("Corrected: there are %(n)s now.") % {"n": row.on_hand})
    except DoneAlready:
        pass
    except Refused as refused:
        return _lot_page(request, desk, lot, forms={"count_form": form}, error=refused, status=refused.status)
    return redirect(desk.url("lot", lot.pk))
