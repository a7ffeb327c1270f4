"""Who may do what with the register of publications: organisers all, auditors read."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from phien.campaigns.models import Campaign
from phien.people.models import User
from phien.people.policies import Duty, holds, scopes_of

Person = User | AnonymousUser

READERS = (Duty.ORGANISER, Duty.AUDITOR)


def registers_of(user: Person) -> QuerySet[Campaign]:
    """The campaigns whose register the person reads; fetch through this, or 404."""
    scopes = scopes_of(user, *READERS)
    return (
        Campaign.objects.filter(scope_id__in=scopes)
        .select_related("place", "organiser", "scope")
        .order_by("-starts_at", "pk")
    )


def can_register(user: Person, campaign: Campaign) -> bool:
    """Register, correct, remove and bring back publications; say which hashtags are one."""
    return holds(user, campaign.scope, Duty.ORGANISER)
