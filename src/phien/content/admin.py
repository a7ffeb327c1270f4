from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from phien.content.models import Channel, Hashtag, Link, Post, Publication


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


class _ToLookAt(ModelAdmin):  # type: ignore[misc]
    """The register is written at its desk, which tells evidence."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Hashtag)
class HashtagAdmin(_ToLookAt):
    list_display = ("__str__", "key", "campaign", "stands_for")
    list_select_related = ("campaign", "stands_for")
    search_fields = ("key", "shown")


@admin.register(Publication)
class PublicationAdmin(_ToLookAt):
    list_display = ("__str__", "campaign", "origin", "platform", "published_at", "removed_at")
    list_filter = ("origin", "platform")
    list_select_related = ("campaign",)
    search_fields = ("title", "native_id", "account")
