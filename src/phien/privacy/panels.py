"""What privacy shows on other pages: its desk, on a person's desks."""

from typing import Any

from django.http import HttpRequest

from phien.lib import panels
from phien.people.models import User
from phien.privacy.policies import reach_of
from phien.privacy.queries.requests import open_count


def desk(user: User, request: HttpRequest) -> dict[str, Any] | None:
    reach = reach_of(user)
    if not reach.reads:
        return None
    open_ones, late = open_count(reach)
    return {"open": open_ones, "late": late}


def register() -> None:
    panels.register(page="desk", name="privacy", template="privacy/panels/desk.html", query=desk, order=70)
