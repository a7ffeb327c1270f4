"""Moving one order on. What cannot be taken back is asked on a page of its own first; the rest offers undo."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from phien.lib import money
from phien.lib.errors import Refused
from phien.market import actions
from phien.market.errors import ImpossibleMove
from phien.market.forms.desk_orders import CancelForm, GiveBackForm, HandOverForm, ReceiveForm
from phien.market.models import Order, Parcel, Refund
from phien.market.queries.desk_moves import moves, takes_transfers
from phien.market.views.desk.entry import Desk, back_to, desk_view, offer_undo, show
from phien.market.views.desk.orders import fetch, order_page
from phien.people.models import Actor


@require_POST
@desk_view
def pack(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    order = fetch(desk, number)
    if order.parcel.state != Parcel.State.PACKED:
        try:
            actions.mark_packed(order=order, by=desk.actor)
        except Refused as refused:
            return order_page(request, desk, order, error=refused)
    messages.success(request, _("%(number)s is packed.") % {"number": order})
    offer_undo(request, url=desk.url("order_unpack", str(order)))
    return redirect(back_to(request, desk.url("order", str(order))))


@require_POST
@desk_view
def unpack(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    order = fetch(desk, number)
    if not (order.state == Order.State.PLACED and order.parcel.state == Parcel.State.TO_PACK):
        try:
            actions.unpack(order=order, by=desk.actor)
        except Refused as refused:
            return order_page(request, desk, order, error=refused)
    messages.success(request, _("%(number)s waits to be packed again.") % {"number": order})
    return redirect(back_to(request, desk.url("order", str(order))))


@dataclass(frozen=True, slots=True)
class Step:
    """A move that asks first: its form, its words, and the action."""

    move: str
    form: type[forms.Form]
    title: str | Promise
    warning: str | Promise
    button: str | Promise
    done: str | Promise
    there: Callable[[Order], bool]  # whether it was done already: a second press changes nothing
    act: Callable[[Order, Actor, dict[str, str]], object]
    danger: bool = False


HAND_OVER = Step(
    move="hand_over",
    form=HandOverForm,
    title=gettext_lazy("Handed over to the carrier"),
    warning=gettext_lazy("The goods leave the stock. This cannot be undone."),
    button=gettext_lazy("It is handed over"),
    done=gettext_lazy("%(number)s is on its way."),
    there=lambda order: order.parcel.state == Parcel.State.HANDED_OVER,
    act=lambda order, by, facts: actions.mark_handed_over(
        order=order, by=by, carrier=facts["carrier"], tracking=facts["tracking"]
    ),
)
DELIVER = Step(
    move="deliver",
    form=forms.Form,
    title=gettext_lazy("The buyer has it"),
    warning=gettext_lazy("Cash on delivery then counts as paid, and the order is completed. This cannot be undone."),
    button=gettext_lazy("It is delivered"),
    done=gettext_lazy("%(number)s is delivered."),
    there=lambda order: order.parcel.state == Parcel.State.DELIVERED,
    act=lambda order, by, facts: actions.mark_delivered(order=order, by=by),
)
GIVE_BACK = Step(
    move="give_back",
    form=GiveBackForm,
    title=gettext_lazy("The parcel came back"),
    warning=gettext_lazy(
        "The order is cancelled, and money that came in is to be paid back. This cannot be undone. "
        "Food that has travelled is rarely sold again."
    ),
    button=gettext_lazy("It came back"),
    done=gettext_lazy("%(number)s came back."),
    there=lambda order: order.parcel.state == Parcel.State.RETURNED,
    act=lambda order, by, facts: actions.mark_returned(
        order=order, by=by, to_stock=bool(facts["to_stock"]), reason=facts["reason"]
    ),
    danger=True,
)
CANCEL = Step(
    move="cancel",
    form=CancelForm,
    title=gettext_lazy("Cancel the order"),
    warning=gettext_lazy(
        "The pieces go back into stock, and money that came in is to be paid back. This cannot be undone."
    ),
    button=gettext_lazy("Cancel the order"),
    done=gettext_lazy("%(number)s is cancelled; its pieces are free again."),
    there=lambda order: order.parcel.state == Parcel.State.CANCELLED,
    act=lambda order, by, facts: actions.cancel_order(order=order, by=by, code=facts["code"], reason=facts["reason"]),
    danger=True,
)
STEPS = {step.move: step for step in (HAND_OVER, DELIVER, GIVE_BACK, CANCEL)}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def step(request: HttpRequest, desk: Desk, number: str, move: str) -> HttpResponse:
    """Ask, then do. Where the order has moved on meanwhile, its page says so."""
    found = STEPS[move]
    order = fetch(desk, number)
    if request.method == "POST" and found.there(order):
        return redirect(desk.url("order", str(order)))
    if move not in moves(order):
        return order_page(request, desk, order, error=ImpossibleMove())
    form = found.form(request.POST if request.method == "POST" else None)
    context = {"order": order, "step": found, "form": form}
    if request.method != "POST":
        return show(request, desk, "step", context)
    if not form.is_valid():
        return show(request, desk, "step", context, status=400)
    try:
        found.act(order, desk.actor, form.cleaned_data)
    except Refused as refused:
        return show(request, desk, "step", context | {"error": refused}, status=refused.status)
    messages.success(request, str(found.done) % {"number": order})
    return redirect(desk.url("order", str(order)))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def receive(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """Money that came by transfer: all of it, a part, or too much."""
    order = fetch(desk, number)
    if not takes_transfers(order) or (request.method != "POST" and "receive" not in moves(order)):
        return order_page(request, desk, order, error=ImpossibleMove(_("Nothing is awaited for this order.")))
    initial = {"amount": str(order.payment.missing)}
    form = ReceiveForm(request.POST) if request.method == "POST" else ReceiveForm(initial=initial)
    context = {"order": order, "form": form}
    if request.method != "POST":
        return show(request, desk, "receive", context)
    if not form.is_valid():
        return show(request, desk, "receive", context, status=400)
    try:
        payment = actions.receive_payment(
            reference=order.payment.reference,
            amount=form.cleaned_data["amount"],
            external_id=form.known_as(),
            by=desk.actor,
        )
    except Refused as refused:
        return show(request, desk, "receive", context | {"error": refused}, status=refused.status)
    messages.success(request, _("%(amount)s noted.") % {"amount": money.show(form.cleaned_data["amount"])})
    if payment.missing:
        messages.warning(request, _("%(amount)s is still missing.") % {"amount": money.show(payment.missing)})
    elif payment.surplus:
        messages.warning(
            request, _("%(amount)s too much came: to be paid back.") % {"amount": money.show(payment.surplus)}
        )
    return redirect(desk.url("order", str(order)))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def refund(request: HttpRequest, desk: Desk, number: str, refund: int) -> HttpResponse:
    order = fetch(desk, number)
    row = order.payment.refunds.filter(pk=refund).first()
    if row is None:
        raise Http404
    if request.method != "POST":
        return show(request, desk, "refund", {"order": order, "refund": row})
    if row.state == Refund.State.DUE:
        try:
            actions.refund_done(refund=row, by=desk.actor)
        except Refused as refused:
            return order_page(request, desk, order, error=refused)
    messages.success(request, _("%(amount)s is paid back.") % {"amount": money.show(row.amount)})
    return redirect(desk.url("order", str(order)))
