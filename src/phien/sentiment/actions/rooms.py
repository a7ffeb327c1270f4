"""The chat of our own live rooms becomes comments: what was said by viewers and stayed."""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction

from phien.campaigns.models import Campaign
from phien.lib import clock
from phien.live.models import Broadcast
from phien.people.models import Actor
from phien.realtime.models import Message
from phien.sentiment.actions.sealing import seal_file
from phien.sentiment.language import language_of
from phien.sentiment.models import Comment, CommentFile
from phien.sentiment.naming import Names

MOST = 20_000
LOOK_BACK = timedelta(days=2)
HIDDEN, OWN_STAFF = "hidden", "own_staff"
"""Why a message is left out: a moderator hid it; it is our own people's."""


def take_in_rooms(*, campaign: Campaign, by: Actor | None = None) -> int:
    """Take in what was said in the campaign's rooms since the last time; gives how many comments are new. Rooms that
    still run are left for later, so that hiding a message there is not too late."""
    rooms = Broadcast.objects.filter(event__campaign=campaign, is_practice=False, ended_at__isnull=False)
    return sum(_take_in(campaign, room, by) for room in rooms.order_by("started_at", "pk"))


def take_in_ended_rooms(now: datetime) -> None:
    """The same for rooms that ended in these two days."""
    rooms = Broadcast.objects.filter(is_practice=False, ended_at__gt=now - LOOK_BACK, ended_at__lte=now)
    for room in rooms.select_related("event__campaign").order_by("pk"):
        _take_in(room.event.campaign, room, None)


def _take_in(campaign: Campaign, room: Broadcast, by: Actor | None) -> int:
    """One row per stretch of messages; sealed after it is committed, and again, by its name, after a crash."""
    half = CommentFile.objects.filter(campaign=campaign, name=room.topic, state=CommentFile.State.TAKING_IN).first()
    if half is not None:
        seal_file(half)
        return half.comments
    earlier = CommentFile.objects.filter(campaign=campaign, kind=CommentFile.Kind.ROOM, name=room.topic)
    last = earlier.order_by("-last_line").values_list("last_line", flat=True).first() or 0
    rows = Message.objects.filter(topic__name=room.topic, kind="chat", number__gt=last).order_by("number")
    messages = list(rows[:MOST])
    if not messages:
        return 0
    with transaction.atomic():
        file = _keep(campaign, room, messages, by)
    seal_file(file)
    return file.comments


def _keep(campaign: Campaign, room: Broadcast, messages: list[Message], by: Actor | None) -> CommentFile:
    first, last = messages[0].number, messages[-1].number
    file = CommentFile.objects.create(
        campaign=campaign,
        kind=CommentFile.Kind.ROOM,
        name=room.topic,
        sha256=hashlib.sha256(f"{room.topic}:{first}-{last}".encode()).hexdigest(),
        platform="site",
        subject=f"live:site:{room.slug}",
        state=CommentFile.State.TAKING_IN,
        is_simulated=any(str(message.payload.get("key", "")).startswith("simulated") for message in messages),
        given_at=clock.now(),
        given_by=by,
        lines=len(messages),
        last_line=last,
    )
    names = Names()
    comments = []
    for message in messages:
        if message.is_hidden or message.payload.get("team"):
            reason = HIDDEN if message.is_hidden else OWN_STAFF
            file.skipped[reason] = file.skipped.get(reason, 0) + 1
            continue
        text = str(message.payload.get("text", ""))
        comments.append(
            Comment(
                campaign=campaign,
                file=file,
                line=message.number,
                platform="site",
                subject=file.subject,
                key=names.comment("site", room.slug, str(message.number)),
                author=names.author("site", str(message.payload.get("key", ""))),
                words=names.words(text),
                text=text,
                language=language_of(text),
                written_at=message.at,
            )
        )
    Comment.objects.bulk_create(comments, batch_size=500)
    file.comments = len(comments)
    file.save(update_fields=["comments", "skipped"])
    return file
