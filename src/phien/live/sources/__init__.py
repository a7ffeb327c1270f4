"""Where a broadcast's picture comes from.

A source is named `kind:key` on the broadcast. A new way in (a phone's browser, an encoder) is a class with `playlist`,
put into `KINDS`; the room and the player do not change.
"""

from datetime import datetime
from typing import Protocol

from phien.live.models import Broadcast
from phien.live.sources.loop import LoopSource
from phien.media.models import Asset


class Source(Protocol):
    def playlist(self, broadcast: Broadcast, now: datetime) -> str | None:
        """The HLS media playlist at `now`; None while there is nothing to play."""


KINDS: dict[str, type[LoopSource]] = {"loop": LoopSource}


def source_of(broadcast: Broadcast) -> Source | None:
    """The broadcast's source, or None where its kind is unknown."""
    kind, _, key = broadcast.source.partition(":")
    made = KINDS.get(kind)
    return made(key) if made is not None and key else None


def loop_of(asset: Asset) -> str:
    """The `source` of a broadcast that plays this stream (an HLS asset of media) round and round."""
    playlist = asset.renditions.get(name="playlist")
    return f"loop:{playlist.path.rpartition('/')[0]}"
