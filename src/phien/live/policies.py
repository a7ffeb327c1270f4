"""Who may do what in a broadcast. Its event's scope decides, and those above it."""

from django.contrib.auth.models import AnonymousUser

from phien.live.models import Broadcast
from phien.people import policies
from phien.people.models import Role, User

RUNNERS = (Role.Duty.ORGANISER, Role.Duty.HOST)
"""They start and end, hand over, and pause a sale."""
KEEPERS = (*RUNNERS, Role.Duty.MODERATOR)
"""They see the desk, pin and sort the shelf, show a warning, and keep the chat friendly."""

APPELLANTS = (Role.Duty.HOST, Role.Duty.CREATOR, Role.Duty.PRODUCER)
"""They may ask to look at a stop again."""
CASE_READERS = (Role.Duty.ORGANISER, Role.Duty.MODERATOR)
"""They see what viewers reported; the organiser decides."""


def can_decide(user: User | AnonymousUser, broadcast: Broadcast) -> bool:
    """Whether the person answers for the broadcast by law: decides reports and appeals, stops it, keeps recordings."""
    return policies.holds(user, broadcast.event.scope, Role.Duty.ORGANISER)


def reads_cases(user: User | AnonymousUser, broadcast: Broadcast) -> bool:
    return policies.holds(user, broadcast.event.scope, *CASE_READERS)


def can_run(user: User | AnonymousUser, broadcast: Broadcast) -> bool:
    return policies.holds(user, broadcast.event.scope, *RUNNERS)


def can_keep(user: User | AnonymousUser, broadcast: Broadcast) -> bool:
    return policies.holds(user, broadcast.event.scope, *KEEPERS)


def can_pin(user: User | AnonymousUser, broadcast: Broadcast) -> bool:
    """Also sort the shelf and show a warning."""
    return policies.holds(user, broadcast.event.scope, *KEEPERS)
