"""Flash prices of an offer: planned, taken back, ended early."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from phien.lib.errors import Refused
from phien.market import actions
from phien.market.forms.desk_offers import FlashForm
from phien.market.models import FlashPrice
from phien.market.views.desk.entry import Desk, organiser_view
from phien.market.views.desk.offers import offer_of, offer_page


@require_POST
@organiser_view
def plan(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    offer = offer_of(desk, pk)
    form = FlashForm(request.POST)
    if not form.is_valid():
        return offer_page(request, desk, offer, flash_form=form, status=400)
    try:
        actions.plan_flash_price(offer=offer, by=desk.actor, **form.cleaned_data)
    except Refused as refused:
        return offer_page(request, desk, offer, flash_form=form, error=refused, status=refused.status)
    messages.success(request, _("The flash price is planned. Open pages count down to it."))
    return redirect(desk.url("offer", pk))


@require_POST
@organiser_view
def cancel(request: HttpRequest, desk: Desk, pk: int, flash: int) -> HttpResponse:
    """Before its start it is taken back; while it runs it ends."""
    row = FlashPrice.objects.filter(offer=offer_of(desk, pk), pk=flash).select_related("offer__product").first()
    if row is None:
        raise Http404
    try:
        actions.cancel_flash_price(flash=row, by=desk.actor)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The flash price is taken back."))
    return redirect(desk.url("offer", pk))
