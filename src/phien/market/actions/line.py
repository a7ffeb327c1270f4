"""The line, as its offer's desk keeps it."""

from django.db import transaction

from phien.evidence import actions as evidence
from phien.market.models import Offer, Waiting
from phien.people.models import Actor


def close_line(*, offer: Offer, by: Actor) -> int:
    """Send away all who wait for an offer; gives how many. Who was called already keeps the pieces."""
    with transaction.atomic():
        waiting = Waiting.objects.filter(offer=offer, state=Waiting.State.WAITING)
        count = waiting.update(state=Waiting.State.OVER)
        if count:
            key = f"{offer.campaign.slug}/{offer.product.slug}"
            evidence.record_change(noun="offer", key=key, verb="line_closed", facts={"people": count, "by": by.slug})
    return count
