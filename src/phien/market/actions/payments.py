"""Money that comes in and goes back. States: pending → paid or failed; failed → paid when money comes late."""

import re
from datetime import datetime

from django.db import transaction

from phien.lib import clock, codes
from phien.market.actions import orders, telling
from phien.market.actions.ledger import until_claimed
from phien.market.errors import RefundDone, SoldOut, TooFar, UnknownReference, WrongQuantity
from phien.market.models import Order, Payment, Receipt, Refund
from phien.people.models import Actor

_REFERENCE = re.compile(rf"PH[{codes.ALPHABET}]{{8}}")


def find_reference(text: str) -> str:
    """The reference within what a bank sends (it adds words and drops spaces); empty where there is none."""
    for found in _REFERENCE.findall(codes.normalise(text)):
        if codes.is_right(found[2:]):
            return str(found)
    return ""


def receive_payment(
    *, reference: str, amount: int, external_id: str, at: datetime | None = None, by: Actor | None = None
) -> Payment:
    """Note money that came in, once per `external_id` (the bank's own number; a repeat changes nothing).

    The payment is paid when all of it has come; what is missing or too much stays to be seen on it, and what is too
    much is due back. Money for an order that was cancelled as unpaid revives it if there are pieces left; money for
    any other cancelled order is due back. Raises UnknownReference, WrongQuantity (an amount below 1).
    """
    if amount < 1:
        raise WrongQuantity
    known = find_reference(reference) or codes.normalise(reference)
    found = Payment.objects.filter(reference=known).select_related("order").first()
    if found is None:
        raise UnknownReference(reference=reference[:40])

    with transaction.atomic():
        order = orders.lock(found.order)
        payment = order.payment
        if Receipt.objects.filter(external_id=external_id).exists():
            return payment
        now = at or clock.now()
        Receipt.objects.create(payment=payment, external_id=external_id, amount=amount, received_at=now, by=by)
        payment.paid_amount += amount
        payment.save(update_fields=["paid_amount"])
        if order.state == Order.State.CANCELLED:
            _receive_late(order, payment, now)
        elif payment.state == Payment.State.PENDING and not payment.missing:
            _mark_paid(payment, now)
        if payment.surplus and order.state != Order.State.CANCELLED:
            orders.owe_back(payment, payment.surplus, reason="overpaid")
    return payment


def _mark_paid(payment: Payment, at: datetime) -> None:
    payment.state, payment.paid_at = Payment.State.PAID, at
    payment.save(update_fields=["state", "paid_at"])
    telling.payment_moved(payment, "paid")


def _receive_late(order: Order, payment: Payment, at: datetime) -> None:
    if payment.missing:
        return  # it may still be completed; what came is seen on the payment, and staff decide
    may_revive = (
        order.cancel_code == Order.CancelCode.UNPAID
        and not order.lines.filter(offer__paused_at__isnull=False).exists()
        and payment.state == Payment.State.FAILED
    )
    if payment.state == Payment.State.FAILED:
        _mark_paid(payment, at)
    if may_revive:
        try:
            until_claimed(lambda: orders.revive(order))
        except (SoldOut, TooFar):
            order.refresh_from_db()
    if order.state == Order.State.CANCELLED:
        orders.owe_back(payment, payment.paid_amount, reason="late")


def collect_on_delivery(order: Order, at: datetime) -> None:
    """Inside the delivery of a parcel: the carrier has the money."""
    payment = order.payment
    if payment.state == Payment.State.PENDING:
        payment.paid_amount = payment.amount
        payment.save(update_fields=["paid_amount"])
        _mark_paid(payment, at)


def refund_due(*, payment: Payment, amount: int, reason: str, by: Actor) -> Refund:
    """Decide to pay back an amount that came in. Raises WrongQuantity when it is more than what is here."""
    with transaction.atomic():
        row = Payment.objects.select_for_update(of=("self",)).select_related("order__purchase").get(pk=payment.pk)
        back = sum(refund.amount for refund in row.refunds.all())
        if not 1 <= amount <= row.paid_amount - back:
            raise WrongQuantity
        refund = Refund.objects.create(payment=row, amount=amount, reason=reason[:200], made_at=clock.now())
        telling.refund_moved(refund)
    return refund


def refund_done(*, refund: Refund, by: Actor) -> Refund:
    """Note that a refund was paid. Raises RefundDone."""
    with transaction.atomic():
        row = (
            Refund.objects.select_for_update(of=("self",)).select_related("payment__order__purchase").get(pk=refund.pk)
        )
        if row.state != Refund.State.DUE:
            raise RefundDone
        row.state, row.done_at = Refund.State.DONE, clock.now()
        row.save(update_fields=["state", "done_at"])
        telling.refund_moved(row)
    return row
