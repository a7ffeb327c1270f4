"""Who may do what in a broadcast. Its event's scope decides, and those above it."""

from django.contrib.auth.models import AnonymousUser

from phien.live.models import Broadcast
from phien.people import policies
from phien.people.models import Role, User

RUNNERS = (Role.Duty.ORGANISER, Role.Duty.HOST)
"""They start and end, pin, and pause a sale."""
KEEPERS = (*RUNNERS, Role.Duty.MODERATOR)
"""They see the desk, hide messages and mute writers."""


def can_run(user: User | AnonymousUser, broadcast: Broadcast) -> bool:
    return policies.holds(user, broadcast.event.scope, *RUNNERS)


def can_keep(user: User | AnonymousUser, broadcast: Broadcast) -> bool:
    return policies.holds(user, broadcast.event.scope, *KEEPERS)
