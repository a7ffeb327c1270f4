"""A broadcast's own shelf: which products stand on it, and in which order."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from phien.editions.actions import renew
from phien.live.actions.moments import locked
from phien.live.editions import room_edition
from phien.live.errors import OfferElsewhere, ShelfFull
from phien.live.models import MOST_PRODUCTS, Broadcast, Shelved
from phien.live.queries.room import goods_of, stretches_of
from phien.market.models import Offer


def _own(broadcast: Broadcast) -> list[int]:
    """The offers on the shelf, in order. What the programme filled so far becomes the broadcast's own."""
    shelf = list(Shelved.objects.filter(broadcast=broadcast).values_list("offer_id", flat=True))
    if not shelf:
        shelf = _of_programme(broadcast)
        _put(broadcast, shelf)
    return shelf


def _of_programme(broadcast: Broadcast) -> list[int]:
    keys = [stretch.slot.key for stretch in stretches_of(broadcast)]
    return [row.offer.pk for row in goods_of(broadcast, keys)][:MOST_PRODUCTS]


def _put(broadcast: Broadcast, offers: Sequence[int]) -> None:
    rows = [Shelved(broadcast=broadcast, offer_id=offer, position=place) for place, offer in enumerate(offers)]
    Shelved.objects.filter(broadcast=broadcast).delete()
    Shelved.objects.bulk_create(rows)
    renew(room_edition(broadcast))


@transaction.atomic
def put_on_shelf(*, broadcast: Broadcast, offer: Offer) -> None:
    """Add a product at the end. One that stands there stays where it is. Raises OfferElsewhere, ShelfFull."""
    row = locked(broadcast)
    if offer.campaign_id != row.event.campaign_id:
        raise OfferElsewhere
    shelf = _own(row)
    if offer.pk in shelf:
        return
    if len(shelf) >= MOST_PRODUCTS:
        raise ShelfFull(most=MOST_PRODUCTS)
    last = Shelved.objects.filter(broadcast=row).aggregate(last=Max("position"))["last"]
    Shelved.objects.create(broadcast=row, offer=offer, position=0 if last is None else last + 1)
    renew(room_edition(row))


@transaction.atomic
def take_off_shelf(*, broadcast: Broadcast, offer: Offer) -> None:
    """Take a product away. When the last has gone, the programme fills the shelf again."""
    row = locked(broadcast)
    _put(row, [kept for kept in _own(row) if kept != offer.pk])


@transaction.atomic
def move_on_shelf(*, broadcast: Broadcast, offer: Offer, to: str) -> None:
    """Move a product "up" or "down" by one place, or "first". Nothing happens at the end of the shelf, or off it."""
    row = locked(broadcast)
    shelf = _own(row)
    if offer.pk not in shelf:
        return
    place = shelf.index(offer.pk)
    aim = {"up": max(0, place - 1), "down": place + 1, "first": 0}[to]
    shelf.insert(aim, shelf.pop(place))
    _put(row, shelf)


@transaction.atomic
def fill_shelf(*, broadcast: Broadcast) -> int:
    """Put the products of the programme's slots on the shelf, in place of what is there. Returns how many."""
    row = locked(broadcast)
    Shelved.objects.filter(broadcast=row).delete()
    shelf = _of_programme(row)
    _put(row, shelf)
    return len(shelf)
