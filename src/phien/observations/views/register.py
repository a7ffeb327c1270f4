"""The register of exports: give files, find them again, take the list along."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phien.campaigns.models import Campaign
from phien.lib import clock, tables
from phien.lib.errors import Refused
from phien.observations import actions
from phien.observations.files import MOST_MEGABYTES
from phien.observations.forms import FilterForm, GiveForm
from phien.observations.models import ExportFile
from phien.observations.queries.register import exports_of, platforms_of
from phien.observations.views.door import campaign_read, campaign_written, frame, paged
from phien.people.policies import actor_of

UNREADABLE = 422
COLUMNS = (
    "number", "file", "platform", "report", "state", "size", "sha256", "kept_sha256", "given_at", "given_by",
    "taken_in_at", "observations", "orders", "publications", "skipped", "flagged", "undone_at", "undone_reason",
)  # fmt: skip


@login_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, campaign_read(request, slug))


@login_required
@require_POST
def give(request: HttpRequest, slug: str) -> HttpResponse:
    """Each file by itself: one that is refused harms no other. The answer's status is that of the first refusal."""
    campaign = campaign_written(request, slug)
    form = GiveForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, campaign, give_form=form, status=UNREADABLE)
    kept: list[ExportFile] = []
    refused: list[tuple[str, Refused]] = []
    for file in form.cleaned_data["files"]:
        try:
            kept.append(
                actions.give_export(campaign=campaign, chunks=file.chunks(), name=file.name, by=actor_of(request.user))
            )
        except Refused as refusal:
            refused.append((file.name, refusal))
    strange = [export for export in kept if export.state == ExportFile.State.UNKNOWN]
    if refused or strange:
        status = refused[0][1].status if refused else UNREADABLE
        return _page(request, campaign, status=status, refused=refused, strange=strange)
    if len(kept) == 1:
        return redirect("export", slug, kept[0].pk)
    messages.success(request, _("%(count)s files are here. Look at each, then take it in.") % {"count": len(kept)})
    return redirect("exports", slug)


@login_required
@require_safe
def table(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The files that the list shows."""
    campaign = campaign_read(request, slug)
    narrowing = FilterForm(request.GET, platforms=platforms_of(campaign)).narrowing()
    rows = (_cells(export) for export in exports_of(campaign, **narrowing).iterator(chunk_size=500))
    response = StreamingHttpResponse(tables.lines(COLUMNS, rows), content_type=tables.MIME)
    response["Content-Disposition"] = f'attachment; filename="exports-{campaign.slug}-{clock.today():%Y-%m-%d}.csv"'
    return response


def _cells(export: ExportFile) -> tuple[object, ...]:
    counts = export.counts
    return (
        export.pk, export.name, export.platform, export.report, export.state, export.size, export.sha256,
        export.kept_sha256, export.given_at, export.given_by, export.taken_in_at, counts.get("observations", ""),
        counts.get("orders", ""), counts.get("publications", ""), sum(counts.get("skipped", {}).values()),
        sum(counts.get("flagged", {}).values()), export.undone_at, export.undone_reason,
    )  # fmt: skip


def _page(request: HttpRequest, campaign: Campaign, *, status: int = 200, **more: Any) -> HttpResponse:
    form = FilterForm(request.GET, platforms=platforms_of(campaign))
    narrowing = form.narrowing()
    context = {
        **frame(request, campaign),
        **paged(request, exports_of(campaign, **narrowing)),
        "form": form,
        "give_form": GiveForm(),
        "narrowed": any(narrowing.values()),
        "megabytes": MOST_MEGABYTES,
        **more,
    }
    return render(request, "observations/desk/exports.html", context, status=status)
