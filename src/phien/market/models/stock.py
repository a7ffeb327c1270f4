"""Stock, its ledger, and the holds on it. Rules of claiming stand in docs/how/stock.md."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Outlet(models.TextChoices):
    """Where a piece is sold. Outside outlets have stock set aside; staff enter their orders. It is the same duck."""

    SITE = "site", _("This site")
    TIKTOK = "tiktok", "TikTok Shop"
    PHONE = "phone", _("Phone and Zalo")
    STALL = "stall", _("Stall")


class Stock(models.Model):
    """How many pieces of a lot an outlet has. The database itself refuses to reserve what is not there."""

    lot = models.ForeignKey("market.Lot", models.PROTECT, related_name="stocks")
    outlet = models.CharField(_("outlet"), max_length=10, choices=Outlet, default=Outlet.SITE)
    on_hand = models.PositiveIntegerField(_("on hand"), default=0)
    reserved = models.PositiveIntegerField(_("reserved"), default=0)

    class Meta:
        verbose_name = _("stock")
        verbose_name_plural = _("stocks")
        constraints = [
            models.UniqueConstraint(fields=["lot", "outlet"], name="one_stock_per_lot_and_outlet"),
            models.CheckConstraint(
                condition=Q(reserved__gte=0) & Q(reserved__lte=F("on_hand")), name="reserved_within_on_hand"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lot} @ {self.outlet}: {self.on_hand - self.reserved}"

    @property
    def free(self) -> int:
        return self.on_hand - self.reserved


class StockEntry(models.Model):
    """One line of the ledger, never changed. Its sums must equal the stock's counters."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Taken in")
        SET_ASIDE = "set_aside", _("Set aside")
        HELD = "held", _("Held")
        RELEASED = "released", _("Released")
        ORDERED = "ordered", _("Ordered")
        RETURNED = "returned", _("Returned to stock")
        HANDED_OVER = "handed_over", _("Handed over")
        CORRECTED = "corrected", _("Corrected")

    stock = models.ForeignKey(Stock, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=12, choices=Kind)
    on_hand_change = models.IntegerField(default=0)
    reserved_change = models.IntegerField(default=0)
    # A rush writes thousands of these each second, so there is an index only where somebody asks by it.
    hold = models.ForeignKey("market.Hold", models.PROTECT, null=True, related_name="+", db_index=False)
    order_line = models.ForeignKey("market.OrderLine", models.PROTECT, null=True, related_name="+", db_index=False)
    by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, related_name="+", db_index=False)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("stock entry")
        verbose_name_plural = _("stock ledger")
        indexes = [
            models.Index(fields=["order_line"], condition=Q(order_line__isnull=False), name="entries_of_order_lines"),
        ]

    def __str__(self) -> str:
        return f"{self.stock_id} {self.kind} {self.on_hand_change:+} {self.reserved_change:+}"


class Basket(models.Model):
    """What one visitor is about to buy. Its key also makes the checkout idempotent.

    One that a claim made belongs to the `phone` of that claim: only an order with this number takes its pieces.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="+", db_index=False)
    phone = models.CharField(max_length=16, blank=True, help_text="As +84…; forgotten after a day")
    made_at = models.DateTimeField()
    ordered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["phone"], condition=~Q(phone=""), name="baskets_of_phones")]

    def __str__(self) -> str:
        return str(self.key)


class Hold(models.Model):
    """Pieces of a stock reserved for a basket until `expires_at`. One per basket, offer and stock."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Held")
        EXPIRED = "expired", _("Expired")  # the pieces are free again; the line stays in the basket until it is removed
        RELEASED = "released", _("Released")
        ORDERED = "ordered", _("Ordered")

    basket = models.ForeignKey(Basket, models.PROTECT, related_name="holds")
    offer = models.ForeignKey("market.Offer", models.PROTECT, related_name="+", db_index=False)
    stock = models.ForeignKey(Stock, models.PROTECT, related_name="holds", db_index=False)
    quantity = models.PositiveIntegerField()
    unit_price = models.PositiveBigIntegerField(_("unit price, đồng"), help_text="As it was when the pieces were held")
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    origin = models.CharField(max_length=80, blank=True, help_text="What led to it: broadcast:<slug>, clip:<slug>")
    via = models.CharField(max_length=12, blank=True, help_text="Code of the short link that led to it")

    class Meta:
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(state="active"), name="active_holds_by_expiry"),
            models.Index(fields=["stock"], condition=Q(state="active"), name="active_holds_by_stock"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["basket", "offer", "stock"], condition=Q(state="active"), name="one_active_hold_per_stock"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="hold_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.offer_id}"


class Waiting(models.Model):
    """A place in an offer's line: all pieces are held or ordered, and some that are held may come back.

    `number` counts up per offer and is what the page shows. Called means that a basket
    with its key and a hold were made for it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("In line")
        CALLED = "called", _("Called")
        LEFT = "left", _("Left the line")
        OVER = "over", _("The line was closed")

    key = models.UUIDField(unique=True, editable=False)
    offer = models.ForeignKey("market.Offer", models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField(_("number in the line"))
    quantity = models.PositiveIntegerField(_("quantity"))
    phone = models.CharField(max_length=16, blank=True, help_text="As +84…; forgotten after a day")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    made_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True, blank=True)
    origin = models.CharField(max_length=80, blank=True)
    via = models.CharField(max_length=12, blank=True)

    class Meta:
        verbose_name = _("place in line")
        verbose_name_plural = _("line")
        indexes = [
            models.Index(fields=["offer", "number"], condition=Q(state="waiting"), name="line_of_an_offer"),
            models.Index(fields=["phone"], condition=~Q(phone=""), name="line_by_phone"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["offer", "number"], name="one_number_per_offer"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="waits_for_something"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} #{self.number}"
