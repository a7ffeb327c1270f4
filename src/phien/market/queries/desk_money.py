"""Money at the desk: transfers that are awaited, what is to be paid back, and what a bank's lines pay."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from phien.campaigns.models import Campaign
from phien.market.models import Order, Payment, Receipt, Refund
from phien.market.policies import Person
from phien.market.queries.desk_orders import awaited, orders_in


def awaited_orders(user: Person, campaign: Campaign) -> QuerySet[Order]:
    """Orders whose transfer has not all come, the soonest due first."""
    return orders_in(user, campaign).filter(awaited()).order_by("payment__due_at", "pk")


def refunds_in(user: Person, campaign: Campaign) -> QuerySet[Refund]:
    """What is to be paid back, the oldest first."""
    orders = orders_in(user, campaign).order_by().values("pk")
    return (
        Refund.objects.filter(payment__order__in=orders, state=Refund.State.DUE)
        .select_related("payment__order__purchase", "payment__order__producer")
        .order_by("made_at", "pk")
    )


def payments_by_reference(user: Person, campaign: Campaign, references: Iterable[str]) -> dict[str, Payment]:
    """The payments with these memos, within the person's reach."""
    orders = orders_in(user, campaign).order_by().values("pk")
    found = Payment.objects.filter(order__in=orders, reference__in=list(references)).select_related(
        "order__purchase", "order__producer"
    )
    return {payment.reference: payment for payment in found}


def noted_already(external_ids: Iterable[str]) -> set[str]:
    return set(Receipt.objects.filter(external_id__in=list(external_ids)).values_list("external_id", flat=True))


@dataclass(frozen=True, slots=True)
class Match:
    """A bank's line beside the payment it names. state: right, part, over, noted, paid, unclear, unknown, out."""

    text: str
    external_id: str
    reference: str
    payment: Payment | None
    amount: int | None
    state: str

    @property
    def may_be_noted(self) -> bool:
        return self.state in {"right", "part", "over"}


def state_of_line(*, payment: Payment | None, amount: int | None, outgoing: bool, noted: bool) -> str:
    if noted:
        return "noted"
    if outgoing:
        return "out"
    if payment is None:
        return "unknown"
    if payment.state == Payment.State.PAID:
        return "paid"
    if amount is None:
        return "unclear"
    if amount == payment.missing:
        return "right"
    return "part" if amount < payment.missing else "over"
