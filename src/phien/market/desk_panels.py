"""Where the market desk shows itself: on "my desks", and on a campaign's desk."""

from typing import Any

from django.http import HttpRequest

from phien.campaigns.models import Campaign
from phien.lib.panels import register
from phien.market.models import Offer
from phien.market.policies import STAFF
from phien.market.queries import desk_stock
from phien.market.queries.desk import orders_to_pack
from phien.market.queries.offers import cards
from phien.people.models import User
from phien.people.policies import Duty, holds, scopes_of


def my_markets(user: User, request: HttpRequest) -> dict[str, Any] | None:
    """The campaigns at whose market desk the person has a duty, with what waits to be packed."""
    campaigns = list(
        Campaign.objects.filter(scope__in=scopes_of(user, *STAFF, Duty.PRODUCER)).order_by("-starts_at", "pk")[:12]
    )
    if not campaigns:
        return None
    waiting: dict[int, int] = {}
    for pk in orders_to_pack(user).order_by().values_list("purchase__campaign", flat=True):
        waiting[pk] = waiting.get(pk, 0) + 1
    return {"markets": [(campaign, waiting.get(campaign.pk, 0)) for campaign in campaigns]}


def campaign_offers(campaign: Campaign, request: HttpRequest) -> dict[str, Any] | None:
    """The campaign's offers for its organiser."""
    if not holds(request.user, campaign.scope, Duty.ORGANISER):
        return None
    rows: list[Offer] = list(desk_stock.offers_in(request.user, campaign))
    return {"campaign": campaign, "cards": cards(rows)}


def put_up() -> None:
    register(page="desk", name="market", template="market/desk/panel_desk.html", query=my_markets, order=20)
    register(
        page="campaign_desk", name="offers", template="market/desk/panel_offers.html", query=campaign_offers, order=30
    )
