"""Whose account is whose."""

from typing import Any

from phien.content.completing import handle_of
from phien.content.models import Channel
from phien.people.models import Actor


def add_channel(*, owner: Actor, platform: str, handle: str, **facts: Any) -> Channel:
    """The actor's channel on a platform, by its handle; the same one each time."""
    channel, _made = Channel.objects.update_or_create(
        owner=owner, platform=platform, handle=handle_of(handle), defaults=facts
    )
    return channel
