"""What people do in content: one keyword-only verb function each."""

from phien.content.actions.clips import add_clip, change_clip, publish_clip, take_down_clip
from phien.content.actions.links import make_link
from phien.content.actions.register import Registered, register_publications
from phien.content.completing import NewPublication

__all__ = [
    "NewPublication",
    "Registered",
    "add_clip",
    "change_clip",
    "make_link",
    "publish_clip",
    "register_publications",
    "take_down_clip",
]
