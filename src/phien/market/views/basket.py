"""The basket: what was put in, until when it is held, and changing one's mind."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phien.evidence import actions as evidence
from phien.lib.errors import Refused
from phien.market import actions, origins, queries, visit
from phien.market.forms import AddForm, QuantityForm
from phien.market.models import Hold, Offer
from phien.market.queries.offers import public_offers
from phien.market.views.product import product_context
from phien.realtime import limits

HOLDS, WINDOW = 200, 600  # of one visitor: nobody empties the market by holding it


@require_safe
def basket(request: HttpRequest) -> HttpResponse:
    found = [queries.basket_view(row) for row in visit.baskets(request)]
    removed = request.session.pop("removed", None)
    undo = None
    if removed:
        offer = public_offers().filter(pk=removed["offer"]).first()
        undo = removed | {"offer": offer} if offer else None
    return render(
        request,
        "market/basket.html",
        {"baskets": [row for row in found if row.lines], "undo": undo, "minutes": actions.HOLD_MINUTES},
    )


@require_POST
def add(request: HttpRequest, offer: int) -> HttpResponse:
    row = get_object_or_404(public_offers(), pk=offer)
    form = AddForm(request.POST)
    if not form.is_valid():
        context = product_context(row, quantity=request.POST.get("quantity", "")[:12], error=_first_error(form))
        return render(request, "market/product.html", context, status=400)
    limits.check(key=f"basket:{evidence.visitor_of(request)}", limit=HOLDS, seconds=WINDOW)
    data = form.cleaned_data
    target = visit.basket_to_fill(request, row.campaign)
    try:
        actions.hold(basket=target, offer=row, quantity=data["quantity"], origin=data["origin"], via=data["via"])
    except Refused as refused:
        context = product_context(row, quantity=data["quantity"], error=str(refused))
        return render(request, "market/product.html", context, status=refused.status)
    evidence.record_request_hit(
        request,
        kind="basket",
        subject=f"product:{row.product.slug}",
        campaign=row.campaign.slug,
        link=data["via"],
    )
    return redirect("basket")


@require_POST
def change(request: HttpRequest, offer: int) -> HttpResponse:
    row = get_object_or_404(public_offers(), pk=offer)
    target = visit.basket_for(request, row.campaign)
    form = QuantityForm(request.POST)
    if target is None:
        messages.error(request, _("Your basket is empty."))
    elif not form.is_valid():
        messages.error(request, _first_error(form))
    else:
        try:
            actions.change_hold(basket=target, offer=row, quantity=form.cleaned_data["quantity"])
        except Refused as refused:
            messages.error(request, str(refused))
    return _back(row)


@require_POST
def remove(request: HttpRequest, offer: int) -> HttpResponse:
    row = get_object_or_404(public_offers(), pk=offer)
    target = visit.basket_for(request, row.campaign)
    if target is not None:
        held = target.holds.filter(offer=row, state__in=[Hold.State.ACTIVE, Hold.State.EXPIRED]).last()
        quantity = actions.release_hold(basket=target, offer=row)
        if held is not None and quantity:
            request.session["removed"] = {
                "offer": row.pk,
                "quantity": quantity,
                "origin": origins.token(held.origin) if held.origin else "",
                "via": held.via,
            }
    return redirect("basket")


def _first_error(form: Form) -> str:
    return str(next(iter(form.errors.values()))[0])


def _back(offer: Offer) -> HttpResponseRedirect:
    response = redirect("basket")
    response["Location"] += f"#o{offer.pk}"
    return response
