from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from phien.lib import panels
from phien.people.models import Role, User
from phien.people.policies import scopes_of


def links(user: User | AnonymousUser, request: HttpRequest) -> dict[str, Any] | None:
    return {} if scopes_of(user, Role.Duty.ORGANISER) else None


def register() -> None:
    panels.register(page="desk", name="links", template="people/links_panel.html", query=links, order=80)
