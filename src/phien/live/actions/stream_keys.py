"""Give an encoder its way in, and take it away."""

import secrets

from django.db import transaction

from phien.evidence import actions as evidence
from phien.lib import clock
from phien.live.actions.moments import locked
from phien.live.errors import AlreadyEnded, BroadcastCut, UnknownStreamKey
from phien.live.models import Broadcast, StreamKey
from phien.live.queries.guests import hash_of
from phien.live.queries.stream_keys import find_key, plain
from phien.people.models import Actor

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""32, so five bits each: no l and no 1, no o and no 0."""

GROUPS, GROUP = 5, 5
HINT = 4


def _new_secret() -> str:
    """125 bits in groups that can be typed into a camera: abcde-fghij-…"""
    groups = ("".join(secrets.choice(LETTERS) for _letter in range(GROUP)) for _group in range(GROUPS))
    return "-".join(groups)


def refuse_when_over(broadcast: Broadcast) -> None:
    """Raises AlreadyEnded or BroadcastCut."""
    if broadcast.cut_at is not None:
        raise BroadcastCut
    if broadcast.ended_at is not None:
        raise AlreadyEnded


@transaction.atomic
def make_stream_key(*, broadcast: Broadcast, role: str, by: Actor | None) -> str:
    """The role's new key, which replaces the one it had. It is returned once and only its hash is kept.

    Who still sends by the replaced key is sent away by the media process. Raises AlreadyEnded, BroadcastCut.
    """
    row = locked(broadcast)
    refuse_when_over(row)
    role = StreamKey.Role(role)
    now = clock.now()
    replaced = row.stream_keys.filter(role=role, revoked_at=None).update(revoked_at=now)
    secret = _new_secret()
    StreamKey.objects.create(
        broadcast=row, role=role, secret_hash=hash_of(plain(secret)), hint=secret[-HINT:], made_at=now, made_by=by
    )
    verb = "stream key replaced" if replaced else "stream key made"
    evidence.record_change(noun="broadcast", key=row.slug, verb=verb, facts={"role": str(role)}, at=now)
    return secret


@transaction.atomic
def revoke_stream_key(*, key: StreamKey) -> None:
    """It opens nothing any more; who sends by it is sent away. Twice changes nothing."""
    now = clock.now()
    if StreamKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now):
        facts = {"role": str(key.role)}
        evidence.record_change(noun="broadcast", key=key.broadcast.slug, verb="stream key revoked", facts=facts, at=now)


def use_stream_key(*, secret: str) -> StreamKey:
    """The key, with its broadcast; noted as used. Raises UnknownStreamKey, AlreadyEnded, BroadcastCut."""
    key = find_key(secret)
    if key is None:
        raise UnknownStreamKey
    refuse_when_over(key.broadcast)
    StreamKey.objects.filter(pk=key.pk).update(last_used_at=clock.now())
    return key
