"""What the pages of a campaign stand on. An action renews these with `phien.editions.actions.renew`."""

from phien.media.editions import MEDIA
from phien.people.editions import PEOPLE
from phien.places.editions import PLACES

EVERYWHERE = (PEOPLE, PLACES, MEDIA)
"""Names, portraits and words that stand on every page."""
CAMPAIGNS = "campaigns"
"""Which campaigns there are, their names and hours."""


def edition_of(campaign_id: int) -> str:
    """All that the campaign's own pages show beside what stands everywhere."""
    return f"campaign:{campaign_id}"
