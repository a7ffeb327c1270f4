"""What sentiment shows on other pages: a tab of the campaign's desk, and the way to it for who labels."""

from typing import Any

from django.http import HttpRequest

from phien.campaigns.models import Campaign
from phien.lib import panels
from phien.people.models import User
from phien.sentiment import policies


def tab(campaign: Campaign, request: HttpRequest) -> dict[str, Any]:
    return {"here": "/sentiment/" in request.path}


def desks(user: User, request: HttpRequest) -> dict[str, Any] | None:
    campaigns = list(policies.campaigns_of(user))
    return {"campaigns": campaigns} if campaigns else None


def register() -> None:
    base = "sentiment/panels/"
    panels.register(page="campaign_desk_tabs", name="sentiment", template=base + "tab.html", query=tab, order=48)
    panels.register(page="desk", name="sentiment", template=base + "desk.html", query=desks, order=57)
