"""Who may send a picture by a stream key: asked by the RTMP server's door and by a front before it."""

from dataclasses import dataclass

from phien.live.actions.stream_keys import use_stream_key
from phien.live.errors import UnknownStreamKey as UnknownKey
from phien.live.models import Broadcast

__all__ = ["Admitted", "UnknownKey", "admit_key"]


@dataclass(frozen=True, slots=True)
class Admitted:
    """Where the picture goes. `publisher` names the key, so that it can be told from others and sent away."""

    video_key: str
    publisher: str
    label: str
    takes_over: bool


def admit_key(key: str, address: str) -> Admitted:
    """What the key opens. `key` as the encoder sent it, with ?name=value or without; `address` where it came from.

    Raises UnknownKey, and AlreadyEnded or BroadcastCut where the broadcast takes no picture any more.
    """
    found = use_stream_key(secret=key)
    broadcast = found.broadcast
    return Admitted(
        video_key=broadcast.video_key,
        publisher=f"rtmp:{found.pk}",
        label=found.get_role_display(),
        takes_over=broadcast.second_publisher == Broadcast.SecondPublisher.TAKE_OVER,
    )
