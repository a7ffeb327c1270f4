"""What people do in campaigns: one keyword-only verb function each."""

from phien.campaigns.actions.campaign import (
    add_campaign,
    add_chapter,
    add_phase,
    change_campaign,
    change_phase,
    clone_campaign,
    remove_phase,
    show_cover,
)
from phien.campaigns.actions.event import add_event, change_event, remove_event
from phien.campaigns.actions.programme import (
    add_slot,
    change_slot,
    release_programme,
    remove_slot,
    revert_working_copy,
    working_copy,
)
from phien.campaigns.actions.reality import announce_delay, cancel_event, note_began, note_finished, resume_event

__all__ = [
    "add_campaign",
    "add_chapter",
    "add_event",
    "add_phase",
    "add_slot",
    "announce_delay",
    "cancel_event",
    "change_campaign",
    "change_event",
    "change_phase",
    "change_slot",
    "clone_campaign",
    "note_began",
    "note_finished",
    "release_programme",
    "remove_event",
    "remove_phase",
    "remove_slot",
    "resume_event",
    "revert_working_copy",
    "show_cover",
    "working_copy",
]
