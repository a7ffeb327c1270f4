"""What becomes of an order after it was placed. States: placed → cancelled or completed; cancelled → placed only when
the money of an unpaid order comes late and there are pieces left."""

from datetime import datetime

from django.db import transaction

from phien.lib import clock
from phien.market import payments
from phien.market.actions import lots, telling
from phien.market.actions.ledger import Kind, entry, write
from phien.market.errors import AlreadyHandedOver, AlreadyPacked, OrderNotOpen
from phien.market.models import Offer, Order, OrderLine, Parcel, Payment, Refund, StockEntry
from phien.market.queries.shipping import days_to, rates_of
from phien.people.models import Actor

Code = Order.CancelCode


def lock(order: Order) -> Order:
    """The order, its row locked, with its payment and parcel as they stand now.

    Two statements: rows that are joined to a locked one may be older than the lock.
    """
    Order.objects.select_for_update().get(pk=order.pk)
    return Order.objects.select_related(
        "purchase__campaign", "purchase__province", "producer", "payment", "parcel"
    ).get(pk=order.pk)


def cancel_order(*, order: Order, code: str, reason: str = "", by: Actor | None = None) -> Order:
    """Cancel one producer's order, return its pieces, and note what has to be paid back.

    The buyer (`by` None) may do so until the parcel is packed, staff until it is handed over.
    Raises OrderNotOpen, AlreadyPacked, AlreadyHandedOver.
    """
    with transaction.atomic():
        row = lock(order)
        if row.state != Order.State.PLACED:
            raise OrderNotOpen
        if row.parcel.state not in {Parcel.State.TO_PACK, Parcel.State.PACKED}:
            raise AlreadyHandedOver
        if by is None and row.parcel.state != Parcel.State.TO_PACK:
            raise AlreadyPacked
        row.parcel.state = Parcel.State.CANCELLED
        row.parcel.save(update_fields=["state"])
        telling.parcel_moved(row.parcel)
        close(row, code=code, reason=reason, by=by)
        write(
            entry(stock_id=line.stock_id, kind=Kind.RETURNED, reserved=-line.quantity, line=line, by=by)
            for line in row.lines.all()
        )
    return row


def close(row: Order, *, code: str, reason: str, by: Actor | None) -> None:
    """Mark a locked order cancelled; its payment fails, or what came in is due back. Stock is the caller's."""
    row.state = Order.State.CANCELLED
    row.cancel_code, row.cancel_reason, row.cancelled_by, row.cancelled_at = code, reason[:200], by, clock.now()
    row.save(update_fields=["state", "cancel_code", "cancel_reason", "cancelled_by", "cancelled_at"])
    telling.order_cancelled(row)
    if row.payment.state == Payment.State.PENDING:
        row.payment.state = Payment.State.FAILED
        row.payment.save(update_fields=["state"])
        telling.payment_moved(row.payment, "failed")
    owe_back(row.payment, row.payment.paid_amount, reason=Code(code).value)


def owe_back(payment: Payment, amount: int, *, reason: str) -> Refund | None:
    """Make due what was received, less what is due or paid back already."""
    amount -= sum(refund.amount for refund in payment.refunds.all())
    if amount <= 0:
        return None
    refund = Refund.objects.create(payment=payment, amount=amount, reason=reason, made_at=clock.now())
    telling.refund_moved(refund)
    return refund


def complete(row: Order) -> None:
    row.state = Order.State.COMPLETED
    row.save(update_fields=["state"])
    telling.order_completed(row)


def revive(row: Order) -> None:
    """Place a locked, cancelled order again: claim each line anew. Inside until_claimed.

    Raises SoldOut, TooFar; LostRace.
    """
    province = row.purchase.province
    lines = list(row.lines.select_related("offer__product").order_by("pk"))
    days = days_to(rates_of(row.purchase.campaign_id), province)
    offers: list[Offer] = [line.offer for line in lines]
    rows = lots.look(offers, outlet=row.purchase.outlet, days=days)
    taken: dict[int, int] = {}
    entries: list[StockEntry] = []
    for line in lines:
        claims = lots.choose(line.offer, line.quantity, rows, taken, outlet=row.purchase.outlet, province=province)
        first, *others = claims
        line.stock_id, line.quantity = first.stock_id, first.quantity
        line.save(update_fields=["stock", "quantity"])
        split = [
            OrderLine(
                order=row,
                offer=line.offer,
                stock_id=claim.stock_id,
                quantity=claim.quantity,
                unit_price=line.unit_price,
                origin=line.origin,
            )
            for claim in others
        ]
        OrderLine.objects.bulk_create(split)
        entries.extend(
            entry(stock_id=part.stock_id, kind=Kind.ORDERED, reserved=part.quantity, line=part)
            for part in (line, *split)
        )
    row.state = Order.State.PLACED
    row.cancel_code = row.cancel_reason = ""
    row.cancelled_by = row.cancelled_at = None
    row.save(update_fields=["state", "cancel_code", "cancel_reason", "cancelled_by", "cancelled_at"])
    row.parcel.state = Parcel.State.TO_PACK
    row.parcel.save(update_fields=["state"])
    telling.order_revived(row)
    write(entries)


def cancel_unpaid(now: datetime | None = None) -> int:
    """Cancel the orders whose transfer did not come in time; gives how many."""
    now = now or clock.now()
    late = Order.objects.filter(
        state=Order.State.PLACED,
        parcel__state=Parcel.State.TO_PACK,
        payment__state=Payment.State.PENDING,
        payment__due_at__lte=now,
    ).order_by("payment__due_at", "pk")
    cancelled = 0
    for order in late[:200]:
        try:
            with transaction.atomic():
                row = lock(order)
                payment = Payment.objects.select_for_update().get(order=row)
                if payment.state == Payment.State.PENDING and payments.get(payment.provider).before_packing:
                    cancel_order(order=row, code=Code.UNPAID)
                    cancelled += 1
        except (OrderNotOpen, AlreadyPacked, AlreadyHandedOver):
            continue  # it was packed or cancelled meanwhile
    return cancelled
