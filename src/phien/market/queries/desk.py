"""What the market desk reads, fetched through the person."""

from django.db.models import Q, QuerySet

from phien.market.models import Offer, Order, Parcel, Payment, Stock
from phien.market.payments.providers import choices
from phien.market.policies import Person, within_reach


def orders_for(user: Person) -> QuerySet[Order]:
    """The orders that the person may see and handle."""
    return Order.objects.filter(within_reach(user, campaign="purchase__campaign", producer="producer")).select_related(
        "purchase__campaign", "purchase__province", "purchase__commune", "producer", "payment", "parcel"
    )


def orders_to_pack(user: Person) -> QuerySet[Order]:
    """Placed, not yet packed, and paid where the money has to come first; the oldest first."""
    first = [provider.key for provider in choices(staff=True) if provider.before_packing]
    return (
        orders_for(user)
        .filter(state=Order.State.PLACED, parcel__state=Parcel.State.TO_PACK)
        .filter(~Q(payment__provider__in=first) | Q(payment__state=Payment.State.PAID))
        .order_by("purchase__placed_at", "pk")
    )


def offers_for(user: Person) -> QuerySet[Offer]:
    return Offer.objects.filter(within_reach(user, campaign="campaign", producer="product__producer")).select_related(
        "campaign", "product__producer"
    )


def stocks_for(user: Person) -> QuerySet[Stock]:
    """Stock rows of the products on offer in the person's reach."""
    products = offers_for(user).values("product")
    return (
        Stock.objects.filter(lot__product__in=products)
        .select_related("lot__product__producer")
        .order_by("lot__product_id", "lot__expires_on", "outlet")
    )
