"""What pages and streams read from realtime."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from phien.realtime import presence
from phien.realtime.models import SHOWN_AGAIN, Message, Topic


def last_number(topic: str) -> int:
    """The number of the topic's newest message, 0 before the first. A page asks this before it reads `latest`."""
    with connection.cursor() as cursor:  # written by hand, since each page of a room asks it
        cursor.execute(f"SELECT last_number FROM {Topic._meta.db_table} WHERE name = %s", [topic])  # noqa: S608
        found = cursor.fetchone()
    return int(found[0]) if found else 0


def last_numbers(topics: Iterable[str]) -> dict[str, int]:
    """{topic: number of its newest message}, only of those that ever had one."""
    return dict(Topic.objects.filter(name__in=list(topics)).values_list("name", "last_number"))


def visible(topic: str) -> QuerySet[Message]:
    """The topic's messages that may be shown, oldest first."""
    return Message.objects.filter(topic__name=topic, hidden_at=None).order_by("number")


def latest(*, topic: str, limit: int = 50, kinds: Sequence[str] | None = None) -> list[Message]:
    """The newest messages, oldest first, hidden ones left out; of these kinds only, if any are named."""
    rows = visible(topic)
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    return list(rows.order_by("-number")[:limit])[::-1]


def since(topic: str, number: int, *, limit: int = 500) -> list[Message]:
    """What came after message `number`, oldest first, hidden ones left out, at most `limit`."""
    return list(visible(topic).filter(number__gt=number)[:limit])


def viewers(topic: str) -> int:
    """How many browsers hold the topic's stream open now, over all processes (see presence.py)."""
    return presence.everywhere([topic])[topic]


@dataclass(frozen=True, slots=True)
class Entry:
    """A message as the stream process reads it; `hides` is the number of an earlier one that it takes away."""

    number: int
    kind: str
    payload: Any
    is_visible: bool

    @property
    def hides(self) -> int | None:
        return self.payload.get("number") if self.kind == "hidden" else None

    @property
    def source(self) -> int:
        """The number of the message whose words it carries: its own, or that of the one it shows again."""
        return int(self.payload["number"]) if self.kind == SHOWN_AGAIN else self.number


def _entries(rows: QuerySet[Message]) -> list[Entry]:
    values = rows.values_list("number", "kind", "payload", "hidden_at")
    return [Entry(number, kind, payload, hidden_at is None) for number, kind, payload, hidden_at in values]


def window(topic: str, size: int) -> tuple[int, int, list[Entry]]:
    """(number of the newest message, number before the oldest of these, the newest `size` messages, oldest first)."""
    number = last_number(topic)
    rows = Message.objects.filter(topic__name=topic, number__lte=number).order_by("-number")[:size]
    entries = _entries(rows)[::-1]
    return number, entries[0].number - 1 if entries else number, entries


def news(known: Mapping[str, int], limit: int) -> dict[str, tuple[int, list[Entry]]]:
    """{topic: (its newest number, up to `limit` messages after the known one)} of topics that moved."""
    moved = {topic: last for topic, last in last_numbers(known).items() if last != known[topic]}
    return {
        topic: (
            last,
            _entries(
                Message.objects.filter(topic__name=topic, number__gt=known[topic], number__lte=last).order_by("number")[
                    :limit
                ]
            ),
        )
        for topic, last in moved.items()
    }
