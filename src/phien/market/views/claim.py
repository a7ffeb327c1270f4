"""A claim's own page: its pieces and the form that orders them, or its place in line. Who has the key has the claim.

With `X-Part: 1` it answers with the part alone, for the room's sheet; with `Accept: application/json` with
{"state", "until", "number", "ahead", "held"}, where state is one of queries.line.Claimed.
"""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phien.lib.errors import Refused
from phien.market import actions, queries, visit
from phien.market.errors import MoreCosts, OverLimit, OverPhoneLimit, TotalChanged, WrongQuantity
from phien.market.forms import HeldForm
from phien.market.models import OrderLine, Purchase
from phien.market.queries.baskets import BasketView
from phien.market.queries.line import Claimed, claimed
from phien.market.queries.shipping import Quote, fee_for, rates_of

OF_QUANTITY = (MoreCosts, OverLimit, OverPhoneLimit, WrongQuantity)


@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """POST orders what is held; with `preview` the form comes back with communes and fee; `leave` lets all go."""
    found = claimed(key)
    if found.state == "unknown":
        raise Http404
    if "application/json" in request.headers.get("Accept", ""):
        response: HttpResponse = JsonResponse(_facts(found))
    elif found.purchase is not None:
        response = _ordered(request, found.purchase)
    elif request.method == "POST" and "leave" in request.POST:
        response = _leave(request, key, found)
    elif found.hold is not None and found.state == "held":
        response = _held(request, key, found)
    else:
        response = _show(request, key, found)
    add_never_cache_headers(response)
    return response


def _facts(found: Claimed) -> dict[str, object]:
    facts: dict[str, object] = {"state": found.state}
    if found.hold is not None and found.state == "held":
        facts["until"] = found.hold.expires_at.isoformat()
    if found.waiting is not None:
        facts["number"] = found.waiting.number
    if found.state == "waiting":
        facts |= {"ahead": found.ahead, "held": found.held}
    return facts


def _leave(request: HttpRequest, key: uuid.UUID, found: Claimed) -> HttpResponse:
    if found.state == "held" and found.hold is not None:
        actions.let_go(basket=found.hold.basket, offer=found.hold.offer)
    else:
        actions.leave_line(key=key)
    return _show(request, key, claimed(key))


def _held(request: HttpRequest, key: uuid.UUID, found: Claimed) -> HttpResponse:
    """The form, what is wrong with it, or the purchase. Nobody orders without having seen the total."""
    assert found.hold is not None  # noqa: S101
    if request.method != "POST":
        return _form(request, key, found, _typed(request, found))
    visit.remember_typed(request, request.POST)
    refused = _change_quantity(request, found)
    if "preview" in request.POST:
        form = _typed(request, found)
        return _form(request, key, found, form, quantity_error=refused, status=refused.status if refused else 200)
    form = HeldForm(request.POST, fixed_phone=found.phone)
    if refused is not None:
        form.add_error("quantity", str(refused))
    if not form.is_valid():
        return _form(request, key, found, form, status=refused.status if refused else 400)
    seen = request.POST.get("total", "")
    if not (seen.isdecimal() and len(seen) < 16):
        return _form(request, key, found, form)
    via, basis = visit.via_of(request, found.hold.via)
    try:
        purchase = actions.place_purchase(
            basket=found.hold.basket,
            buyer=form.facts(),
            provider=form.cleaned_data["provider"],
            language=get_language() or "vi",
            via=via,
            via_basis=basis,
            promo=form.cleaned_data["promo"],
            expected_total=int(seen),
        )
    except Refused as refusal:
        now = claimed(key)
        if now.state != "held":
            return _show(request, key, now, refusal=refusal, status=refusal.status)
        return _form(request, key, now, form, refusal=refusal, status=refusal.status)
    visit.count_order(request, purchase)
    if not _is_part(request):
        messages.success(request, _("Thank you! Your order is placed."))
    return _ordered(request, purchase)


def _change_quantity(request: HttpRequest, found: Claimed) -> Refused | None:
    """Hold as many pieces as the form says; why not, where that cannot be."""
    assert found.hold is not None  # noqa: S101
    wanted = request.POST.get("quantity", "")
    if not (wanted.isdecimal() and 0 < len(wanted) < 6):
        return WrongQuantity() if "quantity" in request.POST else None
    there = sum(line.quantity for line in queries.basket_view(found.hold.basket).lines)
    if int(wanted) == there:
        return None
    try:
        actions.change_claimed(basket=found.hold.basket, offer=found.hold.offer, quantity=int(wanted))
    except Refused as refused:
        return refused
    return None


def _typed(request: HttpRequest, found: Claimed) -> HeldForm:
    """The form with what was typed, without a look at its faults."""
    known = HeldForm.base_fields
    sent = {name: value for name, value in request.POST.items() if name in known and value}
    return HeldForm(initial=visit.typed(request) | sent, fixed_phone=found.phone)


def _form(
    request: HttpRequest,
    key: uuid.UUID,
    found: Claimed,
    form: HeldForm,
    *,
    refusal: Refused | None = None,
    quantity_error: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    assert found.hold is not None  # noqa: S101
    view = queries.basket_view(found.hold.basket)
    quote, not_sent = _quote(form, view)
    context = {
        "form": form,
        "view": view,
        "line": next((line for line in view.lines if line.offer.pk == found.hold.offer_id), None),
        "refusal": refusal or not_sent,
        "total_changed": isinstance(refusal, TotalChanged),
        "quantity_error": quantity_error,
        "quote": quote,
        "total": view.goods_amount + quote.fee if quote is not None else None,
    }
    return _show(request, key, found, status=status, **context)


def _quote(form: HeldForm, view: BasketView) -> tuple[Quote | None, Refused | None]:
    """What sending costs, once the province is known; or why it cannot be said."""
    province = form.chosen_province()
    if province is None:
        return None, None
    weight = sum(line.quantity * line.offer.product.gross_weight_g for line in view.lines)
    try:
        return fee_for(rates_of(view.basket.campaign_id), province, weight), None
    except Refused as refusal:
        return None, refusal


def _ordered(request: HttpRequest, purchase: Purchase) -> HttpResponse:
    visit.unlock(request, purchase)
    if not _is_part(request):
        return redirect(reverse("order", args=[purchase.code]))
    orders = list(purchase.orders.select_related("payment"))
    context = {
        "key": purchase.idempotency_key,
        "state": "ordered",
        "purchase": purchase,
        "total": sum(order.total for order in orders),
        "provider": orders[0].payment.provider,
        "lines": OrderLine.objects.filter(order__purchase=purchase).select_related("offer__product"),
    }
    return render(request, "market/claim/part.html", context)


def _is_part(request: HttpRequest) -> bool:
    return request.headers.get("X-Part") == "1"


def _show(request: HttpRequest, key: uuid.UUID, found: Claimed, *, status: int = 200, **context: Any) -> HttpResponse:
    kind, _colon, slug = found.origin.partition(":")
    context |= {
        "key": key,
        "claim": found,
        "state": found.state,
        "offer": found.offer,
        "until_ms": int(found.hold.expires_at.timestamp() * 1000) if found.hold else 0,
        "room": slug if kind == "broadcast" else "",
    }
    template = "market/claim/part.html" if _is_part(request) else "market/claim/page.html"
    return render(request, template, context, status=status)
