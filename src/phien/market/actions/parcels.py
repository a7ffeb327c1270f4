"""Parcels. States: to pack → packed → handed over → delivered or returned; cancelled with the order before that."""

from django.db import transaction

from phien.editions.actions import renew
from phien.lib import clock
from phien.market import payments as providers
from phien.market.actions import orders, telling
from phien.market.actions.ledger import Kind, entry, write
from phien.market.actions.payments import collect_on_delivery
from phien.market.editions import GOODS
from phien.market.errors import NotOnTheWay, NotPacked, NotPaidYet, NotToPack, OrderNotOpen
from phien.market.models import Order, Parcel, Payment
from phien.people.models import Actor

State = Parcel.State


def mark_packed(*, order: Order, by: Actor) -> Parcel:
    """Raises OrderNotOpen, NotToPack, NotPaidYet (a transfer that has not come)."""
    with transaction.atomic():
        row = _open(order)
        if row.parcel.state != State.TO_PACK:
            raise NotToPack
        if providers.get(row.payment.provider).before_packing and row.payment.state != Payment.State.PAID:
            raise NotPaidYet
        row.parcel.state, row.parcel.packed_at, row.parcel.packed_by = State.PACKED, clock.now(), by
        row.parcel.save(update_fields=["state", "packed_at", "packed_by"])
        telling.parcel_moved(row.parcel)
    return row.parcel


def unpack(*, order: Order, by: Actor) -> Parcel:
    """Take back a tap on "packed". Raises OrderNotOpen, NotPacked."""
    with transaction.atomic():
        row = _open(order)
        if row.parcel.state != State.PACKED:
            raise NotPacked
        row.parcel.state, row.parcel.packed_at, row.parcel.packed_by = State.TO_PACK, None, None
        row.parcel.save(update_fields=["state", "packed_at", "packed_by"])
        telling.parcel_moved(row.parcel)
    return row.parcel


def mark_handed_over(*, order: Order, by: Actor, carrier: str = "", tracking: str = "") -> Parcel:
    """The carrier has it: the pieces leave the stock. Raises OrderNotOpen, NotPacked."""
    with transaction.atomic():
        row = _open(order)
        if row.parcel.state != State.PACKED:
            raise NotPacked
        parcel = row.parcel
        parcel.state, parcel.handed_over_at = State.HANDED_OVER, clock.now()
        parcel.carrier, parcel.tracking = carrier[:60], tracking[:60]
        parcel.save(update_fields=["state", "handed_over_at", "carrier", "tracking"])
        telling.parcel_moved(parcel)
        write(
            entry(
                stock_id=line.stock_id,
                kind=Kind.HANDED_OVER,
                on_hand=-line.quantity,
                reserved=-line.quantity,
                line=line,
                by=by,
            )
            for line in row.lines.all()
        )
    return parcel


def mark_delivered(*, order: Order, by: Actor | None = None) -> Parcel:
    """The buyer has it; cash on delivery counts as paid, and the order is completed. Raises NotOnTheWay."""
    with transaction.atomic():
        row = _open(order)
        if row.parcel.state != State.HANDED_OVER:
            raise NotOnTheWay
        row.parcel.state, row.parcel.arrived_at = State.DELIVERED, clock.now()
        row.parcel.save(update_fields=["state", "arrived_at"])
        telling.parcel_moved(row.parcel)
        collect_on_delivery(row, row.parcel.arrived_at)
        orders.complete(row)
    return row.parcel


def mark_returned(*, order: Order, by: Actor, to_stock: bool = False, reason: str = "") -> Parcel:
    """The parcel came back: the order is cancelled, money that came in is due back. The pieces go back on the shelf
    only when somebody says so: food that has travelled is rarely sold again. Raises NotOnTheWay."""
    with transaction.atomic():
        row = _open(order)
        if row.parcel.state != State.HANDED_OVER:
            raise NotOnTheWay
        row.parcel.state, row.parcel.arrived_at = State.RETURNED, clock.now()
        row.parcel.save(update_fields=["state", "arrived_at"])
        telling.parcel_moved(row.parcel)
        orders.close(row, code=Order.CancelCode.RETURNED, reason=reason, by=by)
        if to_stock:
            write(
                entry(stock_id=line.stock_id, kind=Kind.RETURNED, on_hand=line.quantity, line=line, by=by)
                for line in row.lines.all()
            )
            renew(GOODS)
    return row.parcel


def _open(order: Order) -> Order:
    row = orders.lock(order)
    if row.state != Order.State.PLACED:
        raise OrderNotOpen
    return row
