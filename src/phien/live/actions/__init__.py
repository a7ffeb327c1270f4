"""What people do in live: one keyword-only verb function each, by noun."""

from phien.live.actions.broadcasts import (
    end_broadcast,
    interrupt_broadcast,
    note_sales,
    resume_broadcast,
    schedule_broadcast,
    set_slow_mode,
    start_broadcast,
    tick,
)
from phien.live.actions.chat import hide_message, lift_mute, mute_writer, say
from phien.live.actions.pins import pause_sale, pin_product, resume_sale, unpin_product

__all__ = [
    "end_broadcast",
    "hide_message",
    "interrupt_broadcast",
    "lift_mute",
    "mute_writer",
    "note_sales",
    "pause_sale",
    "pin_product",
    "resume_broadcast",
    "resume_sale",
    "say",
    "schedule_broadcast",
    "set_slow_mode",
    "start_broadcast",
    "tick",
    "unpin_product",
]
