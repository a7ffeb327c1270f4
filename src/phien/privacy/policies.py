"""Who may do what with people's data: organisers, of the site or of a campaign; auditors read what is about nobody."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from phien.campaigns.models import Campaign
from phien.people.models import Scope, User
from phien.people.policies import Duty, holds, scopes_of

Person = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a person's duties reach. `campaigns`: ids of those that they organise; `audited`: that they audit."""

    is_site: bool
    campaigns: frozenset[int]
    audited: frozenset[int]

    @property
    def organises(self) -> bool:
        return self.is_site or bool(self.campaigns)

    @property
    def reads(self) -> bool:
        """Whether the desk opens at all: the map, counts and runs."""
        return self.organises or bool(self.audited)


def reach_of(user: Person) -> Reach:
    site = Scope.objects.filter(kind=Scope.Kind.SITE, parent=None).first()
    organised, audited = scopes_of(user, Duty.ORGANISER), scopes_of(user, Duty.AUDITOR)
    scopes = dict(Campaign.objects.filter(scope_id__in=organised | audited).values_list("pk", "scope_id"))
    return Reach(
        is_site=site is not None and holds(user, site, Duty.ORGANISER),
        campaigns=frozenset(pk for pk, scope in scopes.items() if scope in organised),
        audited=frozenset(pk for pk, scope in scopes.items() if scope in audited),
    )
