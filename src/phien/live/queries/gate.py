"""What is still missing before a broadcast may go live: who its hosts are, and whether they read the rules."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from phien.campaigns.models import SlotPart
from phien.live import rules
from phien.live.models import Broadcast, RulesAcceptance
from phien.live.queries.room import goods_of, stretches_of
from phien.market.models import PaperRule, Product
from phien.market.queries import missing_papers_of
from phien.people.identity import newest_checks
from phien.people.models import Actor, IdentityCheck, Role
from phien.people.policies import lineage


@dataclass(frozen=True, slots=True)
class Host:
    """Somebody who stands before the camera, as the gate sees them."""

    actor: Actor
    check: IdentityCheck | None
    has_read_rules: bool

    @property
    def is_checked(self) -> bool:
        return self.check is not None and self.check.is_valid()

    @property
    def is_ready(self) -> bool:
        return self.is_checked and self.has_read_rules


@dataclass(frozen=True, slots=True)
class Gate:
    """`papers`: the products of the shelf that cannot be shown yet; a warning, since they are stopped one by one."""

    hosts: list[Host]
    papers: list[tuple[Product, list[PaperRule]]]
    is_strict: bool

    @property
    def unchecked(self) -> list[Actor]:
        return [host.actor for host in self.hosts if not host.is_checked]

    @property
    def unread(self) -> list[Actor]:
        return [host.actor for host in self.hosts if not host.has_read_rules]

    @property
    def is_open(self) -> bool:
        """Whether everything is there, however strict the site is."""
        return bool(self.hosts) and all(host.is_ready for host in self.hosts)

    @property
    def lets_pass(self) -> bool:
        return self.is_open or not self.is_strict


def hosts_of(broadcast: Broadcast) -> list[Actor]:
    """The persons who present its slots and the event's own hosts; where there are none, the campaign's hosts."""
    presenters = {
        part.actor_id
        for stretch in stretches_of(broadcast)
        for part in stretch.slot.parts.all()
        if part.part == SlotPart.Part.PRESENTER and part.actor.kind == Actor.Kind.PERSON
    }
    scope = broadcast.event.scope
    held = Role.objects.current().filter(duty=Role.Duty.HOST)
    own = presenters | set(held.filter(scope=scope).values_list("actor_id", flat=True))
    ids = own or set(held.filter(scope_id__in=lineage(scope)).values_list("actor_id", flat=True))
    return list(Actor.objects.filter(pk__in=ids).order_by("slug"))


def states_of(actors: Sequence[Actor]) -> list[Host]:
    """Each one's identity and rules, in two statements."""
    checks = newest_checks(actors)
    read = set(
        RulesAcceptance.objects.filter(actor__in=actors, version=rules.VERSION).values_list("actor_id", flat=True)
    )
    return [Host(actor, checks.get(actor.pk), actor.pk in read) for actor in actors]


def gate_of(broadcast: Broadcast, *, with_papers: bool = True) -> Gate:
    """What the desk shows before the start. A practice is never stopped by it."""
    papers: list[tuple[Product, list[PaperRule]]] = []
    if with_papers:
        shelf = goods_of(broadcast, [stretch.slot.key for stretch in stretches_of(broadcast)])
        products = [row.offer.product for row in shelf]
        missing = missing_papers_of(products)
        papers = [(product, missing[product.pk]) for product in products if missing[product.pk]]
    is_strict = settings.PHIEN_LIVE_GATE == "strict" and not broadcast.is_practice
    return Gate(states_of(hosts_of(broadcast)), papers, is_strict)
