"""What pages read from content."""

from phien.content.queries.clips import clips_at, clips_by, clips_of, publications, published_clips
from phien.content.queries.links import (
    address_of,
    address_of_clip,
    creators_links,
    link_for,
    link_of_code,
    link_to,
)

__all__ = [
    "address_of",
    "address_of_clip",
    "clips_at",
    "clips_by",
    "clips_of",
    "creators_links",
    "link_for",
    "link_of_code",
    "link_to",
    "publications",
    "published_clips",
]
