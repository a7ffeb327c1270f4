"""Which campaigns a person may run."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from phien.campaigns.models import Campaign
from phien.people.models import Role, Scope, User
from phien.people.policies import actor_of, holds, scopes_of

Person = User | AnonymousUser


def organised_by(user: Person) -> QuerySet[Campaign]:
    """The campaigns in which the person holds the organiser's duty, there or above. Fetch through this, or 404."""
    scopes = scopes_of(user, Role.Duty.ORGANISER)
    return Campaign.objects.filter(scope_id__in=scopes).select_related("place", "organiser", "scope")


def can_add_campaign(user: Person) -> bool:
    """Organisers of the whole site begin new campaigns."""
    site = Scope.objects.filter(kind=Scope.Kind.SITE, parent=None).first()
    return site is not None and actor_of(user) is not None and holds(user, site, Role.Duty.ORGANISER)
