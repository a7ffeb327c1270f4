"""Note what happened: a row for the replay and the desk, a line of evidence for the report."""

from datetime import datetime

from phien.campaigns.models import Slot
from phien.evidence import actions as evidence
from phien.lib.texts import FALLBACK
from phien.live.models import Broadcast, Moment


def locked(broadcast: Broadcast) -> Broadcast:
    """The row as it stands now, held until the transaction ends."""
    return (
        Broadcast.objects.select_for_update(of=("self",))
        .select_related("event__campaign", "event__place")
        .get(pk=broadcast.pk)
    )


def note(broadcast: Broadcast, kind: Moment.Kind, at: datetime, product: str = "", slot: Slot | None = None) -> Moment:
    """Write a moment into the caller's transaction; it is of a product (its slug) or of a slot of the programme."""
    ref = slot.title.within(FALLBACK) if slot is not None else product
    moment = Moment.objects.create(broadcast=broadcast, kind=kind, at=at, second=broadcast.second(at), ref=ref[:80])
    facts: dict[str, object] = {"broadcast": broadcast.slug, "second": moment.second}
    if product:
        facts["product"] = product
    if slot is not None:
        facts["slot"] = str(slot.key)
    verbs = {Moment.Kind.PIN: "pinned"}
    if kind not in (Moment.Kind.STARTED, Moment.Kind.ENDED):
        verb = verbs.get(kind, str(kind))
        evidence.record_change(noun="moment", key=f"{broadcast.slug}-{moment.pk}", verb=verb, facts=facts, at=at)
    return moment
