from django.contrib import admin
from unfold.admin import ModelAdmin

from phien.content.models import Channel, Link, Post


@admin.register(Channel)
class ChannelAdmin(ModelAdmin):  # type: ignore[misc]  # Unfold ships no types
    list_display = ("__str__", "owner", "mode")
    list_select_related = ("owner",)
    search_fields = ("platform", "handle")
    autocomplete_fields = ("owner",)


@admin.register(Post)
class PostAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ("__str__", "campaign", "creator", "content_class", "state", "published_at")
    list_filter = ("state", "content_class")
    search_fields = ("title", "slug")
    list_select_related = ("campaign", "creator")
    autocomplete_fields = ("campaign", "creator", "place", "film", "poster")


@admin.register(Link)
class LinkAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ("code", "campaign", "creator", "post", "target")
    list_select_related = ("campaign", "creator", "post")
    search_fields = ("code",)
    autocomplete_fields = ("campaign", "creator", "post")
