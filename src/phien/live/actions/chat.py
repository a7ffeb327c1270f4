"""Write in a room, and look at what waits to be shown in it."""

from django.core.cache import cache
from django.db import transaction

from phien.evidence import actions as evidence
from phien.lib import clock
from phien.live.actions.silence import check_may_write, remember_writer
from phien.live.errors import AlreadyDecided, ChatClosed, TooFast, UnwantedWord
from phien.live.models import Broadcast, FilterWord, HeldMessage
from phien.live.words import find, has_link
from phien.people.models import Actor
from phien.realtime import actions as realtime
from phien.realtime import limits
from phien.realtime.errors import UnknownMessage
from phien.realtime.models import Message

PER_WRITER = (5, 10)
"""A writer's messages: at most five in ten seconds."""
PER_ROOM = (120, 10)
"""A room's messages: more than twelve a second nobody can read."""


def say(
    *, broadcast: Broadcast, author_key: str, name: str, text: str, is_team: bool = False, address_hash: str = ""
) -> int | None:
    """Put a message into the room; returns its number, or None when it waits for a moderator.

    `is_team`: written by one of the desk, marked so, and never kept out, slowed down or held. `address_hash` as of
    live.addresses. Raises ChatClosed, Muted, Banned, UnwantedWord, TooFast (slow mode), TooMany (limits). Name and
    text come cleaned by forms.ChatForm.
    """
    if not broadcast.is_on:
        raise ChatClosed
    if not is_team:
        check_may_write(broadcast=broadcast, author_key=author_key, address_hash=address_hash)
    for key, (most, within) in (
        (f"chat:{broadcast.slug}:{author_key}", PER_WRITER),
        (f"chat:{broadcast.slug}", PER_ROOM),
    ):
        limits.check(key=key, limit=most, seconds=within)
    if is_team:
        return _publish(broadcast, {"name": name, "text": text, "key": author_key, "team": True})
    why = _why_it_waits(broadcast, name, text)
    seconds = broadcast.slow_mode_seconds
    if seconds and not cache.add(f"live:slow:{broadcast.slug}:{author_key}", 1, seconds):
        raise TooFast(seconds=seconds)
    with transaction.atomic():
        remember_writer(broadcast=broadcast, author_key=author_key, address_hash=address_hash)
        if why is None:
            return _publish(broadcast, {"name": name, "text": text, "key": author_key})
        HeldMessage.objects.create(
            broadcast=broadcast,
            author_key=author_key,
            address_hash=address_hash,
            name=name,
            text=text,
            why=why,
            at=clock.now(),
        )
    return None


def _publish(broadcast: Broadcast, payload: dict[str, object]) -> int:
    return realtime.publish(topic=broadcast.topic, kind="chat", payload=payload)


def _why_it_waits(broadcast: Broadcast, name: str, text: str) -> HeldMessage.Why | None:
    """What a moderator has to look at. Raises UnwantedWord for what nobody needs to look at."""
    acts = dict(FilterWord.objects.filter(campaign=broadcast.event.campaign_id).values_list("word", "act"))
    found = {acts[word] for said in (name, text) for word in find(acts, said)}
    if FilterWord.Act.REFUSE in found:
        raise UnwantedWord
    if found:
        return HeldMessage.Why.WORD
    if has_link(text):
        return HeldMessage.Why.LINK
    return HeldMessage.Why.ALL if broadcast.holds_messages else None


@transaction.atomic
def decide_held(*, held: HeldMessage, let_in: bool, by: Actor | None) -> int | None:
    """Let a waiting message into the room as its writer's, or drop it. A dropped one can still be let in.

    Returns its number in the room. Raises AlreadyDecided, and ChatClosed when there is no room any more.
    """
    row = HeldMessage.objects.select_for_update(of=("self",)).select_related("broadcast").get(pk=held.pk)
    if row.is_let_in or (row.decided_at is not None and not let_in):
        raise AlreadyDecided
    if let_in and not row.broadcast.is_on:
        raise ChatClosed
    row.decided_at, row.decided_by, row.is_let_in = clock.now(), by, let_in
    row.save(update_fields=["decided_at", "decided_by", "is_let_in"])
    facts = {"broadcast": row.broadcast.slug, "by": by.slug if by else "", "why": str(row.why)}
    verb = "let in" if let_in else "kept out"
    evidence.record_change(noun="chat", key=f"{row.broadcast.slug}-waiting-{row.pk}", verb=verb, facts=facts)
    if not let_in:
        return None
    return _publish(row.broadcast, {"name": row.name, "text": row.text, "key": row.author_key})


def set_holding(*, broadcast: Broadcast, is_on: bool) -> None:
    """Every message waits for a moderator, or only those with an unwanted word."""
    Broadcast.objects.filter(pk=broadcast.pk).update(holds_messages=is_on)


@transaction.atomic
def hide_message(*, broadcast: Broadcast, number: int, by: Actor | None = None) -> None:
    """Take a message out of the room, for everyone. Raises UnknownMessage."""
    _of_the_room(broadcast, number)
    realtime.hide(topic=broadcast.topic, number=number)
    _record(broadcast, number, "hidden", by)


@transaction.atomic
def show_message(*, broadcast: Broadcast, number: int, by: Actor | None = None) -> None:
    """Bring a hidden message back to its place, for everyone. Raises UnknownMessage."""
    _of_the_room(broadcast, number)
    realtime.show_again(topic=broadcast.topic, number=number)
    _record(broadcast, number, "shown again", by)


def _of_the_room(broadcast: Broadcast, number: int) -> None:
    if not Message.objects.filter(topic__name=broadcast.topic, number=number, kind="chat").exists():
        raise UnknownMessage


def _record(broadcast: Broadcast, number: int, verb: str, by: Actor | None) -> None:
    facts = {"broadcast": broadcast.slug, "by": by.slug if by else ""}
    evidence.record_change(noun="chat", key=f"{broadcast.slug}-{number}", verb=verb, facts=facts)
