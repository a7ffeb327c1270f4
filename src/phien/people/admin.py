from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from unfold.admin import ModelAdmin

from phien.people.models import Actor, IdentityCheck, PersonalLink, Role, Scope, User


@admin.register(User)
class AccountAdmin(UserAdmin, ModelAdmin):  # type: ignore[misc, type-arg]  # Unfold ships no types
    pass


@admin.register(Actor)
class ActorAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ("__str__", "kind", "place", "user")
    list_filter = ("kind",)
    search_fields = ("name", "slug", "aliases")
    list_select_related = ("place", "user")
    autocomplete_fields = ("place", "works_for", "picture", "user")


@admin.register(Scope)
class ScopeAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ("label", "kind", "parent")
    list_filter = ("kind",)
    search_fields = ("label",)
    list_select_related = ("parent",)


@admin.register(Role)
class RoleAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ("actor", "duty", "scope", "starts_at", "ends_at")
    list_filter = ("duty",)
    search_fields = ("actor__name", "scope__label")
    list_select_related = ("actor", "scope")
    autocomplete_fields = ("actor", "scope")


@admin.register(PersonalLink)
class PersonalLinkAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ("actor", "made_at", "expires_at", "revoked_at", "last_used_at")
    list_select_related = ("actor",)
    search_fields = ("actor__name",)
    readonly_fields = ("actor", "token_hash", "made_by", "made_at", "last_used_at")


@admin.register(IdentityCheck)
class IdentityCheckAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ("actor", "method", "checked_at", "expires_at", "revoked_at")
    list_filter = ("method",)
    list_select_related = ("actor",)
    search_fields = ("actor__name", "actor__slug")
    readonly_fields = ("actor", "method", "checked_by", "checked_at", "revoked_by")
