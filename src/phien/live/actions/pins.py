"""Show a product over the picture, and stop its sale."""

from django.db import transaction

from phien.evidence import actions as evidence
from phien.lib import clock
from phien.live.actions.gate import check_papers
from phien.live.actions.moments import locked, note
from phien.live.errors import NotOn, OfferElsewhere
from phien.live.models import Broadcast, Moment, Pin
from phien.market import actions as market
from phien.market.models import Offer
from phien.people.models import Actor
from phien.realtime import actions as realtime


def _of(broadcast: Broadcast, offer: Offer) -> None:
    if offer.campaign_id != broadcast.event.campaign_id:
        raise OfferElsewhere


@transaction.atomic
def pin_product(*, broadcast: Broadcast, offer: Offer, by: Actor | None) -> Pin:
    """Show the product in the room in place of the one before. Raises NotOn, OfferElsewhere, PapersMissing."""
    row = locked(broadcast)
    if not row.is_on:
        raise NotOn
    _of(row, offer)
    pinned = Pin.objects.filter(broadcast=row, unpinned_at=None).first()
    if pinned is not None and pinned.offer_id == offer.pk:
        return pinned
    check_papers(product=offer.product)
    now = clock.now()
    Pin.objects.filter(broadcast=row, unpinned_at=None).update(unpinned_at=now)
    pin = Pin.objects.create(broadcast=row, offer=offer, pinned_at=now, by=by)
    note(row, Moment.Kind.PIN, now, offer.product.slug)
    realtime.publish(
        topic=row.topic, kind="pin", payload={"offer": offer.pk, "product": offer.product.slug, "at": now.isoformat()}
    )
    return pin


@transaction.atomic
def unpin_product(*, broadcast: Broadcast) -> None:
    """Take the shown product down. Nothing happens when there is none."""
    row, now = locked(broadcast), clock.now()
    if Pin.objects.filter(broadcast=row, unpinned_at=None).update(unpinned_at=now):
        evidence.record_change(noun="broadcast", key=row.slug, verb="pin taken down", at=now)
        realtime.publish(topic=row.topic, kind="unpin", payload={"at": now.isoformat()})


def pause_sale(*, broadcast: Broadcast, offer: Offer, by: Actor) -> None:
    """Stop selling it everywhere on this site, at once. Raises OfferElsewhere."""
    _of(broadcast, offer)
    market.pause_offer(offer=offer, by=by)


def resume_sale(*, broadcast: Broadcast, offer: Offer, by: Actor) -> None:
    _of(broadcast, offer)
    market.resume_offer(offer=offer, by=by)
