"""What is offered in a campaign, at which price and limit; and what sending it costs."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phien.lib import clock


class Offer(models.Model):
    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="+")
    product = models.ForeignKey("market.Product", models.PROTECT, related_name="offers")
    price = models.PositiveBigIntegerField(_("price, đồng"))
    limit_per_order = models.PositiveSmallIntegerField(_("most per order"), default=10)
    limit_per_phone = models.PositiveSmallIntegerField(
        _("most per phone number"), null=True, blank=True, help_text=_("Over all orders. Empty: no such limit.")
    )
    starts_at = models.DateTimeField(_("on sale from"))
    ends_at = models.DateTimeField(_("on sale until"))
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)
    paused_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "product"], name="one_offer_per_product_and_campaign"),
            models.CheckConstraint(condition=Q(price__gt=0), name="offer_price_above_zero"),
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="offer_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.product} ({self.campaign})"

    def is_open(self) -> bool:
        return self.paused_at is None and self.starts_at <= clock.now() < self.ends_at


class FlashPrice(models.Model):
    """A lower price from one second to another. Pieces that were claimed in between keep it until they are ordered."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="flash_prices")
    price = models.PositiveBigIntegerField(_("flash price, đồng"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("flash price")
        verbose_name_plural = _("flash prices")
        constraints = [
            models.CheckConstraint(condition=Q(price__gt=0), name="flash_price_above_zero"),
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="flash_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.price}"


class ShippingRate(models.Model):
    """The organiser's table. A rate without a province is for all provinces that have none of their own."""

    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="+")
    province = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+")
    up_to_g = models.PositiveIntegerField(_("up to, g"))
    fee = models.PositiveBigIntegerField(_("fee, đồng"))
    days = models.PositiveSmallIntegerField(_("days on the way"))

    class Meta:
        ordering = ["province_id", "up_to_g"]
        verbose_name = _("shipping rate")
        verbose_name_plural = _("shipping rates")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "province", "up_to_g"], name="one_rate_per_weight"),
            models.UniqueConstraint(
                fields=["campaign", "up_to_g"], condition=Q(province=None), name="one_general_rate_per_weight"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.province or '*'} ≤ {self.up_to_g} g: {self.fee}"
