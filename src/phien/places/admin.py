from django.contrib import admin
from unfold.admin import ModelAdmin

from phien.places.models import Place


@admin.register(Place)
class PlaceAdmin(ModelAdmin):  # type: ignore[misc]  # Unfold ships no types
    list_display = ("__str__", "kind", "code", "parent", "has_page")
    list_filter = ("kind", "has_page")
    search_fields = ("name", "slug", "code")
    list_select_related = ("parent",)
    autocomplete_fields = ("parent", "picture")
