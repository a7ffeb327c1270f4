"""Buying one offer in one step, from the dialog over a video or from its own page without JavaScript.

`POST /buy/<offer>/` takes the fields of QuickBuyForm. With `Accept: application/json` it answers 201
`{"code", "order_url", "message"}`, or `{"code": <name of the refusal>, "message", "errors": {field: [texts]}}` with the
refusal's status; with `part=1` the form again (market/quick_buy.html); otherwise a page or the order's address.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phien.lib import codes
from phien.lib.errors import Refused
from phien.market import actions, queries, visit
from phien.market.errors import UnknownPromoCode
from phien.market.forms import QuickBuyForm
from phien.market.models import Offer, Purchase
from phien.market.queries.offers import public_offers


@require_http_methods(["GET", "HEAD", "POST"])
def buy(request: HttpRequest, offer: int) -> HttpResponse:
    row = get_object_or_404(public_offers(), pk=offer)
    if request.method != "POST":
        return _form(request, row, QuickBuyForm(initial=_first(request)))
    visit.remember_typed(request, request.POST)
    if "communes" in request.POST:
        again = {name: request.POST.get(name, "") for name in ("quantity", "key", "origin", "via")}
        return _form(request, row, QuickBuyForm(initial=visit.typed(request) | again))
    form = QuickBuyForm(request.POST)
    if not form.is_valid():
        return _form(request, row, form, status=400)
    data = form.cleaned_data
    via, basis = visit.via_of(request, data["via"])
    try:
        purchase = actions.buy_now(
            offer=row,
            quantity=data["quantity"],
            buyer=form.facts(),
            provider=data["provider"],
            idempotency_key=data["key"],
            origin=data["origin"],
            via=via,
            via_basis=basis,
            promo=data["promo"],
            language=get_language() or "vi",
        )
    except UnknownPromoCode as refused:
        form.add_error("promo", str(refused))
        return _form(request, row, form, status=refused.status)
    except Refused as refused:
        return _form(request, row, form, refused=refused, status=refused.status)
    visit.count_order(request, purchase)
    visit.unlock(request, purchase)
    return _done(request, purchase)


def quick_buy_context(request: HttpRequest, offer: Offer, *, origin: str = "", via: str = "") -> dict[str, object]:
    """The context of market/quick_buy.html, for a page that shows the form in a dialog. `origin` is a token."""
    first = _first(request) | {"origin": origin, "via": via}
    return {"form": QuickBuyForm(initial=first), "offer": offer, "card": queries.card_of(offer)}


def _first(request: HttpRequest) -> dict[str, str]:
    via = codes.normalise(request.GET.get("via", ""))[:12]
    return visit.typed(request) | {"origin": request.GET.get("o", "")[:200], "via": via}


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _form(
    request: HttpRequest, offer: Offer, form: QuickBuyForm, *, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    if _wants_json(request):
        message = str(refused) if refused else _("Please look at the marked fields.")
        body = {"code": refused.code if refused else "invalid", "message": message, "errors": form.errors}
        response: HttpResponse = JsonResponse(body, status=status)
    else:
        part = "part" in request.GET or "part" in request.POST
        template = "market/quick_buy.html" if part else "market/quick_page.html"
        context = {"form": form, "offer": offer, "card": queries.card_of(offer), "error": refused, "part": part}
        response = render(request, template, context, status=status)
    if refused:
        refused.say_when(response)
    return response


def _done(request: HttpRequest, purchase: Purchase) -> HttpResponse:
    address = reverse("order", args=[purchase.code])
    message = _("Thank you! Your order %(code)s is placed.") % {"code": purchase.code}
    if _wants_json(request):
        return JsonResponse({"code": purchase.code, "order_url": address, "message": message}, status=201)
    messages.success(request, message)
    return redirect(address)
