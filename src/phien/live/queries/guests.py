"""Guests' links: whom a token or a session lets before the camera of a broadcast."""

import hashlib

from phien.live.errors import GuestLinkClosed
from phien.live.models import Broadcast, GuestLink


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def publisher_of(link: GuestLink) -> str:
    """The sender's name towards the room of pictures."""
    return f"guest:{link.pk}"


def guest_link(token: str) -> GuestLink:
    """The link behind a token. Raises GuestLinkClosed when it is unknown, revoked or past its hour."""
    found = GuestLink.objects.select_related("broadcast__event").filter(token_hash=hash_of(token)).first()
    if found is None or not found.is_open():
        raise GuestLinkClosed
    return found


def open_guest_link_of(broadcast_slug: str, pk: object) -> GuestLink | None:
    """The link that a session was opened with, while it is open and only for its own broadcast."""
    if not isinstance(pk, int):
        return None
    found = (
        GuestLink.objects.select_related("broadcast__event__campaign")
        .filter(pk=pk, broadcast__slug=broadcast_slug)
        .first()
    )
    return found if found is not None and found.is_open() else None


def guest_links_of(broadcast: Broadcast) -> list[GuestLink]:
    """The broadcast's links, the newest first."""
    return list(GuestLink.objects.filter(broadcast=broadcast).select_related("made_by"))
