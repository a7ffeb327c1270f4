"""What pages with broadcasts stand on."""

from phien.campaigns.editions import edition_of
from phien.editions.actions import renew
from phien.live.models import Broadcast

ON_AIR = "on_air"
"""Which broadcasts run."""


def room_edition(broadcast: Broadcast) -> str:
    """What only the room's own page shows: who presents, what is pinned and on the shelf, warnings."""
    return f"room:{broadcast.slug}"


def renew_cards(broadcast: Broadcast) -> None:
    """Where the broadcast is named, as on its campaign's page, something changes in this transaction."""
    renew(edition_of(broadcast.event.campaign_id), ON_AIR, room_edition(broadcast))
