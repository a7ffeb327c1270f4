"""What people do in realtime: one keyword-only verb function each."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from phien.lib import clock
from phien.realtime import pokes
from phien.realtime.errors import UnknownMessage
from phien.realtime.models import ERASED, SHOWN_AGAIN, Message, Topic

KIND = re.compile(r"[a-z][a-z_]{0,39}")
RESERVED = {"counters", "reset", "beat", "message", "error", "open"}
SLICE = 500


def publish(*, topic: str, kind: str, payload: Mapping[str, Any]) -> int:
    """Put a message into the topic's outbox, in the caller's transaction; give its number.

    The topic's row stays locked until that transaction ends, so numbers have no gap and are committed in their order.
    Publish late in a transaction, and to several topics in sorted order. `payload` must fit into JSON.
    """
    if not KIND.fullmatch(kind) or kind in RESERVED:
        raise ValueError(f"A message's kind is a lower-case word and none of {sorted(RESERVED)}, not {kind!r}")
    with transaction.atomic():
        row = Topic.objects.filter(name=topic)
        if not row.update(last_number=F("last_number") + 1):
            Topic.objects.bulk_create([Topic(name=topic)], ignore_conflicts=True)
            row.update(last_number=F("last_number") + 1)
        topic_id, number = row.values_list("id", "last_number").get()
        Message.objects.create(topic_id=topic_id, number=number, kind=kind, payload=dict(payload), at=clock.now())
        transaction.on_commit(pokes.everywhere, robust=True)
    return number


def hide(*, topic: str, number: int, reason: str = "") -> None:
    """Give this message to nobody again, and tell the open pages: kind "hidden" {"number": …}. Twice is once."""
    with transaction.atomic():
        found = Message.objects.filter(topic__name=topic, number=number)
        now = clock.now()
        if found.filter(hidden_at=None).update(hidden_at=now, hidden_reason=reason[:200]):
            again = Message.objects.filter(topic__name=topic, kind=SHOWN_AGAIN, payload__number=number)
            again.update(hidden_at=now)
            publish(topic=topic, kind="hidden", payload={"number": number})
        elif not found.exists():
            raise UnknownMessage


def show_again(*, topic: str, number: int) -> None:
    """Give a hidden message again, and bring it back to the open pages: kind "shown_again" {"number": …, "kind": …,
    "data": its payload}. Twice is once. Raises UnknownMessage, also where its words were erased.
    """
    with transaction.atomic():
        found = Message.objects.filter(topic__name=topic, number=number).exclude(hidden_reason=ERASED)
        if found.filter(hidden_at__isnull=False).update(hidden_at=None, hidden_reason=""):
            row = found.get()
            payload = {"number": number, "kind": row.kind, "data": row.payload}
            publish(topic=topic, kind=SHOWN_AGAIN, payload=payload)
        elif not found.exists():
            raise UnknownMessage


def erase(*, topic: str, number: int, blank: Mapping[str, Any]) -> None:
    """Take a message away as `hide` does, and its words with it, here and where it was shown again: of its payload only
    the keys of `blank` are changed. Its number stays, so that the topic has no gap. Raises UnknownMessage.
    """
    with transaction.atomic():
        hide(topic=topic, number=number)
        again = Message.objects.filter(topic__name=topic, kind=SHOWN_AGAIN, payload__number=number)
        for row in Message.objects.select_for_update().filter(topic__name=topic, number=number):
            row.payload, row.hidden_reason = {**row.payload, **blank}, ERASED
            row.save(update_fields=["payload", "hidden_reason"])
        for row in again.select_for_update():
            row.payload = {**row.payload, "data": {**row.payload.get("data", {}), **blank}}
            row.save(update_fields=["payload"])


def hold(*, topic: str) -> None:
    """Keep the topic's messages past their time, until `let_go`. A topic that is held already stays so."""
    Topic.objects.bulk_create([Topic(name=topic)], ignore_conflicts=True)
    Topic.objects.filter(name=topic, held_at=None).update(held_at=clock.now())


def let_go(*, topic: str) -> None:
    """Its messages are forgotten in their time again."""
    Topic.objects.filter(name=topic).update(held_at=None)


def tick(now: datetime) -> int:
    """Forget messages past their time, a slice at once; give how many. Those of a held topic stay.

    The supervisor calls this each second.
    """
    old = Message.objects.filter(at__lt=now - timedelta(days=settings.PHIEN_MESSAGE_DAYS), topic__held_at=None)
    ids = list(old.order_by("at").values_list("id", flat=True)[:SLICE])
    if ids:
        Message.objects.filter(id__in=ids).delete()
    return len(ids)
