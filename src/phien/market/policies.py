"""Who may do what at the market desk. Organisers and packers see a campaign's orders, producers their own."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from phien.campaigns.models import Campaign
from phien.people.models import User
from phien.people.policies import Duty, actor_of, holds, scopes_of

Person = User | AnonymousUser

STAFF = (Duty.ORGANISER, Duty.PACKER)


def can_see_desk(user: Person, campaign: Campaign) -> bool:
    return holds(user, campaign.scope, *STAFF, Duty.PRODUCER)


def can_run_market(user: Person, campaign: Campaign) -> bool:
    """Enter orders, take stock in, set it aside."""
    return holds(user, campaign.scope, *STAFF)


def within_reach(user: Person, *, campaign: str, producer: str) -> Q:
    """A filter for rows: all of the campaigns where the person is organiser or packer, and the person's own (or the
    own organisation's) where the person is producer. `campaign` and `producer` are the paths from the row."""
    actor = actor_of(user)
    if actor is None:
        return Q(pk__in=[])
    own = Q(**{f"{producer}__in": [pk for pk in (actor.pk, actor.works_for_id) if pk]})
    return Q(**{f"{campaign}__scope__in": scopes_of(user, *STAFF)}) | (
        Q(**{f"{campaign}__scope__in": scopes_of(user, Duty.PRODUCER)}) & own
    )
