"""What sending a parcel costs and how long it takes, from the organiser's table."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from phien.market.errors import NoShipping
from phien.market.models import ShippingRate
from phien.places.models import Place


@dataclass(frozen=True, slots=True)
class Quote:
    fee: int  # đồng
    days: int  # on the way, at most


@dataclass(frozen=True, slots=True)
class Days:
    """Days on the way: the shortest and the longest a parcel may take. Equal once the province is known."""

    least: int
    most: int


def _own_or_general(rates: Sequence[ShippingRate], province: Place) -> list[ShippingRate]:
    own = [rate for rate in rates if rate.province_id == province.pk]
    found = own or [rate for rate in rates if rate.province_id is None]
    if not found:
        raise NoShipping(province=str(province))
    return sorted(found, key=lambda rate: rate.up_to_g)


def fee_for(rates: Sequence[ShippingRate], province: Place, weight_g: int) -> Quote:
    """The first step that carries the weight. What is heavier than the heaviest step goes as several parcels:
    as many of the heaviest step as are full, and one for the rest."""
    steps = _own_or_general(rates, province)
    heaviest = steps[-1]
    full, rest = divmod(max(weight_g, 1), heaviest.up_to_g)
    fee, days = full * heaviest.fee, heaviest.days if full else 0
    if rest:
        step = next(step for step in steps if rest <= step.up_to_g)
        fee, days = fee + step.fee, max(days, step.days)
    return Quote(fee, days)


def rates_of(campaign_id: int) -> list[ShippingRate]:
    return list(ShippingRate.objects.filter(campaign_id=campaign_id))


def days_to(rates: Sequence[ShippingRate], province: Place | None) -> Days:
    """Days on the way to a province; over the whole table where none is known. No table: 0 days."""
    if province is not None and rates:
        days = [rate.days for rate in _own_or_general(rates, province)]
        return Days(max(days), max(days))
    if not rates:
        return Days(0, 0)
    by_destination: dict[int | None, int] = defaultdict(int)
    for rate in rates:
        by_destination[rate.province_id] = max(by_destination[rate.province_id], rate.days)
    return Days(min(by_destination.values()), max(by_destination.values()))
