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
from phien.live.actions.chat import decide_held, hide_message, say, set_holding, show_message
from phien.live.actions.clips import cut_clip
from phien.live.actions.complaints import decide_complaint, file_complaint
from phien.live.actions.cuts import appeal, cut_broadcast, decide_appeal, lift_cut
from phien.live.actions.gate import accept_rules, check_gate
from phien.live.actions.guests import make_guest_link, open_guest_link, revoke_guest_link
from phien.live.actions.hand_over import hand_over
from phien.live.actions.pins import pause_sale, pin_product, resume_sale, unpin_product
from phien.live.actions.recordings import (
    delete_recording,
    hold_recording,
    open_recording,
    release_recording,
    seal_recording,
    show_replay,
)
from phien.live.actions.shelf import fill_shelf, move_on_shelf, put_on_shelf, take_off_shelf
from phien.live.actions.silence import ban_writer, forget_writers, lift_ban, lift_mute, mute_writer
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
from phien.live.actions.warnings import set_warning
from phien.live.actions.words import add_words, remove_word

__all__ = [
    "accept_rules",
    "add_target",
    "add_words",
    "appeal",
    "back_again",
    "back_soon",
    "ban_writer",
    "change_target",
    "check_gate",
    "cut_broadcast",
    "cut_clip",
    "decide_appeal",
    "decide_complaint",
    "decide_held",
    "delete_recording",
    "end_broadcast",
    "end_take",
    "file_complaint",
    "fill_shelf",
    "forget_writers",
    "hand_over",
    "hide_message",
    "hold_recording",
    "interrupt_broadcast",
    "lift_ban",
    "lift_cut",
    "lift_mute",
    "make_guest_link",
    "make_stream_key",
    "move_on_shelf",
    "mute_writer",
    "note_picture",
    "note_sales",
    "note_take",
    "open_guest_link",
    "open_recording",
    "pause_sale",
    "pin_product",
    "put_on_shelf",
    "release_recording",
    "remove_target",
    "remove_word",
    "reopen_broadcast",
    "resume_broadcast",
    "resume_sale",
    "revoke_guest_link",
    "revoke_stream_key",
    "say",
    "schedule_broadcast",
    "seal_recording",
    "set_disclosure",
    "set_holding",
    "set_low_latency",
    "set_second_publisher",
    "set_slow_mode",
    "set_warning",
    "show_message",
    "show_replay",
    "start_broadcast",
    "switch_target",
    "take_off_shelf",
    "tick",
    "unpin_product",
    "use_stream_key",
    "write_air",
]
