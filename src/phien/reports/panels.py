"""What reports show on lower rooms' pages: results on the campaign's, the numbers desk on a person's."""

from typing import Any

from django.http import HttpRequest

from phien.campaigns.models import Campaign
from phien.lib import panels
from phien.people.models import User
from phien.reports import policies, queries


def results(campaign: Campaign, request: HttpRequest) -> dict[str, Any] | None:
    board = queries.teaser_of(campaign)
    return {"board": board, "report": board.report, "big": board.big[:4]} if board else None


def desks(user: User, request: HttpRequest) -> dict[str, Any] | None:
    campaigns = list(policies.campaigns_of(user))
    return {"campaigns": campaigns} if campaigns else None


def tab(campaign: Campaign, request: HttpRequest) -> dict[str, Any] | None:
    return {}


def register() -> None:
    base = "reports/panels/"
    panels.register(page="campaign", name="results", template=base + "campaign.html", query=results, order=50)
    panels.register(page="desk", name="numbers", template=base + "desk.html", query=desks, order=50)
    panels.register(page="campaign_desk_tabs", name="numbers", template=base + "tab.html", query=tab, order=50)
