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
from phien.live.actions.guests import make_guest_link, open_guest_link, revoke_guest_link
from phien.live.actions.hand_over import hand_over
from phien.live.actions.pins import pause_sale, pin_product, resume_sale, unpin_product
from phien.live.actions.stream_keys import make_stream_key, revoke_stream_key, use_stream_key
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
from phien.live.actions.targets import add_target, change_target, remove_target, switch_target

__all__ = [
    "add_target",
    "back_again",
    "back_soon",
    "change_target",
    "end_broadcast",
    "end_take",
    "hand_over",
    "hide_message",
    "interrupt_broadcast",
    "lift_mute",
    "make_guest_link",
    "make_stream_key",
    "mute_writer",
    "note_picture",
    "note_sales",
    "note_take",
    "open_guest_link",
    "pause_sale",
    "pin_product",
    "remove_target",
    "reopen_broadcast",
    "resume_broadcast",
    "resume_sale",
    "revoke_guest_link",
    "revoke_stream_key",
    "say",
    "schedule_broadcast",
    "set_disclosure",
    "set_low_latency",
    "set_second_publisher",
    "set_slow_mode",
    "start_broadcast",
    "switch_target",
    "tick",
    "unpin_product",
    "use_stream_key",
    "write_air",
]
