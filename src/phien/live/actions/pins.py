"""Show a product over the picture, and stop its sale."""

from datetime import datetime

from django.db import transaction

from phien.editions.actions import renew
from phien.evidence import actions as evidence
from phien.lib import clock
from phien.live.actions.gate import check_papers
from phien.live.actions.moments import locked, note
from phien.live.editions import room_edition
from phien.live.errors import NotOn, OfferElsewhere
from phien.live.models import Broadcast, Moment, Pin
from phien.market import actions as market
from phien.market.editions import shown
from phien.market.models import Offer
from phien.people.models import Actor
from phien.realtime import actions as realtime


def _of(broadcast: Broadcast, offer: Offer) -> None:
    if offer.campaign_id != broadcast.event.campaign_id:
        raise OfferElsewhere


def take_down(broadcast: Broadcast, at: datetime) -> bool:
    """Nothing is shown any more; whether something was. In the caller's transaction, the row locked."""
    pins = Pin.objects.filter(broadcast=broadcast, unpinned_at=None)
    products = list(pins.values_list("offer__product_id", flat=True))
    if products:
        pins.update(unpinned_at=at)
        renew(room_edition(broadcast), *(shown(product) for product in products))
    return bool(products)


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
    take_down(row, now)
    pin = Pin.objects.create(broadcast=row, offer=offer, pinned_at=now, by=by)
    note(row, Moment.Kind.PIN, now, offer.product.slug)
    renew(room_edition(row), shown(offer.product_id))
    realtime.publish(
        topic=row.topic, kind="pin", payload={"offer": offer.pk, "product": offer.product.slug, "at": now.isoformat()}
    )
    return pin


@transaction.atomic
def unpin_product(*, broadcast: Broadcast) -> None:
    """Take the shown product down. Nothing happens when there is none."""
    row, now = locked(broadcast), clock.now()
    if take_down(row, now):
        evidence.record_change(noun="broadcast", key=row.slug, verb="pin taken down", at=now)
        realtime.publish(topic=row.topic, kind="unpin", payload={"at": now.isoformat()})


def pause_sale(*, broadcast: Broadcast, offer: Offer, by: Actor) -> None:
    """Stop selling it everywhere on this site, at once. Raises OfferElsewhere."""
    _of(broadcast, offer)
    market.pause_offer(offer=offer, by=by)


def resume_sale(*, broadcast: Broadcast, offer: Offer, by: Actor) -> None:
    _of(broadcast, offer)
    market.resume_offer(offer=offer, by=by)
