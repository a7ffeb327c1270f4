"""Reads of the sign-in links page."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from phien.lib import clock
from phien.people.models import Actor, PersonalLink, Role, User
from phien.people.policies import scopes_of


@dataclass(frozen=True, slots=True)
class Holder:
    """A person with the duties they hold, and their newest open personal link."""

    actor: Actor
    duties: list[str]
    link: PersonalLink | None


def people_under(user: User | AnonymousUser) -> QuerySet[Actor]:
    """Persons and teams all of whose duties lie where this organiser is responsible.

    Who also answers for something else, or may enter the admin, is left out: their link would open more than the
    organiser's own account does.
    """
    scopes = scopes_of(user, Role.Duty.ORGANISER)
    held = Role.objects.current().filter(scope_id__in=scopes).values("actor_id")
    elsewhere = Role.objects.current().exclude(scope_id__in=scopes).values("actor_id")
    found = Actor.objects.filter(pk__in=held).exclude(pk__in=elsewhere).exclude(kind=Actor.Kind.ORGANISATION)
    if not user.is_superuser:
        found = found.exclude(user__is_staff=True)
    return found.select_related("user", "picture")


def holders_under(user: User | AnonymousUser) -> list[Holder]:
    """The people of the sign-in links page, by name."""
    people = list(people_under(user))
    duties: dict[int, list[str]] = {}
    for role in Role.objects.current().filter(actor__in=people).select_related("scope").order_by("duty"):
        words = str(role.get_duty_display())
        if words not in duties.setdefault(role.actor_id, []):
            duties[role.actor_id].append(words)
    links = {
        link.actor_id: link
        for link in PersonalLink.objects.filter(actor__in=people, revoked_at=None, expires_at__gt=clock.now()).order_by(
            "made_at"
        )
    }
    people.sort(key=lambda actor: str(actor.name).split()[-1:] or [""])
    return [Holder(actor, duties.get(actor.pk, []), links.get(actor.pk)) for actor in people]
