"""Many publications at once: lines that were pasted, a table as a file, seen before they are taken in."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from phien.campaigns.models import Campaign
from phien.content import actions
from phien.content.forms import PasteForm, UploadForm
from phien.content.lists import HEADINGS
from phien.content.models import GivenList
from phien.content.platforms import name_of
from phien.content.views.door import organiser_view, query_without_page, reader_view, show
from phien.lib import tables
from phien.lib.errors import Refused
from phien.people.policies import actor_of


@reader_view
def lists(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The two ways to give many, and what was given."""
    return _lists(request, campaign)


@require_POST
@organiser_view
def paste(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    form = PasteForm(request.POST)
    if form.is_valid():
        raw = form.cleaned_data["lines"].encode("utf-8", "replace")
        try:
            given = actions.give_list(
                campaign=campaign, raw=raw, name="", origin=form.cleaned_data["origin"], by=actor_of(request.user)
            )
        except Refused as refusal:
            form.add_error("lines", str(refusal))
        else:
            return redirect("given_list", campaign.slug, given.pk)
    return _lists(request, campaign, paste_form=form, status=422)


@require_POST
@organiser_view
def upload(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            given = actions.give_list(
                campaign=campaign,
                raw=file.read(),
                name=file.name,
                origin=form.cleaned_data["origin"],
                by=actor_of(request.user),
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("given_list", campaign.slug, given.pk)
    return _lists(request, campaign, upload_form=form, status=422)


@require_safe
@reader_view
def given(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    """The preview of a list; then how far it is taken in; then what came of it."""
    row = _given(campaign, pk)
    earlier = GivenList.objects.filter(campaign=campaign, sha256=row.sha256).exclude(finished_at=None).exclude(pk=pk)
    shown = row.preview.get("shown", {})
    context = {
        "given": row,
        "new": [{**line, "platform": name_of(line["platform"])} for line in shown.get("new", [])],
        "known": [{**line, "platform": name_of(line["platform"])} for line in shown.get("known", [])],
        "wrong": row.wrong[:50],
        "earlier": earlier.first(),
        "under_way": 0 < row.taken < row.rows,
    }
    return show(request, campaign, "given", context)


@require_POST
@organiser_view
def take_in(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    """The next rows; the page that follows goes on by itself, or by a press."""
    row = actions.take_in_slice(given=_given(campaign, pk))
    if row.finished_at is not None:
        said = ngettext("%(n)s publication registered.", "%(n)s publications registered.", row.new)
        messages.success(request, said % {"n": row.new})
    return redirect("given_list", campaign.slug, pk)


@require_POST
@organiser_view
def drop(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    actions.drop_list(given=_given(campaign, pk))
    messages.success(request, _("The list was put away; nothing more is taken in of it."))
    return redirect("given_lists", campaign.slug)


@require_safe
@reader_view
def wrong(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    """The wrong rows with their lines, as CSV."""
    row = _given(campaign, pk)
    response = HttpResponse(tables.whole(("line", "reason"), row.wrong), content_type=tables.MIME)
    response["Content-Disposition"] = f'attachment; filename="{campaign.slug}-wrong-rows-{pk}.csv"'
    return response


def _given(campaign: Campaign, pk: int) -> GivenList:
    return get_object_or_404(GivenList.objects.filter(campaign=campaign).select_related("given_by", "campaign"), pk=pk)


def _lists(request: HttpRequest, campaign: Campaign, status: int = 200, **forms: Any) -> HttpResponse:
    given = GivenList.objects.filter(campaign=campaign).select_related("given_by").defer("text", "wrong", "preview")
    context = {
        "paste_form": PasteForm(),
        "upload_form": UploadForm(),
        "columns": [(names[0], names[-1]) for names in HEADINGS.values()],
        "page": Paginator(given, 20).get_page(request.GET.get("page")),
        "query": query_without_page(request),
        **forms,
    }
    return show(request, campaign, "lists", context, status=status)
