"""Promo codes: the list, making one, stopping one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phien.lib import tables
from phien.lib.errors import Refused
from phien.market import actions
from phien.market.forms.desk_promo import PromoForm
from phien.market.models import PromoCode
from phien.market.queries.desk_promo import promo_codes_in
from phien.market.views.desk.entry import (
    Desk,
    offer_undo,
    organiser_view,
    page_of,
    query_without_page,
    show,
    staff_view,
)


@require_safe
@staff_view
def promo(request: HttpRequest, desk: Desk) -> HttpResponse:
    return _page(request, desk, PromoForm(campaign=desk.campaign))


@require_safe
@staff_view
def table(request: HttpRequest, desk: Desk) -> HttpResponse:
    rows = promo_codes_in(desk.campaign, _words(request))
    # `used` is annotated, which the types do not follow.
    found = rows.values_list("code", "creator__slug", "used", "made_at", "stopped_at")  # type: ignore[misc]
    head = ("code", "creator", "purchases", "made_at", "stopped_at")
    response = HttpResponse(tables.whole(head, found), content_type=tables.MIME)
    response["Content-Disposition"] = f'attachment; filename="{desk.campaign.slug}-promo-codes.csv"'
    return response


@require_POST
@organiser_view
def make(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = PromoForm(request.POST, campaign=desk.campaign)
    if form.is_valid():
        try:
            row = actions.make_promo_code(campaign=desk.campaign, by=desk.actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error("code", str(refused))
        else:
            messages.success(request, _("Code %(code)s is there.") % {"code": row.code})
            return redirect(desk.url("promo"))
    return _page(request, desk, form, status=422)


@require_POST
@organiser_view
def stop(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    row = _promo_code(desk, pk)
    actions.stop_promo_code(promo_code=row)
    offer_undo(request, url=desk.url("promo_again", pk))
    messages.success(request, _("Code %(code)s is not taken any more.") % {"code": row.code})
    return redirect(desk.url("promo"))


@require_POST
@organiser_view
def again(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    row = _promo_code(desk, pk)
    actions.use_promo_code_again(promo_code=row)
    messages.success(request, _("Code %(code)s is taken again.") % {"code": row.code})
    return redirect(desk.url("promo"))


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:40]


def _promo_code(desk: Desk, pk: int) -> PromoCode:
    return get_object_or_404(PromoCode, campaign=desk.campaign, pk=pk)


def _page(request: HttpRequest, desk: Desk, form: PromoForm, status: int = 200) -> HttpResponse:
    words = _words(request)
    context = {
        "form": form,
        "page": page_of(request, promo_codes_in(desk.campaign, words)),
        "query": query_without_page(request),
        "words": words,
    }
    return show(request, desk, "promo", context, status=status)
