"""What pages read from live, by page."""

from phien.live.queries.broadcasts import broadcasts_of, kept_by, on_air, public_broadcast, run_by
from phien.live.queries.desk import desk_of
from phien.live.queries.figures import line_of_topics, prices_of_topics, stock_of_topics
from phien.live.queries.footage import air_of, folder_of
from phien.live.queries.guests import guest_link, guest_links_of, open_guest_link_of
from phien.live.queries.replay import replay_of
from phien.live.queries.room import (
    Goods,
    changes_of_room,
    goods_of,
    lines_of,
    pinned_offer_id,
    room_of,
    said_in_minute,
    talk_of,
)
from phien.live.queries.shelf import shelf_of
from phien.live.queries.stream_keys import find_key
from phien.live.queries.studio import pushes_of, studio_of
from phien.live.queries.wall import wall_of

__all__ = [
    "Goods",
    "air_of",
    "broadcasts_of",
    "changes_of_room",
    "desk_of",
    "find_key",
    "folder_of",
    "goods_of",
    "guest_link",
    "guest_links_of",
    "kept_by",
    "line_of_topics",
    "lines_of",
    "on_air",
    "open_guest_link_of",
    "pinned_offer_id",
    "prices_of_topics",
    "public_broadcast",
    "pushes_of",
    "replay_of",
    "room_of",
    "run_by",
    "said_in_minute",
    "shelf_of",
    "stock_of_topics",
    "studio_of",
    "talk_of",
    "wall_of",
]
