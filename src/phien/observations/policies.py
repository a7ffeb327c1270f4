"""Who may do what at the desk of exports: organisers all, auditors read, creators register a file's hash beforehand."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from phien.campaigns.models import Campaign
from phien.people.models import User
from phien.people.policies import Duty, holds, scopes_of

Person = User | AnonymousUser

READERS = (Duty.ORGANISER, Duty.AUDITOR)
PROMISERS = (Duty.ORGANISER, Duty.CREATOR)


def campaigns_of(user: Person) -> QuerySet[Campaign]:
    """Whose exports the person may read; fetch through this, or 404."""
    return _with_duty(user, *READERS)


def campaigns_promised_in(user: Person) -> QuerySet[Campaign]:
    """Where the person sees promised files: readers all, creators their own."""
    return _with_duty(user, *READERS, *PROMISERS)


def _with_duty(user: Person, *duties: str) -> QuerySet[Campaign]:
    scopes = scopes_of(user, *duties)
    return (
        Campaign.objects.filter(scope_id__in=scopes)
        .select_related("place", "organiser", "scope")
        .order_by("-starts_at", "pk")
    )


def can_read(user: Person, campaign: Campaign) -> bool:
    return holds(user, campaign.scope, *READERS)


def can_write(user: Person, campaign: Campaign) -> bool:
    """Give exports, take them in, undo them, and say what headings mean."""
    return holds(user, campaign.scope, Duty.ORGANISER)


def can_promise(user: Person, campaign: Campaign) -> bool:
    return holds(user, campaign.scope, *PROMISERS)
