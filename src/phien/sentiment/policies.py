"""Who may do what with comments: organisers all, auditors read and label, moderators label."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from phien.campaigns.models import Campaign
from phien.people.models import User
from phien.people.policies import Duty, holds, scopes_of

Person = User | AnonymousUser

LABELLERS = (Duty.ORGANISER, Duty.MODERATOR, Duty.AUDITOR)
READERS = (Duty.ORGANISER, Duty.AUDITOR)


def campaigns_of(user: Person) -> QuerySet[Campaign]:
    """Whose samples the person may label; fetch through this, or 404."""
    rows = Campaign.objects.filter(scope_id__in=scopes_of(user, *LABELLERS))
    return rows.select_related("organiser", "scope").order_by("-starts_at", "pk")


def can_label(user: Person, campaign: Campaign) -> bool:
    return holds(user, campaign.scope, *LABELLERS)


def can_read(user: Person, campaign: Campaign) -> bool:
    """See all comments, and what came out."""
    return holds(user, campaign.scope, *READERS)


def can_run(user: Person, campaign: Campaign) -> bool:
    """Bring comments, draw samples, settle, close, erase."""
    return holds(user, campaign.scope, Duty.ORGANISER)
