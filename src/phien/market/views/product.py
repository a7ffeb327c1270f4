"""A product in a campaign: everything that helps to decide, and the form that puts it into the basket."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from phien.content.models import Post
from phien.lib import codes
from phien.market import origins, queries
from phien.market.models import Certificate, Offer, ProductClip
from phien.market.queries.offers import public_offers
from phien.media.queries import with_pictures


@require_safe
def product(request: HttpRequest, campaign: str, slug: str) -> HttpResponse:
    offer = public_offers().filter(campaign__slug=campaign, product__slug=slug).first()
    if offer is None:
        raise Http404
    return render(request, "market/product.html", product_context(request, offer))


def product_context(
    request: HttpRequest, offer: Offer, *, quantity: int | str = 1, error: object = None
) -> dict[str, object]:
    card = queries.card_of(offer)
    via = codes.normalise(request.GET.get("via", "") or request.POST.get("via", ""))
    origin = request.GET.get("o", "") or request.POST.get("origin", "")
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
        "most": min(offer.limit_per_order, card.left),
        "quantity": quantity,
        "error": error,
        "via": via if codes.is_right(via) else "",
        "origin": origin if origins.read(origin) else "",
        "description": str(product.lead) or str(product.story)[:160],
    }
