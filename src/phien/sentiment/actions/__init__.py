"""What people do in sentiment: one keyword-only verb function each."""

from phien.sentiment.actions.erasing import erase_comments, forget_texts
from phien.sentiment.actions.files import ask_take_in, drop_file, give_file, undo_file
from phien.sentiment.actions.labels import free_seat, give_label, settle, sit_down, take_back
from phien.sentiment.actions.rooms import take_in_rooms
from phien.sentiment.actions.runs import run_model
from phien.sentiment.actions.samples import close_sample, draw_sample
from phien.sentiment.actions.taking import take_in, tick

__all__ = [
    "ask_take_in",
    "close_sample",
    "draw_sample",
    "drop_file",
    "erase_comments",
    "forget_texts",
    "free_seat",
    "give_file",
    "give_label",
    "run_model",
    "settle",
    "sit_down",
    "take_back",
    "take_in",
    "take_in_rooms",
    "tick",
    "undo_file",
]
