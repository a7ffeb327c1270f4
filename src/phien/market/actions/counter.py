"""Goods that change hands over a counter."""

from django.db import transaction

from phien.market.actions.parcels import mark_delivered, mark_handed_over, mark_packed
from phien.market.models import Order, Parcel, Purchase
from phien.people.models import Actor


def hand_across(*, purchase: Purchase, by: Actor) -> None:
    """The buyer takes everything along at once: each parcel of the purchase is packed, handed over and delivered.

    A second time changes nothing. Raises what mark_packed raises.
    """
    with transaction.atomic():
        waiting = Order.objects.filter(purchase=purchase, parcel__state=Parcel.State.TO_PACK)
        for order in waiting.order_by("number"):
            mark_packed(order=order, by=by)
            mark_handed_over(order=order, by=by)
            mark_delivered(order=order, by=by)
