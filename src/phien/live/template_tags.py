"""What moves in a room while its page stays as it is: viewers, the chat, pieces left, and the reader's own tokens."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.html import escape

from phien.lib import kept
from phien.lib.kept import Reader
from phien.live.models import Broadcast
from phien.live.queries.room import Goods, lines_of
from phien.market.template_tags import stocked_part
from phien.realtime import presence
from phien.realtime.queries import last_number
from phien.realtime.tokens import stream_url

register = template.Library()
TOPICS = "topics"


@register.simple_tag(takes_context=True)
def watching(context: template.Context, broadcast: Broadcast, template_name: str) -> str:
    """A template about `viewers`, the number of those who watch at this moment."""
    request, topic = context["request"], broadcast.topic
    kept.wants(request, TOPICS, topic, None)
    return kept.part(
        request, template_name, lambda reader: _viewers(reader, topic), lambda viewers: {"viewers": viewers}
    )


def _viewers(reader: Reader, topic: str) -> int:
    """Asked once for all rooms that the page shows."""
    topics = [topic, *map(str, reader.page.wants.get(TOPICS, ()))] if reader.page is not None else [topic]
    return reader.once(TOPICS, lambda: presence.everywhere(topics))[topic]


@register.simple_tag(takes_context=True)
def list_with_parts(context: template.Context, broadcast: Broadcast, address: str) -> str:
    """The playlist of about 2 s delay, as long as few enough watch."""
    request = context["request"]
    kept.wants(request, TOPICS, broadcast.topic, None)

    def fill(reader: Reader) -> str:
        return address if _viewers(reader, broadcast.topic) <= settings.PHIEN_LOW_LATENCY_UP_TO else ""

    return kept.fresh(request, fill) if address else ""


def _number(reader: Reader, topic: str) -> int:
    """Up to which message the reader's page goes."""
    return reader.once(f"number of {topic}", lambda: last_number(topic))


@register.simple_tag(takes_context=True)
def stream_of(context: template.Context, broadcast: Broadcast) -> str:
    """Where the reader's browser hears what is new in the room; empty once it has ended."""
    if broadcast.ended_at is not None:
        return ""
    topic = broadcast.topic
    return kept.fresh(context["request"], lambda reader: escape(stream_url(topic, since=_number(reader, topic))))


@register.simple_tag(takes_context=True)
def chat_of(context: template.Context, broadcast: Broadcast) -> str:
    """The newest lines of the room's chat."""
    topic, is_closed = broadcast.topic, broadcast.ended_at is not None or broadcast.cut_at is not None
    return kept.part(
        context["request"],
        "live/parts/lines.html",
        lambda reader: _number(reader, topic),
        lambda number: {"lines": lines_of(topic), "is_closed": is_closed},
    )


@register.simple_tag(takes_context=True)
def name_used(context: template.Context) -> str:
    """The name under which the reader wrote before."""
    return kept.fresh(context["request"], lambda reader: escape(reader.request.session.get("live_name", "")))


@register.simple_tag(takes_context=True)
def goods_row(context: template.Context, row: Goods) -> str:
    """A product of the session, with the pieces that are left when the page is served."""
    also: dict[str, Any] = {name: context.get(name) for name in ("broadcast", "campaign", "origin")}
    return stocked_part(context["request"], "live/parts/goods.html", row, lambda now: {"row": now, **also})
