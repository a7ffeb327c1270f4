"""Hashtags and their variants, and publications that may stand in the register twice."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phien.campaigns.models import Campaign
from phien.campaigns.views.desk.door import said
from phien.content import actions
from phien.content.forms import JoinForm, MergeForm
from phien.content.models import Hashtag, Publication
from phien.content.platforms import name_of
from phien.content.queries import hashtags as queries
from phien.content.queries.register import doubles_of
from phien.content.views.door import offer_undo, organiser_view, query_without_page, reader_view, show
from phien.lib import tables

ROWS = 50


@require_safe
@reader_view
def hashtags(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    return _page(request, campaign)


@require_safe
@reader_view
def table(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    found = queries.counted(list(queries.hashtags_of(campaign, request.GET.get("q", "")[:100])))
    rows = [
        (tag.key, str(tag), number, " ".join(s.written for s in spellings), " ".join(str(v) for v, _n in variants))
        for tag, number, spellings, variants in found
    ]
    head = ("key", "hashtag", "publications", "spellings", "variants")
    response = HttpResponse(tables.whole(head, rows), content_type=tables.MIME)
    response["Content-Disposition"] = f'attachment; filename="{campaign.slug}-hashtags.csv"'
    return response


@require_POST
@organiser_view
def join(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    tag = _tag(campaign, pk)
    form = JoinForm(request.POST, campaign=campaign)
    if not form.is_valid():
        return _page(request, campaign, wrong={"pk": pk, "error": said(form)}, status=422)
    actions.join_hashtags(hashtag=tag, into=form.cleaned_data["into"])
    offer_undo(request, url=reverse("part_hashtag", args=[campaign.slug, pk]))
    messages.success(request, _("%(tag)s counts as a variant now.") % {"tag": tag})
    return redirect("hashtags", campaign.slug)


@require_POST
@organiser_view
def part(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    tag = _tag(campaign, pk)
    was = tag.stands_for
    actions.part_hashtag(hashtag=tag)
    if was is not None:
        offer_undo(request, url=reverse("join_hashtag", args=[campaign.slug, pk]), into=was.key)
    messages.success(request, _("%(tag)s stands for itself again.") % {"tag": tag})
    return redirect("hashtags", campaign.slug)


@require_safe
@reader_view
def doubles(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    groups = [[(row, name_of(row.platform)) for row in group] for group in doubles_of(campaign)]
    page = Paginator(groups, ROWS).get_page(request.GET.get("page"))
    return show(request, campaign, "doubles", {"page": page, "query": query_without_page(request)})


@require_POST
@organiser_view
def merge(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """One of a group is kept, the others are removed as its copies; each can be brought back."""
    form = MergeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose which one is kept."))
        return redirect("doubles", campaign.slug)
    mine = Publication.objects.filter(campaign=campaign)
    keep = get_object_or_404(mine, pk=form.cleaned_data["keep"])
    wanted = set(form.cleaned_data["copies"]) - {keep.pk}
    copies = [get_object_or_404(mine, pk=pk) for pk in sorted(wanted)]
    actions.merge_publications(keep=keep, copies=copies, reason=_("The same as another one in the register"))
    if len(copies) == 1:
        offer_undo(request, url=reverse("restore_publication", args=[campaign.slug, copies[0].pk]))
    messages.success(request, _("Kept as one. The copies stand under the removed ones."))
    return redirect("doubles", campaign.slug)


def _tag(campaign: Campaign, pk: int) -> Hashtag:
    return get_object_or_404(Hashtag.objects.filter(campaign=campaign).select_related("stands_for", "campaign"), pk=pk)


def _page(
    request: HttpRequest, campaign: Campaign, *, wrong: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    text = request.GET.get("q", "")[:100]
    page = Paginator(queries.hashtags_of(campaign, text), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": queries.counted(list(page)),
        "text": text,
        "query": query_without_page(request),
        "wrong": wrong,
    }
    return show(request, campaign, "hashtags", context, status=status)
