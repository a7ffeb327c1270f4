"""The rows of live: broadcasts, how their picture comes in, what is shown and said in them, and what the law asks."""

from phien.live.models.broadcasts import LONGEST_SLOW_MODE, MOST_PRODUCTS, Broadcast, new_video_key
from phien.live.models.chat import Ban, FilterWord, HeldMessage, Mute, Writer
from phien.live.models.law import Appeal, Complaint, Cut, RulesAcceptance
from phien.live.models.pins import Moment, Pin, Shelved
from phien.live.models.studio import GuestLink, Recording, StreamKey, Take, Target

__all__ = [
    "LONGEST_SLOW_MODE",
    "MOST_PRODUCTS",
    "Appeal",
    "Ban",
    "Broadcast",
    "Complaint",
    "Cut",
    "FilterWord",
    "GuestLink",
    "HeldMessage",
    "Moment",
    "Mute",
    "Pin",
    "Recording",
    "RulesAcceptance",
    "Shelved",
    "StreamKey",
    "Take",
    "Target",
    "Writer",
    "new_video_key",
]
