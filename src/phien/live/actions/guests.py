"""Let somebody without an account before the camera of one broadcast, for some hours."""

import secrets
from datetime import timedelta

from django.db import transaction

from phien.evidence import actions as evidence
from phien.lib import clock
from phien.live.models import Broadcast, GuestLink
from phien.live.queries.footage import folder_of
from phien.live.queries.guests import guest_link, hash_of, publisher_of
from phien.people.models import Actor


def make_guest_link(
    *, broadcast: Broadcast, name: str, hours: int, by: Actor | None, actor: Actor | None = None
) -> str:
    """A token that opens the camera page for `hours`. It is returned once and only its hash is kept."""
    token = secrets.token_urlsafe(24)
    now = clock.now()
    with transaction.atomic():
        link = GuestLink.objects.create(
            broadcast=broadcast,
            name=name,
            actor=actor,
            token_hash=hash_of(token),
            made_at=now,
            made_by=by,
            expires_at=now + timedelta(hours=hours),
        )
        _record(link, "guest link made", by=by.slug if by else "", until=link.expires_at.isoformat())
    return token


def _record(link: GuestLink, verb: str, **facts: object) -> None:
    evidence.record_change(noun="broadcast", key=link.broadcast.slug, verb=verb, facts={"link": link.pk, **facts})


def open_guest_link(*, token: str) -> GuestLink:
    """The guest confirmed: note that the link was used. Raises GuestLinkClosed."""
    link = guest_link(token)
    GuestLink.objects.filter(pk=link.pk).update(last_used_at=clock.now())
    return link


def revoke_guest_link(*, link: GuestLink) -> None:
    """It opens nothing any more; who came in by it is out, and nothing more of their picture is taken.

    Twice changes nothing.
    """
    with transaction.atomic():
        is_open = GuestLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=clock.now())
        if is_open:
            _record(link, "guest link revoked")
    if is_open:
        folder_of(link.broadcast).bar(publisher_of(link))
