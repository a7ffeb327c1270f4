"""What one visitor's session remembers: baskets by campaign, orders that were unlocked, what was typed."""

from typing import Any

from django.db.models import Sum
from django.http import HttpRequest

from phien.campaigns.models import Campaign
from phien.evidence import actions as evidence
from phien.market import actions
from phien.market.models import Basket, Purchase

KEPT_ORDERS = 30


def baskets(request: HttpRequest) -> list[Basket]:
    """The visitor's open baskets, the last used first."""
    keys = list(request.session.get("baskets", {}).values())
    found = {str(row.key): row for row in _open(keys)}
    return [found[key] for key in reversed(keys) if key in found]


def _open(keys: list[str]) -> list[Basket]:
    if not keys:
        return []
    return list(Basket.objects.filter(key__in=keys, ordered_at=None).select_related("campaign"))


def basket_for(request: HttpRequest, campaign: Campaign) -> Basket | None:
    key = request.session.get("baskets", {}).get(str(campaign.pk))
    return next(iter(_open([key])), None) if key else None


def basket_to_fill(request: HttpRequest, campaign: Campaign) -> Basket:
    """The visitor's basket in this campaign; a new one where there is none or it was ordered."""
    basket = basket_for(request, campaign) or actions.open_basket(campaign=campaign)
    keys = request.session.get("baskets", {})
    keys.pop(str(campaign.pk), None)
    request.session["baskets"] = keys | {str(campaign.pk): str(basket.key)}
    return basket


def pieces(request: HttpRequest) -> int:
    """How many pieces are in the baskets, for the page's head; no statement where there is no basket."""
    keys = list(request.session.get("baskets", {}).values())
    if not keys:
        return 0
    found = Basket.objects.filter(key__in=keys, ordered_at=None, holds__state__in=["active", "expired"])
    return found.aggregate(total=Sum("holds__quantity"))["total"] or 0


def remember_typed(request: HttpRequest, data: Any) -> None:
    """Keep what was typed until the purchase is placed."""
    names = ("name", "phone", "province", "commune", "street", "note", "promo", "provider")
    request.session["buyer"] = {name: str(data.get(name, ""))[:300] for name in names}


def typed(request: HttpRequest) -> dict[str, str]:
    found = request.session.get("buyer", {})
    return {name: value for name, value in found.items() if value}


def unlock(request: HttpRequest, purchase: Purchase) -> None:
    """From now on this session may see the purchase by its code."""
    codes = [code for code in request.session.get("orders", []) if code != purchase.code]
    request.session["orders"] = [*codes, purchase.code][-KEPT_ORDERS:]
    request.session.pop("buyer", None)


def is_unlocked(request: HttpRequest, code: str) -> bool:
    return code in request.session.get("orders", [])


def via_of(request: HttpRequest, carried: str = "") -> tuple[str, str]:
    """A short link's code and its basis: carried by the form, else today's arrival of the same visitor."""
    if carried:
        return carried, "form"
    code = evidence.arrival_of(request)
    return (code, "same_day_visitor") if code else ("", "")


def count_order(request: HttpRequest, purchase: Purchase) -> None:
    """One hit per purchase, however often its form is sent."""
    evidence.record_request_hit(
        request,
        kind="order",
        subject=f"order:{purchase.code}",
        campaign=purchase.campaign.slug,
        link=purchase.via,
        event_id=f"order-{purchase.code}",
    )
