"""Entering an order that was taken outside the site."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phien.lib.errors import Refused
from phien.market import actions
from phien.market.forms.desk_enter import EnterForm, home_of
from phien.market.models import Outlet
from phien.market.queries import desk_stock
from phien.market.queries.offers import Card, cards
from phien.market.queries.stock import left_by_offer
from phien.market.views.desk.entry import Desk, show, staff_view

OUTSIDE = [(value, label) for value, label in Outlet.choices if value != Outlet.SITE]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view
def enter(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The form of one outlet (?outlet=phone), with what that outlet has left. `communes` fills the list of communes."""
    wanted = request.POST.get("outlet") or request.GET.get("outlet", "")
    outlet = wanted if wanted in dict(OUTSIDE) else Outlet.PHONE.value
    goods = cards(desk_stock.offers_in(desk.user, desk.campaign))
    left = left_by_offer([card.offer.pk for card in goods], outlet=outlet)
    goods_left = [(card, left[card.offer.pk]) for card in goods]
    context = {
        "outlet": outlet,
        "outlet_label": dict(OUTSIDE)[outlet],
        "outlets": OUTSIDE,
        "any_left": any(left.values()),
    }
    if request.method != "POST":
        form = EnterForm(outlet=outlet, goods=goods_left, initial=_first_values(desk, outlet, goods))
        return show(request, desk, "enter", context | {"form": form})
    if "communes" in request.POST:
        form = EnterForm(outlet=outlet, goods=goods_left, initial=_typed(request))
        return show(request, desk, "enter", context | {"form": form})
    form = EnterForm(request.POST, outlet=outlet, goods=goods_left)
    if not form.is_valid():
        return show(request, desk, "enter", context | {"form": form}, status=400)
    try:
        purchase = actions.enter_order(
            campaign=desk.campaign,
            outlet=outlet,
            lines=form.lines(),
            buyer=form.facts(),
            provider=form.cleaned_data["provider"],
            by=desk.actor,
            idempotency_key=form.cleaned_data["key"],
            promo=form.cleaned_data["promo"],
            external_order=form.cleaned_data.get("external_order", ""),
        )
    except Refused as refused:
        return show(request, desk, "enter", context | {"form": form, "error": refused}, status=refused.status)
    messages.success(request, _("Order %(code)s is entered.") % {"code": purchase.code})
    if form.cleaned_data.get("at_once"):
        try:
            actions.hand_across(purchase=purchase, by=desk.actor)
        except Refused as refused:
            messages.warning(request, str(refused))
    order = purchase.orders.order_by("number").first()
    return redirect(desk.url("order", str(order)))


def _first_values(desk: Desk, outlet: str, goods: list[Card]) -> dict[str, object]:
    """At the stall the goods stay where the market is; nobody asks for an address there."""
    if outlet != Outlet.STALL:
        return {}
    found = home_of(desk.campaign.place)
    for card in goods:
        place = card.offer.product.producer.place
        home = home_of(place) if place else {}
        if "commune" not in found and home.get("province") == found.get("province") and "commune" in home:
            found["commune"] = home["commune"]
    return dict(found)


def _typed(request: HttpRequest) -> dict[str, object]:
    return {name: value for name, value in request.POST.items() if name not in {"csrfmiddlewaretoken", "communes"}}
