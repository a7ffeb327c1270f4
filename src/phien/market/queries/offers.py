"""Offers as cards: price, what is left, and whether they can be bought now."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from django.db.models import Q, QuerySet

from phien.campaigns.models import Campaign
from phien.content.models import Post
from phien.lib import clock
from phien.market.models import Certificate, Offer, ProductClip
from phien.market.queries.left import Reach, left_now, reaches_of
from phien.market.queries.prices import Price, prices_of
from phien.market.queries.stock import capacity_by_offer
from phien.media.queries import with_pictures
from phien.people.models import Actor
from phien.places.models import Place

FEW = 5


@dataclass(frozen=True, slots=True)
class Card:
    """An offer as a page shows it. state: open, sold_out, not_yet, paused, ended."""

    offer: Offer
    left: int
    capacity: int
    stars: int  # of a valid OCOP certificate; 0 without
    state: str
    reach: Reach
    price: Price

    @property
    def few(self) -> bool:
        """Nearly gone: worth saying how many."""
        return self.state == "open" and self.left <= max(FEW, self.capacity // 10)

    def with_left(self, left: int) -> Self:
        return replace(self, left=left, capacity=max(self.capacity, left), state=state_of(self.offer, left))

    @property
    def most(self) -> int:
        """Of which an order may have."""
        return min(self.offer.limit_per_order, self.offer.limit_per_phone or self.left, self.left)

    @property
    def stars_shown(self) -> str:
        return "★" * self.stars


def state_of(offer: Offer, left: int) -> str:
    now = clock.now()
    if offer.paused_at is not None:
        return "paused"
    if now < offer.starts_at:
        return "not_yet"
    if now >= offer.ends_at:
        return "ended"
    return "open" if left else "sold_out"


def public_offers() -> QuerySet[Offer]:
    return with_pictures(
        Offer.objects.filter(campaign__is_public=True).select_related("campaign", "product__producer__place"),
        "product__picture",
    )


def cards(offers: Iterable[Offer]) -> list[Card]:
    """Cards in the order of the offers: five statements however many there are, of one campaign."""
    offers = list(offers)
    reaches = reaches_of(offers)
    left, capacity, prices = left_now(reaches), capacity_by_offer(reaches), prices_of(offers)
    stars = dict(
        Certificate.objects.valid()
        .filter(scheme=Certificate.Scheme.OCOP, product__in=[offer.product_id for offer in offers])
        .values_list("product_id", "stars")
    )
    return [
        Card(
            offer,
            left[offer.pk],
            max(capacity[offer.pk], left[offer.pk]),
            stars.get(offer.product_id) or 0,
            state_of(offer, left[offer.pk]),
            reaches[offer.pk],
            prices[offer.pk],
        )
        for offer in offers
    ]


def offers_of(campaign: Campaign) -> list[Card]:
    """All offers of a campaign, as its organiser ordered them."""
    return cards(public_offers().filter(campaign=campaign))


def card_of(offer: Offer) -> Card:
    return cards([offer])[0]


def _running_first(offers: QuerySet[Offer]) -> list[Card]:
    """One card per product: its newest offer."""
    newest: dict[int, Offer] = {}
    for offer in offers.order_by("-starts_at", "position", "pk"):
        newest.setdefault(offer.product_id, offer)
    return cards(newest.values())


def cards_of_clip(post: Post) -> list[Card]:
    """What a clip shows, on sale in the clip's own campaign."""
    shown = dict(ProductClip.objects.filter(post=post).values_list("product_id", "position"))
    found = cards(public_offers().filter(campaign_id=post.campaign_id, product_id__in=shown))
    return sorted(found, key=lambda card: shown[card.offer.product_id])


def cards_of_producer(actor: Actor) -> list[Card]:
    return _running_first(public_offers().filter(product__producer=actor))


def cards_of_place(place: Place) -> list[Card]:
    """What is made at a place, or in the places within it."""
    here = Q(product__producer__place=place)
    for depth in range(1, 4):
        here |= Q(**{"product__producer__place" + "__parent" * depth: place})
    return _running_first(public_offers().filter(here))


def changes_of(shown: Iterable[Card]) -> list[datetime]:
    """The moments at which these cards change by themselves: sales and flash prices begin and end, certificates and
    lots run out at midnight."""
    found = [clock.tomorrow()]
    for card in shown:
        found += [card.offer.starts_at, card.offer.ends_at, *card.price.changes]
    return found
