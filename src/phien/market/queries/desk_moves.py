"""What can be done with an order now; the actions decide again."""

from phien.market.models import Order, Parcel, Payment
from phien.market.payments.providers import get


def moves(order: Order) -> set[str]:
    """Of pack, unpack, hand_over, deliver, give_back, cancel, receive."""
    found = set()
    state = order.parcel.state
    money_first = get(order.payment.provider).before_packing
    if order.state == Order.State.PLACED:
        if state == Parcel.State.TO_PACK and not (money_first and order.payment.state != Payment.State.PAID):
            found.add("pack")
        if state == Parcel.State.PACKED:
            found |= {"unpack", "hand_over"}
        if state == Parcel.State.HANDED_OVER:
            found |= {"deliver", "give_back"}
        if state in {Parcel.State.TO_PACK, Parcel.State.PACKED}:
            found.add("cancel")
    if money_first and order.payment.state != Payment.State.PAID:
        found.add("receive")
    return found


def takes_transfers(order: Order) -> bool:
    """Whether the order is paid by a transfer that somebody has to note."""
    return get(order.payment.provider).before_packing
