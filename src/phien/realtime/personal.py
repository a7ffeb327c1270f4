"""Realtime carries what upper rooms say; what is personal in it they state themselves (live: chat)."""

from phien.lib import personal


def register() -> None:
    personal.not_personal(
        {
            "realtime.Topic": "the name of a broadcast's stream",
            "realtime.Message.hidden_reason": "why a moderator took it away, one of a few words",
        }
    )
