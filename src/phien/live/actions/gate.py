"""Nobody goes live before somebody saw who they are and they have read the rules of live selling."""

from django.db import transaction

from phien.evidence import actions as evidence
from phien.lib import clock
from phien.live import rules
from phien.live.errors import BroadcastCut, IdentityMissing, NobodyHosts, PapersMissing, RulesChanged, RulesNotRead
from phien.live.models import Broadcast, RulesAcceptance
from phien.live.queries.gate import gate_of
from phien.market.models import Product
from phien.market.queries import missing_papers
from phien.people.models import Actor


def _names(actors: list[Actor]) -> str:
    return ", ".join(str(actor.name) for actor in actors)


def check_gate(*, broadcast: Broadcast) -> None:
    """Raises BroadcastCut, NobodyHosts, IdentityMissing or RulesNotRead where the broadcast may not go live.

    Where the setting PHIEN_LIVE_GATE is "warn", and for a practice, only a stop by the organiser counts.
    """
    if broadcast.cut_at is not None:
        raise BroadcastCut
    gate = gate_of(broadcast, with_papers=False)
    if gate.lets_pass:
        return
    if not gate.hosts:
        raise NobodyHosts
    if gate.unchecked:
        raise IdentityMissing(names=_names(gate.unchecked))
    raise RulesNotRead(names=_names(gate.unread))


def check_papers(*, product: Product) -> None:
    """Raises PapersMissing where the law asks for a paper that the product and its producer lack today."""
    missing = missing_papers(product)
    if missing:
        raise PapersMissing(name=str(product.name), papers="; ".join(rule.words for rule in missing))


@transaction.atomic
def accept_rules(*, actor: Actor, version: str, by: Actor | None = None) -> RulesAcceptance:
    """The actor has read this version of the rules: by themselves, or on paper as `by` says. Twice is once.

    Raises RulesChanged where another version is in force.
    """
    if version != rules.VERSION:
        raise RulesChanged
    accepted, is_new = RulesAcceptance.objects.get_or_create(actor=actor, version=version, defaults={"at": clock.now()})
    if is_new:
        facts = {"version": version, "by": (by or actor).slug}
        evidence.record_change(noun="rules", key=actor.slug, verb="accepted", facts=facts)
    return accepted
