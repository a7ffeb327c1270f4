"""The register of publications: its list, its table, and one publication."""

from collections.abc import Iterator
from dataclasses import asdict

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phien.campaigns.models import Campaign
from phien.campaigns.views.desk.door import said, sent
from phien.content import actions
from phien.content.forms import AddForm, ChangeForm, FindForm, RemoveForm
from phien.content.models import Publication
from phien.content.native import Recognised, recognise
from phien.content.pictures import shares_of
from phien.content.platforms import name_of
from phien.content.queries import register as queries
from phien.content.views.door import (
    offer_undo,
    organiser_view,
    publication_in,
    query_without_page,
    reader_view,
    show,
)
from phien.lib import clock, tables
from phien.lib.errors import Refused
from phien.people.policies import actor_of

ROWS = 50
HEAD = (
    "platform", "native_id", "url", "origin", "title", "account", "creator", "place", "hashtags", "disclosure",
    "published_at", "precision", "registered_at", "removed_at",
)  # fmt: skip


@require_safe
@reader_view
def publications(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    form = FindForm(request.GET or None, campaign=campaign)
    narrowed = form.narrowed()
    found = queries.publications_of(campaign, narrowed)
    counts = queries.counts_of(found)
    page = Paginator(queries.with_all(found), ROWS).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [(row, name_of(row.platform)) for row in page],
        "query": query_without_page(request),
        "narrowed": any(asdict(narrowed).values()),
        "more": any(value for name, value in asdict(narrowed).items() if name != "text"),
        "shares": shares_of(counts),
    }
    return show(request, campaign, "publications", context)


@require_safe
@reader_view
def table(request: HttpRequest, campaign: Campaign) -> StreamingHttpResponse:
    """What the list shows, as CSV that the register reads again."""
    form = FindForm(request.GET or None, campaign=campaign)
    rows = queries.with_all(queries.publications_of(campaign, form.narrowed()))
    response = StreamingHttpResponse(
        tables.lines(HEAD, _cells(rows.iterator(chunk_size=2_000))), content_type=tables.MIME
    )
    name = f"{campaign.slug}-publications-{clock.today():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cells(rows: Iterator[Publication]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        yield (
            row.platform, row.native_id, row.url, row.origin, row.title, row.account,
            row.creator.slug if row.creator else "", row.place.slug if row.place else "",
            " ".join(tag.written for tag in row.taggings.all()), row.disclosure, row.published_at, row.precision,
            row.registered_at, row.removed_at,
        )  # fmt: skip


@organiser_view
def add(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """First what an address tells is shown; it is registered once that was seen."""
    form = AddForm(sent(request)[0], campaign=campaign)
    seen: Recognised | None = None
    known: Publication | None = None
    if request.method == "POST" and form.is_valid():
        url = form.cleaned_data["url"]
        seen = recognise(url) if url and form.cleaned_data["platform"] != "offline" else None
        if seen is not None:
            known = Publication.objects.filter(
                campaign=campaign, platform=seen.platform, native_id=seen.native_id
            ).first()
        if "look" not in request.POST:
            by = actor_of(request.user)
            row = form.publication()
            done = actions.register_publications(campaign=campaign, rows=[row], by=by, source="hand")
            if done.new:
                messages.success(request, _("Registered."))
                return redirect("desk_publication", campaign.slug, done.new[0].pk)
            known = done.known[0] if done.known else None
            for _number, refusal in done.wrong:
                form.add_error(None, str(refusal))
    refused = request.method == "POST" and (bool(form.errors) or "look" not in request.POST)
    context = {"form": form, "seen": seen, "seen_on": seen and name_of(seen.platform), "known": known}
    return show(request, campaign, "add", context, status=422 if refused else 200)


@require_safe
@reader_view
def publication(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    return _page(request, campaign, publication_in(campaign, pk))


@organiser_view
def edit(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    row = publication_in(campaign, pk)
    form = ChangeForm(sent(request)[0], campaign=campaign, chosen=row, initial=ChangeForm.initial_of(row))
    if request.method == "POST" and form.is_valid():
        hashtags = form.tags()
        same = hashtags == [tag.written for tag in row.taggings.all()]
        facts = form.facts(row)
        if facts or not same:
            actions.change_publication(publication=row, hashtags=None if same else hashtags, **facts)
        messages.success(request, _("Saved."))
        return redirect("desk_publication", campaign.slug, pk)
    return show(request, campaign, "edit", {"form": form, "row": row}, status=422 if form.is_bound else 200)


@require_POST
@organiser_view
def remove(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    row = publication_in(campaign, pk)
    form = RemoveForm(request.POST)
    if not form.is_valid():
        return _page(request, campaign, row, error=said(form), status=422)
    actions.remove_publication(publication=row, reason=form.cleaned_data["reason"])
    offer_undo(request, url=reverse("restore_publication", args=[campaign.slug, pk]))
    messages.success(request, _("Removed: it counts no longer."))
    return redirect("desk_publication", campaign.slug, pk)


@require_POST
@organiser_view
def restore(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    actions.restore_publication(publication=publication_in(campaign, pk))
    messages.success(request, _("It is back, and counts again."))
    return redirect("desk_publication", campaign.slug, pk)


def _page(
    request: HttpRequest, campaign: Campaign, row: Publication, *, error: str | Refused = "", status: int = 200
) -> HttpResponse:
    context = {
        "row": row,
        "platform": name_of(row.platform),
        "file": queries.sources_named([row]).get(row.source, ""),
        "error": error,
        "unstable": row.native_id.startswith("pfbid"),
    }
    return show(request, campaign, "publication", context, status=status)
