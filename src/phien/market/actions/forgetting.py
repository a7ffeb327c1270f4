"""Buyers are forgotten: when an order's data is past its time, or when its buyer asks. Codes, amounts, pieces and
the province stay, so that stock, money and reports are as they were."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from phien.market.errors import OrderUnderWay
from phien.market.models import Basket, Order, Parcel, Purchase, Refund, Waiting

BLANK = {"buyer_name": "", "phone": "", "street": "", "note": ""}


def _open_orders() -> QuerySet[Order]:
    """Orders about which the buyer still has to be reached: on their way, or with money to be paid back."""
    owed = Refund.objects.filter(payment__order=OuterRef("pk"), state=Refund.State.DUE)
    return Order.objects.filter(Q(state=Order.State.PLACED) | Exists(owed))


def past_their_time(before: datetime) -> QuerySet[Purchase]:
    """Purchases placed before this moment, all over, whose buyers are still known."""
    under_way = _open_orders().filter(purchase=OuterRef("pk"))
    return Purchase.objects.filter(placed_at__lt=before).exclude(phone="", buyer_name="").exclude(Exists(under_way))


def forget_buyers(*, before: datetime, most: int) -> int:
    """Forget who bought, in the oldest `most` purchases that are past their time; gives how many."""
    found = past_their_time(before).order_by("placed_at", "pk").values_list("pk", flat=True)[:most]
    return _forget(list(found))


@transaction.atomic
def erase_buyer(*, purchases: Collection[int]) -> int:
    """Forget who placed these purchases; gives how many.

    Raises OrderUnderWay where one of them is still on its way or has money to be paid back.
    """
    list(Purchase.objects.select_for_update().filter(pk__in=purchases).order_by("pk").values_list("pk"))
    open_one = _open_orders().filter(purchase__in=purchases).select_related("purchase").order_by("pk").first()
    if open_one is not None:
        raise OrderUnderWay(code=str(open_one))
    return _forget(purchases)


def erase_numbers(*, baskets: Collection[str], places: Collection[str]) -> int:
    """Forget the phone numbers of these baskets and places in a line, by primary key."""
    forgotten = Basket.objects.filter(pk__in=baskets).update(phone="")
    return forgotten + Waiting.objects.filter(pk__in=places).update(phone="")


@transaction.atomic
def _forget(ids: Collection[int]) -> int:
    """The commune becomes the province: with a name it is an address, without one it still names few."""
    if not ids:
        return 0
    Parcel.objects.filter(order__purchase__in=ids).update(tracking="")
    Order.objects.filter(purchase__in=ids).update(cancel_reason="")
    return Purchase.objects.filter(pk__in=ids).update(commune=F("province"), **BLANK)
