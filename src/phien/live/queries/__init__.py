"""What pages read from live, by page."""

from phien.live.queries.broadcasts import broadcasts_of, kept_by, on_air, public_broadcast, run_by
from phien.live.queries.desk import desk_of
from phien.live.queries.footage import air_of, folder_of
from phien.live.queries.room import Goods, goods_of, pinned_offer_id, room_of, stock_of_topics

__all__ = [
    "Goods",
    "air_of",
    "broadcasts_of",
    "desk_of",
    "folder_of",
    "goods_of",
    "kept_by",
    "on_air",
    "pinned_offer_id",
    "public_broadcast",
    "room_of",
    "run_by",
    "stock_of_topics",
]
