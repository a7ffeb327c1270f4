"""What headings mean: said for a file that was not recognised, kept in versions, changed into new ones."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from phien.campaigns.models import Campaign
from phien.lib import tables
from phien.lib.errors import Refused
from phien.observations import actions
from phien.observations.errors import NotOpen
from phien.observations.exports.fingerprints import KNOWN, Column, Fingerprint
from phien.observations.forms import KindForm, MappingForm, SearchForm, choice_of
from phien.observations.models import ExportFile, SavedFingerprint
from phien.observations.queries.mappings import fingerprint_of, newest_of, versions_of
from phien.observations.queries.preview import strange_heads
from phien.observations.views.door import campaign_read, campaign_written, export_in, frame, paged
from phien.people.policies import actor_of

COLUMNS = ("mapping", "version", "platform", "report", "heading", "meaning")


@login_required
@require_safe
def mappings(request: HttpRequest, slug: str) -> HttpResponse:
    """Every mapping with its versions."""
    campaign = campaign_read(request, slug)
    search = SearchForm(request.GET)
    context = frame(request, campaign) | paged(request, versions_of(campaign, q=search.words())) | {"search": search}
    return render(request, "observations/desk/mappings.html", context)


@login_required
@require_safe
def table(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The mappings that the list shows, a line for each heading."""
    campaign = campaign_read(request, slug)
    rows = (
        (row.name, row.version, row.platform, row.report, heading, choice_of(Column(**row.columns[heading])))
        for row in versions_of(campaign, q=SearchForm(request.GET).words())
        for heading in row.head
    )
    response = StreamingHttpResponse(tables.lines(COLUMNS, rows), content_type=tables.MIME)
    response["Content-Disposition"] = f'attachment; filename="headings-{campaign.slug}.csv"'
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def headings(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Explain the headings of a file of which nothing counts yet."""
    campaign = campaign_written(request, slug)
    export = export_in(campaign, pk)
    if not export.is_open:
        raise NotOpen
    strange = strange_heads(export)
    if not strange:
        return redirect("export", slug, pk)
    head, nearest_id = strange[0]
    known = {one.id: one for one in (*KNOWN, *newest_of(campaign))}
    nearest = known.get(nearest_id)
    return _page(request, campaign, head=head, like=nearest, export=export)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a mapping: what is saved is its next version."""
    campaign = campaign_written(request, slug)
    row = get_object_or_404(SavedFingerprint, campaign=campaign, pk=pk)
    return _page(request, campaign, head=row.head, like=fingerprint_of(row), name=row.name)


def _page(
    request: HttpRequest,
    campaign: Campaign,
    *,
    head: list[str],
    like: Fingerprint | None,
    export: ExportFile | None = None,
    name: str = "",
) -> HttpResponse:
    first = KindForm().fields["kind"].choices[0][0]  # type: ignore[attr-defined]
    asked = f"{like.platform}/{like.report}" if like else first
    kind = KindForm({"kind": request.GET.get("kind", asked)})
    if not kind.is_valid():
        kind = KindForm({"kind": first})
        kind.is_valid()
    platform, report = kind.cleaned_data["kind"].split("/")
    initial: dict[str, Any] = {"name": name}
    if like is not None:
        initial |= {
            f"h{number}": choice_of(like.columns[heading])
            for number, heading in enumerate(head)
            if heading in like.columns
        }
    posted = request.POST if request.method == "POST" else None
    form = MappingForm(posted, head=head, platform=platform, report=report, initial=initial)
    status = 200
    if posted is not None:
        status = 422
        if form.is_valid():
            try:
                row = actions.save_mapping(
                    campaign=campaign,
                    name=form.cleaned_data["name"],
                    platform=platform,
                    report=report,
                    language=like.language if like else "",
                    columns=form.columns(),
                    by=actor_of(request.user),
                    tried_on=export,
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                facts = {"name": row.name, "version": row.version}
                messages.success(request, _("Saved as %(name)s, version %(version)s.") % facts)
                return (
                    redirect("export", campaign.slug, export.pk)
                    if export
                    else redirect("export_mappings", campaign.slug)
                )
    context = {
        **frame(request, campaign),
        "form": form,
        "kind": kind,
        "export": export,
        "asked": kind.cleaned_data["kind"],
    }
    return render(request, "observations/desk/headings.html", context, status=status)
