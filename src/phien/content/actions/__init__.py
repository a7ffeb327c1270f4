"""What people do in content: one keyword-only verb function each."""

from phien.content.actions.channels import add_channel
from phien.content.actions.clips import add_clip, change_clip, publish_clip, take_down_clip
from phien.content.actions.hashtags import join_hashtags, know_hashtags, part_hashtag
from phien.content.actions.links import make_link
from phien.content.actions.lists import drop_list, give_list, take_in_slice
from phien.content.actions.publications import (
    change_publication,
    merge_publications,
    remove_publication,
    restore_publication,
)
from phien.content.actions.register import Registered, register_publications
from phien.content.completing import NewPublication

__all__ = [
    "NewPublication",
    "Registered",
    "add_channel",
    "add_clip",
    "change_clip",
    "change_publication",
    "drop_list",
    "give_list",
    "join_hashtags",
    "know_hashtags",
    "make_link",
    "merge_publications",
    "part_hashtag",
    "publish_clip",
    "register_publications",
    "remove_publication",
    "restore_publication",
    "take_down_clip",
    "take_in_slice",
]
