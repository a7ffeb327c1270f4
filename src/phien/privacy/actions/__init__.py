"""What people do in privacy: one keyword-only verb function each."""

from phien.privacy.actions.access import note_access
from phien.privacy.actions.consents import Said, give_consent, withdraw_consent, write_words
from phien.privacy.actions.requests import DUE_HOURS, ask, erase, hand_out, look_for, note_proof, refuse
from phien.privacy.actions.retention import recorded, run_now, set_period, tick

__all__ = [
    "DUE_HOURS",
    "Said",
    "ask",
    "erase",
    "give_consent",
    "hand_out",
    "look_for",
    "note_access",
    "note_proof",
    "recorded",
    "refuse",
    "run_now",
    "set_period",
    "tick",
    "withdraw_consent",
    "write_words",
]
