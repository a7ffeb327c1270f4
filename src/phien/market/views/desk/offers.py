"""What is on sale at which price; paused and resumed in one tap."""

from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phien.lib import clock
from phien.lib.errors import NotAllowed, Refused
from phien.market import actions
from phien.market.actions.goods import save_product
from phien.market.forms.desk_offers import FlashForm, NewOfferForm, OptionalPictureForm, PriceForm, ProductTextsForm
from phien.market.models import Offer
from phien.market.queries import desk_stock
from phien.market.queries.desk_line import lines_of_offers
from phien.market.queries.desk_stock import products_to_offer
from phien.market.queries.offers import cards
from phien.market.views.desk.entry import Desk, back_to, desk_view, offer_undo, organiser_view, show
from phien.media.queries import with_pictures

MOST_FLASH = 20  # shown of an offer, the newest first


@require_safe
@desk_view
def offers(request: HttpRequest, desk: Desk) -> HttpResponse:
    rows = with_pictures(desk_stock.offers_in(desk.user, desk.campaign), "product__picture")
    shown = cards(rows)
    lines = lines_of_offers(card.offer for card in shown)
    return show(request, desk, "offers", {"rows": [(card, lines[card.offer.pk]) for card in shown]})


def offer_of(desk: Desk, pk: int) -> Offer:
    """The offer in the person's reach, or a 404."""
    offer = desk_stock.offers_in(desk.user, desk.campaign).filter(pk=pk).first()
    if offer is None:
        raise Http404
    return offer


@require_POST
@desk_view
def pause(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    offer = actions.pause_offer(offer=offer_of(desk, pk), by=desk.actor)
    messages.success(request, _("The sale of %(name)s is paused.") % {"name": offer.product})
    offer_undo(request, url=desk.url("resume", offer.pk), next=back_to(request, desk.url("offers")))
    return redirect(back_to(request, desk.url("offers")))


@require_POST
@desk_view
def resume(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    offer = actions.resume_offer(offer=offer_of(desk, pk), by=desk.actor)
    messages.success(request, _("The sale of %(name)s goes on.") % {"name": offer.product})
    offer_undo(request, url=desk.url("pause", offer.pk), next=back_to(request, desk.url("offers")))
    return redirect(back_to(request, desk.url("offers")))


def offer_page(
    request: HttpRequest,
    desk: Desk,
    offer: Offer,
    *,
    form: PriceForm | None = None,
    flash_form: FlashForm | None = None,
    error: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    """The offer with its flash prices; a form that came back, and what was refused."""
    context: dict[str, object] = {
        "offer": offer,
        "form": form or PriceForm(offer=offer),
        "flash_form": flash_form or FlashForm(),
        "flash_prices": offer.flash_prices.order_by("-ends_at", "-pk")[:MOST_FLASH],
        "line": lines_of_offers([offer])[offer.pk],
        "now": clock.now(),
        "error": error,
    }
    return show(request, desk, "offer", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@organiser_view
def change(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Price, limits and times. What is ordered already keeps its price."""
    offer = offer_of(desk, pk)
    form = PriceForm(request.POST, offer=offer) if request.method == "POST" else PriceForm(offer=offer)
    if request.method != "POST" or not form.is_valid():
        return offer_page(request, desk, offer, form=form, status=400 if form.is_bound else 200)
    actions.put_on_offer(campaign=desk.campaign, product=offer.product, position=offer.position, **form.cleaned_data)
    messages.success(request, _("The offer of %(name)s is changed.") % {"name": offer.product})
    return redirect(desk.url("offers"))


@require_http_methods(["GET", "HEAD", "POST"])
@organiser_view
def add(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Put another product of the campaign's producers on sale."""
    products = products_to_offer(desk.campaign)
    if request.method != "POST":
        times = {"starts_at": desk.campaign.starts_at, "ends_at": desk.campaign.ends_at}
        return show(request, desk, "offer", {"form": NewOfferForm(products=products, initial=times)})
    form = NewOfferForm(request.POST, products=products)
    if not form.is_valid():
        return show(request, desk, "offer", {"form": form}, status=400)
    last = Offer.objects.filter(campaign=desk.campaign).aggregate(last=Max("position"))["last"] or 0
    offer = actions.put_on_offer(campaign=desk.campaign, position=last + 1, **form.cleaned_data)
    messages.success(
        request, _("%(name)s is on offer. Take a lot in, so that there is something to sell.") % {"name": offer.product}
    )
    return redirect(desk.url("offers"))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def product(request: HttpRequest, desk: Desk, product: str) -> HttpResponse:
    """The words and the picture of a product on offer here: for organisers and the product's own producer."""
    if not (desk.organises or desk.produces):
        raise NotAllowed
    rows = with_pictures(desk_stock.offers_in(desk.user, desk.campaign), "product__picture")
    offer = rows.filter(product__slug=product).first()
    if offer is None:
        raise Http404
    row = offer.product
    if not desk.organises and row.producer_id not in {desk.actor.pk, desk.actor.works_for_id}:
        raise NotAllowed
    if request.method != "POST":
        context = {"form": ProductTextsForm(instance=row), "picture_form": OptionalPictureForm(), "offer": offer}
        return show(request, desk, "product", context)
    current = row.picture
    form, picture_form = ProductTextsForm(request.POST, instance=row), OptionalPictureForm(request.POST, request.FILES)
    right = form.is_valid() & picture_form.is_valid()
    picture = None
    if right and picture_form.cleaned_data.get("picture"):
        picture = picture_form.add()
        right = picture is not None
    if not right:
        row.picture = current
        context = {"form": form, "picture_form": picture_form, "offer": offer}
        return show(request, desk, "product", context, status=400)
    save_product(slug=product, producer=row.producer, picture=picture, **form.cleaned_data)
    messages.success(request, _("%(name)s is saved.") % {"name": form.cleaned_data["name"]})
    return redirect(desk.url("product", product))
