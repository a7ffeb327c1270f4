"""What the desk shows of a room's chat: what was said, what waits, and who is kept out."""

from typing import Any

from phien.live.models import Ban, Broadcast, HeldMessage, Mute
from phien.realtime.models import Message

SHOWN = 80
WAITING_SHOWN = 50
DROPPED_SHOWN = 10


def said_in(broadcast: Broadcast) -> list[Message]:
    """The newest messages, oldest first, those hidden too: the desk can bring them back."""
    rows = Message.objects.filter(topic__name=broadcast.topic, kind="chat").order_by("-number")
    return list(rows[:SHOWN])[::-1]


def waiting_in(broadcast: Broadcast) -> dict[str, Any]:
    """What waits, the oldest first; how much that is; and what was dropped last."""
    held = HeldMessage.objects.filter(broadcast=broadcast)
    waiting = held.filter(decided_at=None)
    return {
        "waiting": list(waiting[:WAITING_SHOWN]),
        "waiting_count": waiting.count(),
        "dropped": list(held.filter(decided_at__isnull=False, is_let_in=False).order_by("-decided_at")[:DROPPED_SHOWN]),
    }


def kept_out_of(broadcast: Broadcast) -> dict[str, Any]:
    """Who may not write: in this room, and in every room of its campaign."""
    bans = Ban.objects.current().filter(campaign=broadcast.event.campaign_id)
    return {
        "mutes": list(Mute.objects.current().filter(broadcast=broadcast).select_related("by")),
        "bans": list(bans.select_related("by")),
    }
