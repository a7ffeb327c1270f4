"""What the market shows on lower rooms' pages."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from phien.campaigns.editions import CAMPAIGNS
from phien.campaigns.models import Campaign
from phien.content.models import Post
from phien.lib import kept
from phien.lib.slugs import plain
from phien.market import origins, queries
from phien.market.editions import GOODS
from phien.market.models import Product
from phien.market.queries.offers import Card
from phien.people.models import Actor
from phien.places.models import Place

SEARCH_FROM = 13  # goods: fewer are seen at a glance


def _stand_on(cards: list[Card], request: HttpRequest) -> None:
    kept.stands_on(request, GOODS, CAMPAIGNS, until=queries.changes_of(cards))


def campaign_goods(campaign: Campaign, request: HttpRequest) -> dict[str, Any] | None:
    """The goods of a market day; with many of them also a search, and their kinds."""
    cards = queries.offers_of(campaign)
    _stand_on(cards, request)
    if not cards:
        return None
    groups = [row for row in Product.Group.choices if any(card.offer.product.group == row[0] for card in cards)]
    chosen = request.GET.get("group", "")
    chosen = chosen if chosen in dict(groups) else ""
    query = request.GET.get("q", "").strip()[:60] if len(cards) >= SEARCH_FROM else None
    words = plain(query or "").split()
    found = [
        card
        for card in cards
        if (not chosen or card.offer.product.group == chosen)
        and all(
            word in plain(f"{' '.join(card.offer.product.name.values())} {card.offer.product.producer.name}")
            for word in words
        )
    ]
    many = len(groups) > 1
    return _goods(_("The goods"), found, groups=groups if many else [], chosen=chosen, query=query)


def _goods(title: str, cards: list[Card], **also: Any) -> dict[str, Any]:
    has_flash = any(card.price.until or card.price.coming for card in cards)
    return {"title": title, "cards": cards, "query": None, "has_flash": has_flash, **also}


def _searched(card: Card) -> str:
    """What a search looks in: the product's name in every language, and its maker's."""
    product = card.offer.product
    return plain(" ".join([*product.name.values(), *product.producer.name.values()]))


def clip_goods(post: Post, request: HttpRequest) -> dict[str, Any] | None:
    cards = queries.cards_of_clip(post)
    _stand_on(cards, request)
    if not cards:
        return None
    return _goods(_("Seen in this clip"), cards, origin=origins.token(f"clip:{post.slug}"))


def actor_goods(actor: Actor, request: HttpRequest) -> dict[str, Any] | None:
    cards = queries.cards_of_producer(actor)
    _stand_on(cards, request)
    return _goods(_("Made here"), cards) if cards else None


def place_goods(place: Place, request: HttpRequest) -> dict[str, Any] | None:
    cards = queries.cards_of_place(place)
    _stand_on(cards, request)
    return _goods(_("From here"), cards) if cards else None
