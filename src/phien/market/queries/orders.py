"""Purchases as their buyers see them, and what sold by the minute."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMinute
from django.utils.translation import gettext as _

from phien.lib import codes
from phien.market import payments
from phien.market.models import Order, OrderLine, Parcel, Payee, Purchase
from phien.market.payments.providers import Instructions, Provider
from phien.media.queries import with_pictures


def purchases() -> QuerySet[Purchase]:
    return Purchase.objects.select_related("campaign", "province", "commune")


def purchase_by_code_and_phone(code: str, phone: str) -> Purchase | None:
    """The purchase, only for who knows both."""
    return purchases().filter(code=codes.normalise(code), phone=phone).first()


@dataclass(slots=True)
class SoldLine:
    line: OrderLine
    quantity: int = 0

    @property
    def amount(self) -> int:
        return self.quantity * self.line.unit_price


@dataclass(slots=True)
class OrderView:
    order: Order
    provider: Provider
    lines: list[SoldLine] = field(default_factory=list)
    instructions: Instructions | None = None  # while money is awaited

    @property
    def state(self) -> str:
        """What the buyer most wants to know: cancelled, to_pay, to_pack, packed, handed_over, delivered, returned."""
        if self.order.state == Order.State.CANCELLED:
            return "returned" if self.order.cancel_code == Order.CancelCode.RETURNED else "cancelled"
        if self.instructions and self.provider.before_packing:
            return "to_pay"
        return self.order.parcel.state

    @property
    def stations(self) -> list[dict[str, object]]:
        """The way of the parcel: each station with its label and its place, passed, here or ahead."""
        way = [
            *([("to_pay", _("To be paid"))] if self.provider.before_packing else []),
            ("to_pack", _("Being packed")),
            ("packed", _("Packed")),
            ("handed_over", _("On its way")),
            ("delivered", _("Delivered")),
        ]
        names = [name for name, _label in way]
        here = names.index(self.state) if self.state in names else 0
        places = ["passed"] * here + ["here"] + ["ahead"] * (len(way) - here - 1)
        return [{"label": label, "place": place} for (_name, label), place in zip(way, places, strict=True)]

    @property
    def may_cancel(self) -> bool:
        return self.order.state == Order.State.PLACED and self.order.parcel.state == Parcel.State.TO_PACK


@dataclass(slots=True)
class PurchaseView:
    purchase: Purchase
    orders: list[OrderView]

    @property
    def goods_amount(self) -> int:
        return sum(row.order.goods_amount for row in self.orders if row.order.state != Order.State.CANCELLED)

    @property
    def shipping_fee(self) -> int:
        return sum(row.order.shipping_fee for row in self.orders if row.order.state != Order.State.CANCELLED)

    @property
    def total(self) -> int:
        return self.goods_amount + self.shipping_fee


def purchase_view(purchase: Purchase) -> PurchaseView:
    """All orders of a purchase with their lines (pieces of several lots joined), payment, parcel and refunds."""
    orders = list(
        Order.objects.filter(purchase=purchase)
        .select_related("producer", "payment", "parcel")
        .prefetch_related("payment__refunds")
        .order_by("number")
    )
    payees = {row.producer_id: row for row in Payee.objects.filter(producer__in=[order.producer for order in orders])}
    views = {order.pk: OrderView(order, payments.get(order.payment.provider)) for order in orders}
    for view in views.values():
        view.order.purchase = purchase
        if view.order.payment.state == "pending" and view.order.state == Order.State.PLACED:
            view.instructions = view.provider.instructions(view.order, payees.get(view.order.producer_id))
    joined: dict[tuple[int, int], SoldLine] = {}
    for line in with_pictures(
        OrderLine.objects.filter(order__in=orders).select_related("offer__product", "offer__campaign"),
        "offer__product__picture",
    ):
        key = (line.order_id, line.offer_id)
        if key not in joined:
            joined[key] = SoldLine(line)
            views[line.order_id].lines.append(joined[key])
        joined[key].quantity += line.quantity
    return PurchaseView(purchase, list(views.values()))


def sales_by_minute(origin: str, since: datetime | None = None) -> dict[datetime, int]:
    """Pieces ordered through an origin (broadcast:<slug>, clip:<slug>), by the minute; cancelled orders left out."""
    rows = OrderLine.objects.filter(origin=origin).exclude(order__state=Order.State.CANCELLED)
    if since is not None:
        rows = rows.filter(order__purchase__placed_at__gte=since)
    counted: Counter[datetime] = Counter()
    found = rows.annotate(minute=TruncMinute("order__purchase__placed_at")).values_list("minute")
    for minute, pieces in found.annotate(pieces=Sum("quantity")).order_by("minute"):
        counted[minute] += pieces
    return dict(counted)
