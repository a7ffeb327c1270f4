"""A product in a campaign: everything that helps to decide, and the form that puts it into the basket."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.views.decorators.http import require_safe

from phien.campaigns.editions import CAMPAIGNS, EVERYWHERE, edition_of
from phien.content.editions import CLIPS
from phien.content.models import Post
from phien.editions.pages import kept_page
from phien.lib import kept
from phien.market import queries
from phien.market.editions import GOODS, shown
from phien.market.models import Certificate, Offer, ProductClip
from phien.market.queries.offers import public_offers
from phien.media.queries import with_pictures


@require_safe
@kept_page("market/product.html")
def product(request: HttpRequest, campaign: str, slug: str) -> dict[str, Any]:
    offer = public_offers().filter(campaign__slug=campaign, product__slug=slug).first()
    if offer is None:
        raise Http404
    context = product_context(offer)
    cards = [context["card"], *context["others"]]
    names = (edition_of(offer.campaign_id), CAMPAIGNS, CLIPS, GOODS, shown(offer.product_id), *EVERYWHERE)
    kept.stands_on(request, *names, until=queries.changes_of(cards))
    return context


def product_context(offer: Offer, *, quantity: int | str = 1, error: object = None) -> dict[str, Any]:
    """What the product's page shows; `quantity` and `error` of a form that came back."""
    card = queries.card_of(offer)
    rates = queries.rates_of(offer.campaign_id)
    product = offer.product
    return {
        "card": card,
        "offer": offer,
        "product": product,
        "campaign": offer.campaign,
        "producer": product.producer,
        "certificates": Certificate.objects.valid()
        .filter(Q(product=product) | Q(producer=product.producer))
        .order_by("product_id", "-stars"),
        "storage": product.storage_conditions.all(),
        "days": queries.days_to(rates, None) if rates else None,
        "cheapest": min((rate.fee for rate in rates if rate.up_to_g >= product.gross_weight_g), default=None),
        "clips": with_pictures(
            Post.objects.filter(
                state=Post.State.READY,
                campaign=offer.campaign,
                pk__in=ProductClip.objects.filter(product=product).values("post"),
            ).select_related("creator"),
            "poster",
        )[:4],
        "others": [row for row in queries.cards_of_producer(product.producer) if row.offer.product_id != product.pk][
            :4
        ],
        "quantity": quantity,
        "error": error,
        "description": str(product.lead) or str(product.story)[:160],
    }
