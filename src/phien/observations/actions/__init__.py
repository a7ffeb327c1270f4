"""What people do in observations: one keyword-only verb function each."""

from phien.observations.actions.giving import drop_export, give_export, promise_export
from phien.observations.actions.mapping import save_mapping
from phien.observations.actions.matching import confirm_match
from phien.observations.actions.taking import ask_take_in, take_in, tick
from phien.observations.actions.undoing import redo_export, undo_export

__all__ = [
    "ask_take_in",
    "confirm_match",
    "drop_export",
    "give_export",
    "promise_export",
    "redo_export",
    "save_mapping",
    "take_in",
    "tick",
    "undo_export",
]
