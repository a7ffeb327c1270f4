"""Rare edits. What moves stock or money stays in the desk: here it can only be read."""

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from phien.market.models import (
    Certificate,
    Lot,
    Offer,
    Order,
    PaperRule,
    Payee,
    Payment,
    Product,
    Purchase,
    ShippingRate,
    Stock,
    StockEntry,
    StorageCondition,
)


class ReadOnly(ModelAdmin):  # type: ignore[misc]  # Unfold ships no types
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class StorageInline(TabularInline):  # type: ignore[misc]
    model = StorageCondition
    extra = 0


class CertificateInline(TabularInline):  # type: ignore[misc]
    model = Certificate
    extra = 0
    autocomplete_fields = ("producer", "scan")


@admin.register(Product)
class ProductAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ("__str__", "producer", "group", "net_weight_g")
    list_filter = ("group",)
    search_fields = ("name", "slug")
    list_select_related = ("producer",)
    autocomplete_fields = ("producer", "picture")
    inlines = (StorageInline, CertificateInline)


@admin.register(Offer)
class OfferAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ("product", "campaign", "price", "limit_per_order", "paused_at")
    list_select_related = ("product", "campaign")
    search_fields = ("product__name",)
    autocomplete_fields = ("campaign", "product", "paused_by")


@admin.register(ShippingRate)
class ShippingRateAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ("campaign", "province", "up_to_g", "fee", "days")
    list_select_related = ("campaign", "province")
    autocomplete_fields = ("campaign", "province")


@admin.register(Payee)
class PayeeAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ("producer", "bank_bin", "account_number", "account_name")
    list_select_related = ("producer",)
    autocomplete_fields = ("producer",)


@admin.register(Lot)
class LotAdmin(ReadOnly):
    list_display = ("product", "code", "made_on", "expires_on")
    list_select_related = ("product",)
    search_fields = ("code", "product__name")


@admin.register(Stock)
class StockAdmin(ReadOnly):
    list_display = ("lot", "outlet", "on_hand", "reserved")
    list_filter = ("outlet",)
    list_select_related = ("lot__product",)


@admin.register(StockEntry)
class StockEntryAdmin(ReadOnly):
    list_display = ("at", "stock", "kind", "on_hand_change", "reserved_change", "by", "note")
    list_filter = ("kind",)
    list_select_related = ("stock__lot__product", "by")
    date_hierarchy = "at"


@admin.register(Purchase)
class PurchaseAdmin(ReadOnly):
    list_display = ("code", "campaign", "outlet", "buyer_name", "placed_at")
    list_filter = ("outlet",)
    list_select_related = ("campaign",)
    search_fields = ("code", "phone", "buyer_name")


@admin.register(Order)
class OrderAdmin(ReadOnly):
    list_display = ("__str__", "producer", "state", "goods_amount", "shipping_fee")
    list_filter = ("state",)
    list_select_related = ("purchase", "producer")
    search_fields = ("purchase__code",)


@admin.register(Payment)
class PaymentAdmin(ReadOnly):
    list_display = ("reference", "order", "provider", "state", "amount", "paid_amount")
    list_filter = ("state", "provider")
    list_select_related = ("order__purchase",)
    search_fields = ("reference",)


@admin.register(PaperRule)
class PaperRuleAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ("group", "words", "valid_from", "valid_until", "source")
    list_filter = ("group",)
