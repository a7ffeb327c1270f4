from django.contrib import admin
from unfold.admin import ModelAdmin, TabularInline

from phien.campaigns.models import Campaign, Chapter, Event, Phase


class PhaseInline(TabularInline):  # type: ignore[misc]  # Unfold ships no types
    model = Phase
    extra = 0
    autocomplete_fields = ("owner",)


class ChapterInline(TabularInline):  # type: ignore[misc]
    model = Chapter
    extra = 0


@admin.register(Campaign)
class CampaignAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ("__str__", "starts_at", "ends_at", "is_public")
    search_fields = ("name", "slug")
    autocomplete_fields = ("organiser", "place", "cover", "scope")
    inlines = (PhaseInline, ChapterInline)


@admin.register(Event)
class EventAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ("__str__", "kind", "campaign", "starts_at", "ends_at")
    list_filter = ("kind",)
    search_fields = ("name", "slug")
    list_select_related = ("campaign",)
    autocomplete_fields = ("campaign", "place", "scope")
