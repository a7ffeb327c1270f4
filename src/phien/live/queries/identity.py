"""Whom an organiser has to know: who stands before the camera and who sells, each with the state of their check."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from phien.campaigns.models import Programme, SlotPart
from phien.campaigns.policies import organised_by
from phien.lib import clock
from phien.live.queries.gate import Host, states_of
from phien.market.models import Offer
from phien.people.models import Actor, Role, User
from phien.people.policies import scopes_of

Person = User | AnonymousUser
SOON_DAYS = 30
ORDER = {"missing": 0, "expired": 1, "soon": 2, "checked": 3}


@dataclass(slots=True)
class Known:
    """An actor as the page of identities shows them."""

    host: Host
    is_host: bool = False
    is_seller: bool = False

    @property
    def actor(self) -> Actor:
        return self.host.actor

    @property
    def days_left(self) -> int:
        check = self.host.check
        return (check.expires_at - clock.now()).days if check is not None else 0

    @property
    def state(self) -> str:
        """missing, expired, soon (within 30 days), checked."""
        if self.host.check is None:
            return "missing"
        if not self.host.is_checked:
            return "expired"
        return "soon" if self.days_left < SOON_DAYS else "checked"


def _hosts(user: Person) -> set[int]:
    """Who holds the host's duty, and who presents in a released programme."""
    scopes = scopes_of(user, Role.Duty.ORGANISER)
    held = Role.objects.current().filter(duty=Role.Duty.HOST, scope_id__in=scopes)
    released = Programme.objects.filter(campaign__in=organised_by(user), released_at__isnull=False)
    newest = dict(released.order_by("number").values_list("campaign_id", "pk"))
    presents = SlotPart.objects.filter(
        slot__programme__in=newest.values(),
        part=SlotPart.Part.PRESENTER,
        actor__kind=Actor.Kind.PERSON,
        slot__event__kind="live",
    )
    return set(held.values_list("actor_id", flat=True)) | set(presents.values_list("actor_id", flat=True))


def _sellers(user: Person) -> set[int]:
    return set(Offer.objects.filter(campaign__in=organised_by(user)).values_list("product__producer_id", flat=True))


def checkable_by(user: Person) -> QuerySet[Actor]:
    """Whose papers this organiser may note as seen: hosts, presenters and sellers of their campaigns."""
    return Actor.objects.filter(Q(pk__in=_hosts(user)) | Q(pk__in=_sellers(user)))


def known_to(user: Person, *, who: str = "all") -> list[Known]:
    """`who`: hosts, sellers, or all. Those whose check is missing first, then by how long it holds."""
    hosts, sellers = _hosts(user), _sellers(user)
    wanted = {"hosts": hosts, "sellers": sellers}.get(who, hosts | sellers)
    actors = list(Actor.objects.filter(pk__in=wanted).select_related("picture").order_by("slug"))
    found = [
        Known(state, is_host=state.actor.pk in hosts, is_seller=state.actor.pk in sellers)
        for state in states_of(actors)
    ]
    return sorted(found, key=lambda one: (ORDER[one.state], one.days_left, one.actor.slug))
