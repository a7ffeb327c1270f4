"""For rare edits behind the desk."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from phien.live.models import Broadcast, Moment, Mute, Pin


@admin.register(Broadcast)
class BroadcastAdmin(ModelAdmin):  # type: ignore[misc]  # unfold ships no types
    list_display = ("slug", "event", "keeps_time", "started_at", "ended_at")
    raw_id_fields = ("event", "poster")


@admin.register(Pin, Mute, Moment)
class HistoryAdmin(ModelAdmin):  # type: ignore[misc]
    """What happened is looked at here, and written by the desk alone."""

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False
