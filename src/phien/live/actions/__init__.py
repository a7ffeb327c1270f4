"""What people do in live: one keyword-only verb function each, by noun."""

from phien.live.actions.broadcasts import (
    end_broadcast,
    interrupt_broadcast,
    note_sales,
    reopen_broadcast,
    resume_broadcast,
    schedule_broadcast,
    set_slow_mode,
    start_broadcast,
    tick,
)
from phien.live.actions.chat import hide_message, lift_mute, mute_writer, say
from phien.live.actions.pins import pause_sale, pin_product, resume_sale, unpin_product
from phien.live.actions.studio import (
    back_again,
    back_soon,
    end_take,
    note_picture,
    note_take,
    set_disclosure,
    set_low_latency,
    set_second_publisher,
    write_air,
)

__all__ = [
    "back_again",
    "back_soon",
    "end_broadcast",
    "end_take",
    "hide_message",
    "interrupt_broadcast",
    "lift_mute",
    "mute_writer",
    "note_picture",
    "note_sales",
    "note_take",
    "pause_sale",
    "pin_product",
    "reopen_broadcast",
    "resume_broadcast",
    "resume_sale",
    "say",
    "schedule_broadcast",
    "set_disclosure",
    "set_low_latency",
    "set_second_publisher",
    "set_slow_mode",
    "start_broadcast",
    "tick",
    "unpin_product",
    "write_air",
]
