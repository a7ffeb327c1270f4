"""Offers: put on sale, change, pause in one tap, and resume."""

from datetime import datetime

from django.db import transaction

from phien.campaigns.models import Campaign
from phien.editions.actions import renew
from phien.evidence import actions as evidence
from phien.lib import clock
from phien.market.editions import GOODS
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
    with transaction.atomic():
        before = Offer.objects.filter(campaign=campaign, product=product).values_list("price", flat=True).first()
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
        if before != price:
            _note(offer, "priced", price=price)
        renew(GOODS)
    return offer


def _note(offer: Offer, verb: str, **facts: object) -> None:
    key = f"{offer.campaign.slug}/{offer.product.slug}"
    evidence.record_change(noun="offer", key=key, verb=verb, facts={"product": offer.product.slug, **facts})


def pause_offer(*, offer: Offer, by: Actor) -> Offer:
    """Stop a sale at once. What is in baskets cannot be ordered until it is resumed; a second tap changes nothing."""
    with transaction.atomic():
        if Offer.objects.filter(pk=offer.pk, paused_at=None).update(paused_at=clock.now(), paused_by=by):
            _note(offer, "paused", by=by.slug)
            renew(GOODS)
    offer.refresh_from_db()
    return offer


def resume_offer(*, offer: Offer, by: Actor) -> Offer:
    with transaction.atomic():
        if Offer.objects.filter(pk=offer.pk, paused_at__isnull=False).update(paused_at=None, paused_by=None):
            _note(offer, "resumed", by=by.slug)
            renew(GOODS)
    offer.refresh_from_db()
    return offer
