"""Offers: put on sale, change, pause in one tap, and resume."""

from datetime import datetime

from django.db import transaction

from phien.campaigns.models import Campaign
from phien.lib import clock
from phien.market.models import Offer, Product
from phien.people.models import Actor


def put_on_offer(
    *,
    campaign: Campaign,
    product: Product,
    price: int,
    starts_at: datetime,
    ends_at: datetime,
    limit_per_order: int = 10,
    position: int = 0,
) -> Offer:
    """Offer a product in a campaign, or change the price, limit and times of its offer there."""
    offer, _ = Offer.objects.update_or_create(
        campaign=campaign,
        product=product,
        defaults={
            "price": price,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "limit_per_order": limit_per_order,
            "position": position,
        },
    )
    return offer


def pause_offer(*, offer: Offer, by: Actor) -> Offer:
    """Stop a sale at once. What is in baskets cannot be ordered until it is resumed; a second tap changes nothing."""
    with transaction.atomic():
        Offer.objects.filter(pk=offer.pk, paused_at=None).update(paused_at=clock.now(), paused_by=by)
    offer.refresh_from_db()
    return offer


def resume_offer(*, offer: Offer, by: Actor) -> Offer:
    with transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(paused_at=None, paused_by=None)
    offer.refresh_from_db()
    return offer
