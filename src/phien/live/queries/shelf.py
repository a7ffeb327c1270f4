"""The shelf as the desk sorts it, and what could be put on it."""

from typing import Any

from phien.live.models import MOST_PRODUCTS, Broadcast, Shelved
from phien.live.queries.room import Goods, goods_of, goods_rows, stretches_of
from phien.live.words import without_marks

FOUND_SHOWN = 30


def _says(row: Goods, sought: str) -> bool:
    product = row.offer.product
    words = " ".join([*product.name.values(), *product.producer.name.values(), product.slug])
    return all(part in without_marks(words) for part in without_marks(sought).split())


def shelf_of(broadcast: Broadcast, sought: str = "") -> dict[str, Any]:
    """What stands on the shelf, whether it is its own, and what else the campaign offers, by the words sought."""
    shelf = goods_of(broadcast, [stretch.slot.key for stretch in stretches_of(broadcast)])
    on_it = {row.offer.pk for row in shelf}
    others = [row for row in goods_rows(broadcast) if row.offer.pk not in on_it]
    found = [row for row in others if _says(row, sought)] if sought else others
    return {
        "broadcast": broadcast,
        "campaign": broadcast.event.campaign,
        "shelf": shelf[:MOST_PRODUCTS],
        "is_own": Shelved.objects.filter(broadcast=broadcast).exists(),
        "others": found[:FOUND_SHOWN],
        "others_count": len(found),
        "sought": sought,
        "most": MOST_PRODUCTS,
        "is_full": len(shelf) >= MOST_PRODUCTS,
    }
