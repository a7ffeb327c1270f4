"""Who may do what at the numbers desk: organisers all, auditors read and verify, creators see their own figures."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from phien.campaigns.models import Campaign
from phien.people.models import User
from phien.people.policies import Duty, holds, scopes_of

Person = User | AnonymousUser

READERS = (Duty.ORGANISER, Duty.AUDITOR)


def campaigns_of(user: Person) -> QuerySet[Campaign]:
    """Whose numbers desk the person has; fetch through this, or 404."""
    scopes = scopes_of(user, *READERS, Duty.CREATOR)
    return (
        Campaign.objects.filter(scope_id__in=scopes).select_related("organiser", "scope").order_by("-starts_at", "pk")
    )


def campaigns_read_by(user: Person) -> QuerySet[Campaign]:
    """Where the person sees every figure, drafts included."""
    return Campaign.objects.filter(scope_id__in=scopes_of(user, *READERS))


def can_read(user: Person, campaign: Campaign) -> bool:
    return holds(user, campaign.scope, *READERS)


def can_make(user: Person, campaign: Campaign) -> bool:
    """Make reports, publish and withdraw them."""
    return holds(user, campaign.scope, Duty.ORGANISER)
