"""A purchase is what a buyer did once; it holds one order per producer under one code.

Order, payment, refund and parcel are four small state machines, never one status.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phien.market.models.stock import Outlet


class Payee(models.Model):
    """The bank account to which a producer's buyers transfer."""

    producer = models.OneToOneField("people.Actor", models.CASCADE, related_name="+")
    bank_bin = models.CharField(_("bank (6 digits)"), max_length=6)
    account_number = models.CharField(_("account"), max_length=19)
    account_name = models.CharField(_("account holder"), max_length=100)

    class Meta:
        verbose_name = _("payee")
        verbose_name_plural = _("payees")

    def __str__(self) -> str:
        return f"{self.account_name} {self.account_number}"


class Purchase(models.Model):
    code = models.CharField(_("code"), max_length=12, unique=True)
    campaign = models.ForeignKey("campaigns.Campaign", models.PROTECT, related_name="+")
    idempotency_key = models.UUIDField(unique=True)
    outlet = models.CharField(_("outlet"), max_length=10, choices=Outlet, default=Outlet.SITE)
    entered_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    buyer_name = models.CharField(_("name"), max_length=100)
    phone = models.CharField(_("phone"), max_length=16, db_index=True, help_text=_("As +84…"))
    province = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    commune = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    street = models.CharField(_("house, street, hamlet"), max_length=200)
    note = models.CharField(_("note"), max_length=300, blank=True)
    language = models.CharField(max_length=10, default="vi")
    via = models.CharField(_("short link"), max_length=12, blank=True)
    via_basis = models.CharField(max_length=20, blank=True, help_text="form or same_day_visitor")
    promo = models.ForeignKey("market.PromoCode", models.SET_NULL, null=True, blank=True, related_name="+")
    external_order = models.CharField(
        _("the other channel's order number"),
        max_length=40,
        blank=True,
        help_text=_("As the outlet's platform names it"),
    )
    is_simulated = models.BooleanField(_("simulated"), default=False)
    placed_at = models.DateTimeField(_("placed"), db_index=True)

    class Meta:
        verbose_name = _("purchase")
        verbose_name_plural = _("purchases")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "outlet", "external_order"],
                condition=~Q(external_order=""),
                name="one_purchase_per_external_order",
            )
        ]

    def __str__(self) -> str:
        return self.code


class Order(models.Model):
    class State(models.TextChoices):
        PLACED = "placed", _("Placed")
        CANCELLED = "cancelled", _("Cancelled")
        COMPLETED = "completed", _("Completed")

    class CancelCode(models.TextChoices):
        BUYER = "buyer", _("Cancelled by the buyer")
        UNPAID = "unpaid", _("Not paid in time")
        UNREACHABLE = "unreachable", _("The buyer could not be reached")
        SHORT = "short", _("Not enough goods after all")
        QUALITY = "quality", _("A problem with the quality")
        DOUBLE = "double", _("Ordered twice")
        RETURNED = "returned", _("The parcel came back")
        OTHER = "other", _("Another reason")

    purchase = models.ForeignKey(Purchase, models.PROTECT, related_name="orders")
    producer = models.ForeignKey("people.Actor", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("number within the purchase"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLACED)
    goods_amount = models.PositiveBigIntegerField(_("goods, đồng"))
    shipping_fee = models.PositiveBigIntegerField(_("shipping, đồng"))
    cancel_code = models.CharField(_("why"), max_length=12, choices=CancelCode, blank=True)
    cancel_reason = models.CharField(_("reason"), max_length=200, blank=True)
    cancelled_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = [
            models.UniqueConstraint(fields=["purchase", "producer"], name="one_order_per_producer"),
            models.UniqueConstraint(fields=["purchase", "number"], name="one_order_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.purchase.code}-{self.number}"

    @property
    def total(self) -> int:
        return self.goods_amount + self.shipping_fee


class OrderLine(models.Model):
    order = models.ForeignKey(Order, models.PROTECT, related_name="lines")
    offer = models.ForeignKey("market.Offer", models.PROTECT, related_name="+")
    stock = models.ForeignKey("market.Stock", models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField(_("quantity"))
    unit_price = models.PositiveBigIntegerField(_("unit price, đồng"))
    origin = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="line_of_something")]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.offer_id}"

    @property
    def amount(self) -> int:
        return self.quantity * self.unit_price


class Payment(models.Model):
    class State(models.TextChoices):
        PENDING = "pending", _("Awaited")
        PAID = "paid", _("Paid")
        FAILED = "failed", _("Failed")

    order = models.OneToOneField(Order, models.PROTECT, related_name="payment")
    provider = models.CharField(_("by"), max_length=20, help_text="cod, bank_transfer")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    amount = models.PositiveBigIntegerField(_("amount, đồng"))
    reference = models.CharField(_("memo on the transfer"), max_length=25, unique=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    paid_at = models.DateTimeField(_("paid at"), null=True, blank=True)
    paid_amount = models.PositiveBigIntegerField(_("received, đồng"), default=0)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        indexes = [models.Index(fields=["due_at"], condition=Q(state="pending"), name="awaited_payments_by_due")]

    def __str__(self) -> str:
        return self.reference

    @property
    def missing(self) -> int:
        """What has not come in yet, đồng."""
        return max(0, self.amount - self.paid_amount)

    @property
    def surplus(self) -> int:
        """What came in beyond the amount, đồng."""
        return max(0, self.paid_amount - self.amount)


class Receipt(models.Model):
    """Money that came in, once per message of a bank or a carrier."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="receipts")
    external_id = models.CharField(_("number at the bank or carrier"), max_length=100)
    amount = models.PositiveBigIntegerField(_("amount, đồng"))
    received_at = models.DateTimeField()
    by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [
            models.UniqueConstraint(fields=["external_id"], name="one_receipt_per_external_id"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="receipt_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.external_id} {self.amount}"


class Refund(models.Model):
    class State(models.TextChoices):
        DUE = "due", _("To be paid back")
        DONE = "done", _("Paid back")

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    amount = models.PositiveBigIntegerField(_("amount, đồng"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DUE)
    reason = models.CharField(_("reason"), max_length=200)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")

    def __str__(self) -> str:
        return f"{self.payment} {self.amount}"


class Parcel(models.Model):
    class State(models.TextChoices):
        TO_PACK = "to_pack", _("To pack")
        PACKED = "packed", _("Packed")
        HANDED_OVER = "handed_over", _("Handed over")
        DELIVERED = "delivered", _("Delivered")
        RETURNED = "returned", _("Returned")
        CANCELLED = "cancelled", _("Cancelled")

    order = models.OneToOneField(Order, models.PROTECT, related_name="parcel")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.TO_PACK)
    weight_g = models.PositiveIntegerField(_("weight, g"))
    carrier = models.CharField(_("carrier"), max_length=60, blank=True)
    tracking = models.CharField(_("tracking number"), max_length=60, blank=True)
    packed_at = models.DateTimeField(null=True, blank=True)
    packed_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    handed_over_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(_("delivered or returned at"), null=True, blank=True)

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")

    def __str__(self) -> str:
        return str(self.order)
