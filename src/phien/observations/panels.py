"""What observations shows on other pages: a tab of the campaign's desk, and an auditor's way to it."""

from typing import Any

from django.http import HttpRequest

from phien.campaigns.models import Campaign
from phien.lib import panels
from phien.observations import policies
from phien.people.models import User


def tab(campaign: Campaign, request: HttpRequest) -> dict[str, Any]:
    return {"here": "/exports/" in request.path}


def desks(user: User, request: HttpRequest) -> dict[str, Any] | None:
    """The exports of each campaign for its readers; for its creators, where they register what they will send."""
    readable = {campaign.pk for campaign in policies.campaigns_of(user)}
    campaigns = [(campaign, campaign.pk in readable) for campaign in policies.campaigns_promised_in(user)]
    return {"campaigns": campaigns} if campaigns else None


def register() -> None:
    base = "observations/panels/"
    panels.register(page="campaign_desk_tabs", name="exports", template=base + "tab.html", query=tab, order=45)
    panels.register(page="desk", name="exports", template=base + "desk.html", query=desks, order=55)
