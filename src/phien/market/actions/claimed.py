"""What a buyer does with pieces that a claim holds: more or fewer of them, or none."""

from phien.market.actions.baskets import change_hold, release_hold
from phien.market.errors import MoreCosts, OverPhoneLimit
from phien.market.models import Basket, Hold, Offer
from phien.market.queries.line import taken_by_phones
from phien.market.queries.prices import price_of


def change_claimed(*, basket: Basket, offer: Offer, quantity: int) -> None:
    """Hold so many pieces, until the same moment and at the same price.

    Raises what change_hold raises, OverPhoneLimit, and MoreCosts where the price rose since.
    """
    held = list(Hold.objects.filter(basket=basket, offer=offer, state=Hold.State.ACTIVE))
    more = quantity - sum(hold.quantity for hold in held)
    if more > 0:
        if offer.limit_per_phone and basket.phone:
            taken = taken_by_phones([offer.pk], [basket.phone])[offer.pk, basket.phone]
            if taken + more > offer.limit_per_phone:
                raise OverPhoneLimit(name=str(offer.product.name), limit=offer.limit_per_phone)
        if any(hold.unit_price < price_of(offer).amount for hold in held):
            raise MoreCosts
    change_hold(basket=basket, offer=offer, quantity=quantity, prolong=False)


def let_go(*, basket: Basket, offer: Offer) -> int:
    """Give the pieces back to those who wait, or to all; gives how many there were."""
    return release_hold(basket=basket, offer=offer)
