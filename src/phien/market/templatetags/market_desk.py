"""What the market desk's templates need beside the house's own tags."""

from django import template

from phien.market import payments, phones
from phien.market.errors import UnknownProvider
from phien.market.models import Order, Payment

register = template.Library()


@register.filter
def phone(number: str) -> str:
    return phones.show(number) if number else ""


@register.filter
def phone_partly(number: str) -> str:
    return phones.partly(number)


@register.filter
def provider(key: str) -> str:
    """How a payment is made, in words."""
    try:
        return str(payments.get(key).label)
    except UnknownProvider:
        return key


@register.inclusion_tag("market/desk/state.html")
def order_state(order: Order) -> dict[str, object]:
    """The one or two chips that say where an order stands."""
    first = payments.get(order.payment.provider).before_packing
    awaited = first and order.state == Order.State.PLACED and order.payment.state == Payment.State.PENDING
    return {"order": order, "awaited": awaited}
