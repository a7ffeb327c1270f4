"""What evidence is told of publications and hashtags: keys and facts, without anybody's personal data."""

from typing import Any

from phien.content.models import Publication
from phien.content.native import shortened
from phien.evidence.actions import Pseudonyms

LONGEST_KEY = 120


def key_of_publication(campaign: str, publication: Publication) -> str:
    """ "<campaign>/<platform>:<native id>"; a long one ends in a hash of the whole, and the facts hold all parts."""
    return shortened(f"{campaign}/{publication.platform}:{publication.native_id}", LONGEST_KEY)


def facts_of_publication(
    campaign: str, publication: Publication, hashtags: list[str], pseudonyms: Pseudonyms, **more: object
) -> dict[str, Any]:
    """A handle is somebody's own, so evidence holds its pseudonym, and the handle itself only of a registered channel.
    `hashtags` are keys, with variants already standing for what they mean."""
    account, channel = publication.account, publication.channel
    return {
        "campaign": campaign,
        "platform": publication.platform,
        "native_id": publication.native_id,
        "origin": publication.origin,
        "creator": publication.creator.slug if publication.creator else "",
        "account": pseudonyms(publication.platform, account.lower()) if account else "",
        "channel": channel.handle if channel else "",
        "place": publication.place.slug if publication.place else "",
        "hashtags": sorted(set(hashtags)),
        "published_at": publication.published_at.isoformat() if publication.published_at else "",
        "precision": publication.precision,
        "disclosure": publication.disclosure,
        **more,
    }
