"""Buy without leaving the video: the sheet's form, its answer, and the same as a page of its own."""

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from phien.lib.errors import Refused
from phien.live.models import Broadcast
from phien.live.queries import Goods
from phien.live.queries.room import goods_row
from phien.live.views.public import found
from phien.market import actions as market
from phien.market import origins, visit
from phien.market.errors import OverLimit, WrongQuantity
from phien.market.forms import QuickBuyForm
from phien.market.models import Offer, Purchase
from phien.market.queries.shipping import Quote, fee_for, rates_of


def _quote(form: QuickBuyForm, goods: Goods) -> tuple[Quote | None, Refused | None, int]:
    """What sending costs, once the province is known, and for how many pieces; or why it cannot be said."""
    typed = str(form["quantity"].value() or "")
    quantity = int(typed) if typed.isdecimal() and len(typed) < 6 else 0
    quantity = max(1, min(quantity, goods.offer.limit_per_order))
    province = form._province()
    if province is None:
        return None, None, quantity
    try:
        weight = quantity * goods.offer.product.gross_weight_g
        return fee_for(rates_of(goods.offer.campaign_id), province, weight), None, quantity
    except Refused as refusal:
        return None, refusal, quantity


def _show(
    request: HttpRequest,
    broadcast: Broadcast,
    goods: Goods,
    form: QuickBuyForm,
    *,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    quote, not_sent, quantity = _quote(form, goods)
    amount = goods.offer.price * quantity
    context = {
        "broadcast": broadcast,
        "campaign": broadcast.event.campaign,
        "row": goods,
        "form": form,
        "refusal": refusal or not_sent,
        "quote": quote,
        "quantity": quantity,
        "amount": amount,
        "total": amount + quote.fee if quote is not None else None,
        "part": "live/parts/order.html",
    }
    return render(request, _template(request), context, status=status)


def _template(request: HttpRequest) -> str:
    return "live/parts/order_part.html" if request.headers.get("X-Part") == "1" else "live/order.html"


def _fresh(request: HttpRequest, broadcast: Broadcast) -> QuickBuyForm:
    """An empty form, or the same words again without a look at their faults."""
    initial: dict[str, Any] = visit.typed(request) | {
        "quantity": 1,
        "key": uuid4(),
        "origin": origins.token(broadcast.topic),
        "via": request.GET.get("via", "")[:20],
    }
    known = QuickBuyForm.base_fields
    initial |= {name: value for name, value in request.POST.items() if name in known and value}
    return QuickBuyForm(initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, slug: str, offer: int) -> HttpResponse:
    """GET shows the form; POST orders, or with `preview` gives the form back with its communes and the shipping fee.

    Nobody orders without having seen the total: without it the form comes back first.
    """
    broadcast = found(slug)
    goods = goods_row(broadcast, offer)
    if goods is None:
        raise Http404
    if request.method != "POST" or "preview" in request.POST:
        return _show(request, broadcast, goods, _fresh(request, broadcast))
    visit.remember_typed(request, request.POST)
    form = QuickBuyForm(request.POST)
    if not form.is_valid():
        return _show(request, broadcast, goods, form, status=400)
    shown = request.POST.get("total", "")
    bought = Purchase.objects.filter(idempotency_key=form.cleaned_data["key"]).first()
    if bought is None and not (shown.isdecimal() and len(shown) < 16):
        return _show(request, broadcast, goods, form)
    try:
        purchase = _place(request, broadcast, goods.offer, form, int(shown or 0))
    except Refused as refusal:
        if isinstance(refusal, OverLimit | WrongQuantity):
            form.add_error("quantity", str(refusal))
            return _show(request, broadcast, goods, form, status=refusal.status)
        return _show(request, broadcast, goods, form, refusal=refusal, status=refusal.status)
    context = {"broadcast": broadcast, "purchase": purchase, "row": goods, "part": "live/parts/ordered.html"}
    context["total"] = sum(order.total for order in purchase.orders.all())
    context["provider"] = form.cleaned_data["provider"]
    return render(request, _template(request), context)


def _place(request: HttpRequest, broadcast: Broadcast, offer: Offer, form: QuickBuyForm, shown: int) -> Purchase:
    facts = form.cleaned_data
    via, basis = visit.via_of(request, facts["via"])
    purchase = market.buy_now(
        offer=offer,
        quantity=facts["quantity"],
        buyer=form.facts(),
        provider=facts["provider"],
        idempotency_key=facts["key"],
        origin=facts["origin"] or broadcast.topic,
        via=via,
        via_basis=basis,
        language=get_language() or "vi",
        expected_total=shown,
    )
    visit.count_order(request, purchase)
    visit.unlock(request, purchase)
    return purchase
