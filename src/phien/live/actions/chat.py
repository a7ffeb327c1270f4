"""Write in a room, and keep it friendly."""

from datetime import timedelta

from babel.dates import format_time
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from phien.lib import clock
from phien.lib.locales import babel_locale
from phien.live.errors import ChatClosed, Muted, MutedToTheEnd, TooFast
from phien.live.models import Broadcast, Mute
from phien.people.models import Actor
from phien.realtime import actions as realtime
from phien.realtime import limits
from phien.realtime import queries as messages
from phien.realtime.errors import UnknownMessage
from phien.realtime.models import Message

PER_WRITER = (5, 10)
"""A writer's messages: at most five in ten seconds."""
PER_ROOM = (120, 10)
"""A room's messages: more than twelve a second nobody can read."""


def say(*, broadcast: Broadcast, author_key: str, name: str, text: str, is_team: bool = False) -> int:
    """Put a message into the room; returns its number. `is_team`: written by one of the desk, and marked so.

    Raises ChatClosed, Muted, TooFast (slow mode), TooMany (limits). Name and text come cleaned by forms.ChatForm.
    """
    if not broadcast.is_on:
        raise ChatClosed
    mute = Mute.objects.current().filter(broadcast=broadcast, author_key=author_key).order_by("-made_at").first()
    if mute is not None:
        if mute.until is None:
            raise MutedToTheEnd
        until = format_time(timezone.localtime(mute.until), "HH:mm", locale=babel_locale(get_language()))
        raise Muted(until=until)
    seconds = broadcast.slow_mode_seconds
    for key, (most, within) in (
        (f"chat:{broadcast.slug}:{author_key}", PER_WRITER),
        (f"chat:{broadcast.slug}", PER_ROOM),
    ):
        limits.check(key=key, limit=most, seconds=within)
    if seconds and not is_team and not cache.add(f"live:slow:{broadcast.slug}:{author_key}", 1, seconds):
        raise TooFast(seconds=seconds)
    payload: dict[str, object] = {"name": name, "text": text, "key": author_key}
    if is_team:
        payload["team"] = True
    return realtime.publish(topic=broadcast.topic, kind="chat", payload=payload)


@transaction.atomic
def hide_message(*, broadcast: Broadcast, number: int) -> None:
    """Take a message out of the room, for everyone. Raises UnknownMessage."""
    if not Message.objects.filter(topic__name=broadcast.topic, number=number, kind="chat").exists():
        raise UnknownMessage
    realtime.hide(topic=broadcast.topic, number=number)


@transaction.atomic
def mute_writer(
    *,
    broadcast: Broadcast,
    author_key: str,
    author_name: str,
    reason: str,
    minutes: int | None,
    by: Actor | None,
    hide_theirs: bool = False,
) -> Mute:
    """Keep a writer from writing for so many minutes (None: to the end), and hide what they wrote if asked."""
    now = clock.now()
    mute = Mute.objects.create(
        broadcast=broadcast,
        author_key=author_key,
        author_name=author_name[:40],
        reason=reason,
        until=None if minutes is None else now + timedelta(minutes=minutes),
        by=by,
        made_at=now,
    )
    if hide_theirs:
        for message in messages.latest(topic=broadcast.topic, limit=200, kinds=["chat"]):
            if message.payload.get("key") == author_key:
                realtime.hide(topic=broadcast.topic, number=message.number)
    return mute


def lift_mute(*, mute: Mute) -> None:
    """Let the writer write again."""
    Mute.objects.filter(pk=mute.pk, lifted_at=None).update(lifted_at=clock.now())
