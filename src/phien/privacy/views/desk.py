"""The desk's first page: the data map with counts; and who looked at whose data."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from phien.lib import clock, tables
from phien.privacy.forms.requests import AccessFilterForm
from phien.privacy.queries import data_map, ledger
from phien.privacy.queries.requests import accesses_for, accesses_narrowed, open_count
from phien.privacy.views.doors import frame, paged, reader

ACCESS_HEAD = ("at", "by", "what", "person", "campaign", "request", "consent", "rows")


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    reach = reader(request)
    open_ones, late = open_count(reach)
    context = {
        "rooms": data_map.by_room(data_map.lines(with_counts=True)),
        "open": open_ones,
        "late": late,
        "consents": ledger.counts(reach),
    }
    return render(request, "privacy/desk/map.html", context | frame(reach, "map"))


@login_required
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The data map with counts."""
    reader(request)
    rows = [line.cells() for line in data_map.lines(with_counts=True)]
    response = HttpResponse(tables.whole(data_map.HEAD, rows), content_type=tables.MIME)
    response["Content-Disposition"] = f'attachment; filename="data-map-{clock.today():%Y-%m-%d}.csv"'
    return response


@login_required
@require_safe
def accesses(request: HttpRequest) -> HttpResponse:
    reach = reader(request)
    form = AccessFilterForm(request.GET)
    rows = accesses_narrowed(accesses_for(reach), **form.narrowing())
    context = {"form": form} | paged(request, rows) | frame(reach, "accesses")
    return render(request, "privacy/desk/accesses.html", context)


@login_required
@require_safe
def accesses_table(request: HttpRequest) -> StreamingHttpResponse:
    reach = reader(request)
    rows = accesses_narrowed(accesses_for(reach), **AccessFilterForm(request.GET).narrowing())
    cells = (
        (row.at, row.by.slug if row.by else "", row.what, row.person_key, row.campaign.slug if row.campaign else "",
         row.request.code if row.request else "", row.consent_id, row.rows)
        for row in rows.iterator(chunk_size=500)
    )  # fmt: skip
    response = StreamingHttpResponse(tables.lines(ACCESS_HEAD, cells), content_type=tables.MIME)
    response["Content-Disposition"] = f'attachment; filename="accesses-{clock.today():%Y-%m-%d}.csv"'
    return response
