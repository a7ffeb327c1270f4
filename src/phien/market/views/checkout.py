"""Checkout: address and payment, a last look, and the purchase.

The page of the last look carries what was typed and the basket's key, so that what is ordered is what was looked at,
in every tab, and the same press twice shows the same purchase.
"""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phien.lib.errors import Refused
from phien.market import actions, payments, phones, queries, visit
from phien.market.actions.purchases import Share, Wanted, shares_of
from phien.market.errors import TotalChanged, UnknownPromoCode
from phien.market.forms import BuyerForm
from phien.market.models import Basket, Purchase
from phien.market.queries.baskets import BasketView
from phien.places.models import Place
from phien.places.queries import communes_of


@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    """The form. Its buttons: `communes` (fill the list of the province, without JavaScript) and `review`."""
    chosen = request.POST.get("basket") or request.GET.get("basket", "")
    basket = _basket(request, chosen)
    if basket is None:
        done = _placed(chosen)
        return _show(request, done) if done else redirect("basket")
    view = queries.basket_view(basket)
    if not view.lines:
        return redirect("basket")
    if request.method != "POST":
        return _form(request, view, BuyerForm(initial=visit.typed(request)))
    visit.remember_typed(request, request.POST)
    if "communes" in request.POST:
        return _form(request, view, BuyerForm(initial=visit.typed(request)))
    form = BuyerForm(request.POST)
    if not form.is_valid():
        return _form(request, view, form, status=400)
    return _review(request, view, form)


@require_POST
def place(request: HttpRequest) -> HttpResponse:
    """Order what was reviewed."""
    key = request.POST.get("basket", "")
    done = _placed(key)
    if done is not None:
        return _show(request, done)
    basket = _basket(request, key)
    if basket is None:
        return redirect("basket")
    visit.remember_typed(request, request.POST)
    view = queries.basket_view(basket)
    form = BuyerForm(request.POST)
    if not form.is_valid():
        return _form(request, view, form, status=400)
    seen = request.POST.get("total", "")
    via, basis = visit.via_of(request)
    try:
        purchase = actions.place_purchase(
            basket=basket,
            buyer=form.facts(),
            provider=form.cleaned_data["provider"],
            language=get_language() or "vi",
            via=via,
            via_basis=basis,
            promo=form.cleaned_data["promo"],
            expected_total=int(seen) if seen.isdecimal() and len(seen) < 18 else -1,
        )
    except UnknownPromoCode as refused:  # it was stopped since it was looked over
        form.add_error("promo", str(refused))
        return _form(request, view, form, status=refused.status)
    except TotalChanged as refused:
        return _review(request, view, form, error=refused)
    except Refused as refused:
        fresh = queries.basket_view(basket)
        if not fresh.lines:
            messages.error(request, str(refused))
            return redirect("basket")
        return _form(request, fresh, form, error=refused, status=refused.status)
    visit.count_order(request, purchase)
    messages.success(request, _("Thank you! Your order is placed."))
    return _show(request, purchase)


@require_safe
def commune_options(request: HttpRequest) -> HttpResponse:
    """The options of the commune's list for a province, for communes.js."""
    typed = request.GET.get("province", "")
    if not (typed.isdecimal() and len(typed) < 10):
        raise Http404
    province = get_object_or_404(Place, pk=int(typed), kind=Place.Kind.PROVINCE)
    response = render(request, "market/commune_options.html", {"communes": communes_of(province)})
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _basket(request: HttpRequest, key: str) -> Basket | None:
    """The basket with this key if it is the visitor's; without a key the last used."""
    open_ones = visit.baskets(request)
    if not key:
        return open_ones[0] if open_ones else None
    return next((row for row in open_ones if str(row.key) == key), None)


def _placed(key: str) -> Purchase | None:
    """The purchase that was placed with this basket's key."""
    try:
        return Purchase.objects.select_related("campaign").filter(idempotency_key=uuid.UUID(key)).first()
    except ValueError:
        return None


def _show(request: HttpRequest, purchase: Purchase) -> HttpResponse:
    visit.unlock(request, purchase)
    return redirect(reverse("order", args=[purchase.code]))


def _form(
    request: HttpRequest, view: BasketView, form: BuyerForm, *, error: Refused | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "view": view, "error": error, "communes_open": form.communes_open()}
    response = render(request, "market/checkout.html", context, status=status)
    if error:
        error.say_when(response)
    return response


def _review(request: HttpRequest, view: BasketView, form: BuyerForm, *, error: Refused | None = None) -> HttpResponse:
    facts = form.facts()
    try:
        promo = actions.known_promo_code(campaign=view.basket.campaign, typed=form.cleaned_data["promo"])
    except Refused as refused:
        form.add_error("promo", str(refused))
        return _form(request, view, form, status=refused.status)
    provider = payments.get(form.cleaned_data["provider"])
    try:
        shares = _shares(view, facts.province)
    except Refused as refused:
        return _form(request, view, form, error=refused, status=refused.status)
    context = {
        "form": form,
        "view": view,
        "facts": facts,
        "phone": phones.show(facts.phone),
        "provider": provider,
        "promo": promo,
        "shares": shares,
        "goods": sum(share.goods_amount for share in shares),
        "fees": sum(share.quote.fee for share in shares),
        "total": sum(share.total for share in shares),
        "error": error,
        "typed": {name: form[name].value() or "" for name in form.fields},
    }
    return render(request, "market/review.html", context, status=error.status if error else 200)


def _shares(view: BasketView, province: Place) -> list[Share]:
    wanted = [Wanted(line.offer, line.quantity, line.price, line.holds) for line in view.lines]
    return shares_of(wanted, rates=queries.rates_of(view.basket.campaign_id), province=province)
