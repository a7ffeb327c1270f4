from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from phien.media.models import Asset


@admin.register(Asset)
class AssetAdmin(ModelAdmin):  # type: ignore[misc]  # Unfold ships no types
    """Words about a file can be mended here; the file itself comes in through media.actions only."""

    list_display = ("__str__", "kind", "mime", "size", "credit", "added_at")
    list_filter = ("kind",)
    search_fields = ("sha256", "credit", "alt")
    readonly_fields = ("kind", "original", "sha256", "size", "mime", "width", "height", "seconds", "added_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
