"""What pages read from people."""

from django.db.models import QuerySet

from phien.media.queries import with_pictures
from phien.people.models import Actor, Role

# Whose page anybody may open. Who only packs or moderates is nobody's business.
SHOWN_DUTIES = (
    Role.Duty.CREATOR,
    Role.Duty.PRODUCER,
    Role.Duty.LOCAL,
    Role.Duty.HOST,
    Role.Duty.TRAINER,
    Role.Duty.SPEAKER,
    Role.Duty.ORGANISER,
)


def public_actors() -> QuerySet[Actor]:
    """Actors with a page: those who hold or held a duty that is shown."""
    held = Role.objects.filter(duty__in=SHOWN_DUTIES).values("actor_id")
    return with_pictures(Actor.objects.filter(pk__in=held), "picture").select_related("place", "works_for")


def duties_of(actor: Actor) -> list[str]:
    """The names of the shown duties, each once, in the order of Role.Duty."""
    held = set(Role.objects.filter(actor=actor, duty__in=SHOWN_DUTIES).values_list("duty", flat=True))
    return [str(Role.Duty(duty).label) for duty in Role.Duty.values if duty in held]


def workers_of(actor: Actor) -> list[Actor]:
    """The people of a team or an organisation who have a page themselves."""
    return list(public_actors().filter(works_for=actor).order_by("pk"))
