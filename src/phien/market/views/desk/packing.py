"""Packing: the list to print, labels, the packing mode at the table, and many parcels at once."""

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phien.lib.errors import Refused
from phien.market import actions, labels, packing_list
from phien.market.errors import NothingOfIt
from phien.market.forms.desk_orders import CarrierForm, PackForm
from phien.market.models import Order, Parcel
from phien.market.queries import desk_orders
from phien.market.queries.desk_moves import moves
from phien.market.views.desk.entry import Desk, back_to, desk_view, offer_undo, show
from phien.market.views.desk.orders import fetch, fetch_all

MOST = 500  # parcels on one list


def _waiting(desk: Desk, request: HttpRequest) -> list[Order]:
    """What is to be packed, or with ?which=packed what waits for the carrier; the oldest first."""
    rows = desk_orders.orders_in(desk.user, desk.campaign).order_by("purchase__placed_at", "pk")
    packed = desk_orders.OrderFilter(state="packed").narrow(rows.filter(state=Order.State.PLACED))
    found = packed if request.GET.get("which") == "packed" else rows.filter(desk_orders.to_pack())
    return list(desk_orders.with_lines(found)[:MOST])


@require_safe
@desk_view
def packing(request: HttpRequest, desk: Desk) -> HttpResponse:
    orders = _waiting(desk, request)
    context = {
        "sheets": desk_orders.packing_sheets(orders),
        "count": len(orders),
        "which": "packed" if request.GET.get("which") == "packed" else "to_pack",
        "work": desk_orders.work(desk.user, desk.campaign),
        "form": PackForm(auto_id="pack_%s"),
    }
    return show(request, desk, "packing", context)


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@require_safe
@desk_view
def packing_file(request: HttpRequest, desk: Desk) -> HttpResponse:
    sheets = desk_orders.packing_sheets(_waiting(desk, request))
    return _file(packing_list.packing_pdf(desk.campaign, sheets), f"{desk.campaign.slug}-packing")


@require_safe
@desk_view
def label_file(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Labels of the chosen orders (?order=…, repeated), or of all that wait. ?paper=a4 puts four on a sheet."""
    numbers = request.GET.getlist("order")
    if numbers:
        wanted = [order.pk for order in fetch_all(desk, numbers[: labels.MOST])]
        rows = (
            desk_orders.orders_in(desk.user, desk.campaign).filter(pk__in=wanted).order_by("purchase__placed_at", "pk")
        )
        orders = list(desk_orders.with_lines(rows))
    else:
        orders = _waiting(desk, request)[: labels.MOST]
    if not orders:
        messages.info(request, _("There is no parcel to label."))
        return redirect(desk.url("packing"))
    content = labels.a4(orders) if request.GET.get("paper") == "a4" else labels.a6(orders)
    return _file(content, str(orders[0]) if len(orders) == 1 else f"{desk.campaign.slug}-labels")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def find(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The packing mode: a code leads to its order. Scanners press Enter, which sends the form."""
    form = PackForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and not form.is_valid():
        status = 400
    elif request.method == "POST":
        order = desk_orders.order_by_number(desk.user, desk.campaign, form.cleaned_data["code"])
        if order is not None:
            return redirect(desk.url("pack", str(order)))
        form.add_error("code", _("No parcel here has this code."))
        status = 404
    return show(request, desk, "pack_find", {"form": form, **_next(desk)}, status=status)


def _next(desk: Desk) -> dict[str, object]:
    rows = desk_orders.orders_in(desk.user, desk.campaign).filter(desk_orders.to_pack())
    rows = rows.order_by("purchase__placed_at", "pk")
    return {"next_orders": rows[:5], "left": rows.count()}


@require_safe
@desk_view
def pack_one(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """One parcel in the packing mode: what goes in, and one button."""
    order = fetch(desk, number)
    order = desk_orders.with_lines(desk_orders.orders_in(desk.user, desk.campaign)).get(pk=order.pk)
    context = {"order": order, "purchase": order.purchase, "moves": moves(order), **_next(desk)}
    return show(request, desk, "pack_one", context)


@require_POST
@desk_view
def bulk(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Many at once. `do`: pack, unpack, labels, hand_over (which asks first). Those already there count as done."""
    numbers = list(dict.fromkeys(request.POST.getlist("order")))[:MOST]
    do = request.POST.get("do", "")
    back = back_to(request, desk.url("packing"))
    if not numbers or do not in {"pack", "unpack", "labels", "hand_over"}:
        messages.error(request, str(NothingOfIt()))
        return redirect(back)
    orders = fetch_all(desk, numbers)
    if do == "labels":
        query = "&".join(f"order={order}" for order in orders)
        return redirect(f"{desk.url('labels')}?{query}&paper={'a4' if request.POST.get('paper') == 'a4' else 'a6'}")
    if do == "hand_over":
        return _hand_over_all(request, desk, orders, back)
    if do == "unpack":
        done, refused = _each(orders, Parcel.State.TO_PACK, lambda order: actions.unpack(order=order, by=desk.actor))
        words = ngettext("%(n)s waits to be packed again.", "%(n)s wait to be packed again.", len(done))
    else:
        done, refused = _each(
            orders, Parcel.State.PACKED, lambda order: actions.mark_packed(order=order, by=desk.actor)
        )
        words = ngettext("%(n)s parcel is packed.", "%(n)s parcels are packed.", len(done))
        offer_undo(request, url=desk.url("bulk"), order=[str(order) for order in done], do="unpack", next=back)
    _say(request, words, done, refused)
    return redirect(back)


def _hand_over_all(request: HttpRequest, desk: Desk, orders: list[Order], back: str) -> HttpResponse:
    form = CarrierForm(request.POST if "sure" in request.POST else None)
    if "sure" not in request.POST or not form.is_valid():
        context = {"orders": orders, "form": form, "next": back}
        return show(request, desk, "hand_over_all", context, status=400 if form.is_bound else 200)
    carrier = form.cleaned_data["carrier"]
    done, refused = _each(
        orders,
        Parcel.State.HANDED_OVER,
        lambda order: actions.mark_handed_over(order=order, by=desk.actor, carrier=carrier),
    )
    _say(request, ngettext("%(n)s parcel is on its way.", "%(n)s parcels are on their way.", len(done)), done, refused)
    return redirect(back)


def _each(
    orders: Iterable[Order], state: str, act: Callable[[Order], object]
) -> tuple[list[Order], list[tuple[Order, Refused]]]:
    """Do it to each by itself: one that cannot be done keeps no other back. Those already in `state` count as done."""
    done, refused = [], []
    for order in orders:
        try:
            if order.parcel.state != state:
                act(order)
            done.append(order)
        except Refused as refusal:
            refused.append((order, refusal))
    return done, refused


def _say(request: HttpRequest, words: str, done: list[Order], refused: Iterable[tuple[Order, Refused]]) -> None:
    if done:
        messages.success(request, words % {"n": len(done)})
    for order, refusal in refused:
        messages.error(request, f"{order}: {refusal}")
