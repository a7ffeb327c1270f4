"""Offers: put on sale, change, pause in one tap, and resume; flash prices."""

from datetime import datetime, timedelta

from django.db import transaction

from phien.campaigns.models import Campaign
from phien.editions.actions import renew
from phien.evidence import actions as evidence
from phien.lib import clock, money
from phien.market.editions import GOODS
from phien.market.errors import FlashNotLower, FlashOutsideSale, FlashOverlaps, FlashPassed
from phien.market.models import FlashPrice, Offer, Product
from phien.people.models import Actor

LATE = timedelta(minutes=1)  # by which the start of a flash price may have passed when its form arrives


def put_on_offer(
    *,
    campaign: Campaign,
    product: Product,
    price: int,
    starts_at: datetime,
    ends_at: datetime,
    limit_per_order: int = 10,
    limit_per_phone: int | None = None,
    position: int = 0,
) -> Offer:
    """Offer a product in a campaign, or change the price, limits and times of its offer there."""
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
                "limit_per_phone": limit_per_phone,
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


def plan_flash_price(*, offer: Offer, price: int, starts_at: datetime, ends_at: datetime, by: Actor) -> FlashPrice:
    """A lower price from one second to another. Pieces that are claimed in between keep it until they are ordered.

    Raises FlashNotLower, FlashOutsideSale, FlashPassed, FlashOverlaps.
    """
    with transaction.atomic():
        locked = Offer.objects.select_for_update().get(pk=offer.pk)
        now = clock.now()
        if price >= locked.price:
            raise FlashNotLower(regular=money.show(locked.price))
        if starts_at < locked.starts_at or ends_at > locked.ends_at or ends_at <= starts_at:
            raise FlashOutsideSale
        if starts_at < now - LATE or ends_at <= now:
            raise FlashPassed
        if FlashPrice.objects.filter(offer=locked, starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
            raise FlashOverlaps
        flash = FlashPrice.objects.create(offer=locked, price=price, starts_at=starts_at, ends_at=ends_at)
        _note(offer, "flash_planned", **_facts(flash), by=by.slug)
        renew(GOODS)
    return flash


def cancel_flash_price(*, flash: FlashPrice, by: Actor) -> None:
    """Take back a flash price that has not begun; one that runs ends now. Raises FlashPassed when it is over."""
    with transaction.atomic():
        locked = FlashPrice.objects.select_for_update().filter(pk=flash.pk).first()
        now = clock.now()
        if locked is None or locked.ends_at <= now:
            raise FlashPassed
        if locked.starts_at < now:
            locked.ends_at = now
            locked.save(update_fields=["ends_at"])
            _note(flash.offer, "flash_ended", **_facts(locked), by=by.slug)
        else:
            facts = _facts(locked)
            locked.delete()
            _note(flash.offer, "flash_cancelled", **facts, by=by.slug)
        renew(GOODS)


def _facts(flash: FlashPrice) -> dict[str, object]:
    return {
        "price": flash.price,
        "starts_at": flash.starts_at.isoformat(),
        "ends_at": flash.ends_at.isoformat(),
    }
