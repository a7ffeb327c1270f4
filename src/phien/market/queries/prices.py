"""What an offer costs now: its own price, or a flash price while one runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from phien.lib import clock
from phien.market.models import FlashPrice, Offer


@dataclass(frozen=True, slots=True)
class Price:
    """`amount` in đồng; `regular` is the offer's own; `until` when a flash price ends."""

    amount: int
    regular: int
    until: datetime | None = None

    @property
    def is_flash(self) -> bool:
        return self.until is not None


def prices_of(offers: Iterable[Offer], at: datetime | None = None) -> dict[int, Price]:
    """{offer id: price}, with one statement. Of several flash prices at once the lowest holds."""
    at = at or clock.now()
    offers = list(offers)
    found = {offer.pk: Price(offer.price, offer.price) for offer in offers}
    running = FlashPrice.objects.filter(offer__in=list(found), starts_at__lte=at, ends_at__gt=at)
    for offer_id, amount, until in running.values_list("offer_id", "price", "ends_at"):
        known = found[offer_id]
        if amount < known.amount:
            found[offer_id] = Price(amount, known.regular, until)
    return found


def price_of(offer: Offer, at: datetime | None = None) -> Price:
    return prices_of([offer], at)[offer.pk]
