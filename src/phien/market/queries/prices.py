"""What an offer costs now: its own price, or a flash price while one runs; and which one comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from phien.lib import clock
from phien.market.models import FlashPrice, Offer


@dataclass(frozen=True, slots=True)
class Coming:
    """A flash price that is planned."""

    amount: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Price:
    """`amount` in đồng; `regular` is the offer's own; `until` when a flash price ends; `coming` the next one."""

    amount: int
    regular: int
    until: datetime | None = None
    coming: Coming | None = None

    @property
    def is_flash(self) -> bool:
        return self.until is not None

    @property
    def figures(self) -> list[int]:
        """For a page's script: the regular price; then of the flash price that runs or comes next its amount, its
        start and its end (ms since 1970; the start is 0 where it runs)."""
        if self.until is not None:
            return [self.regular, self.amount, 0, _ms(self.until)]
        if self.coming is not None:
            return [self.regular, self.coming.amount, _ms(self.coming.starts_at), _ms(self.coming.ends_at)]
        return [self.regular]

    @property
    def changes(self) -> list[datetime]:
        """The moments at which it changes by itself."""
        found = [self.until] if self.until is not None else []
        return [*found, self.coming.starts_at, self.coming.ends_at] if self.coming else found


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def prices_of(offers: Iterable[Offer], at: datetime | None = None) -> dict[int, Price]:
    """{offer id: price}, with one statement. Of several flash prices at once the lowest holds."""
    at = at or clock.now()
    regular = {offer.pk: offer.price for offer in offers}
    running: dict[int, tuple[int, datetime]] = {}
    coming: dict[int, Coming] = {}
    rows = FlashPrice.objects.filter(offer__in=list(regular), ends_at__gt=at).order_by("starts_at", "pk")
    for offer_id, amount, starts_at, ends_at in rows.values_list("offer_id", "price", "starts_at", "ends_at"):
        if starts_at > at:
            coming.setdefault(offer_id, Coming(amount, starts_at, ends_at))
        else:
            known = running.get(offer_id)
            if amount < (known[0] if known else regular[offer_id]):
                running[offer_id] = amount, ends_at
    found = {}
    for offer_id, own in regular.items():
        now = running.get(offer_id)
        amount, until = now or (own, None)
        found[offer_id] = Price(amount, own, until, coming.get(offer_id))
    return found


def price_of(offer: Offer, at: datetime | None = None) -> Price:
    return prices_of([offer], at)[offer.pk]
