"""What readers take along: the kept copy of a file, its rows, and the lines that were left out."""

from collections.abc import Iterator
from dataclasses import astuple
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from phien.lib import tables
from phien.lib.texts import Text
from phien.observations import files
from phien.observations.models import ExportFile
from phien.observations.queries import rows
from phien.observations.views.door import campaign_read, campaign_written, export_in

SLICE = 5_000


@login_required
@require_safe
def file(request: HttpRequest, slug: str, pk: int) -> StreamingHttpResponse:
    """The bytes that are kept; of a file with personal columns, once it is taken in, the copy without them. Until then
    only organisers may have them."""
    export = export_in(campaign_read(request, slug), pk)
    if export.taken_in_at is None:
        campaign_written(request, slug)
    if not files.storage().exists(export.path):
        raise Http404
    response = StreamingHttpResponse(files.chunks_of(export.path), content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(export.name)}"
    response["Content-Length"] = export.kept_size
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
def table(request: HttpRequest, slug: str, pk: int) -> StreamingHttpResponse:
    """Every row that was taken in, with its line."""
    export = export_in(campaign_read(request, slug), pk)
    orders = bool(export.counts.get("orders"))
    head = (rows.ORDER_FIELDS if orders else rows.FIELDS).split(", ")
    cells = _orders(export) if orders else _observations(export)
    return _csv(f"export-{export.pk}-rows.csv", head, cells)


@login_required
@require_safe
def skipped(request: HttpRequest, slug: str, pk: int) -> StreamingHttpResponse:
    export = export_in(campaign_read(request, slug), pk)
    cells = (
        (row["line"], row["table"], row["column"], row["code"], str(Text.of(row["why"]))) for row in export.skipped
    )
    return _csv(f"export-{export.pk}-left-out.csv", ("line", "table", "column", "code", "reason"), cells)


def _csv(name: str, head: object, cells: Iterator[tuple[object, ...]]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(tables.lines(list(head), cells), content_type=tables.MIME)  # type: ignore[call-overload]
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _observations(export: ExportFile) -> Iterator[tuple[object, ...]]:
    for offset in range(0, export.counts.get("observations", 0), SLICE):
        yield from (astuple(row) for row in rows.observations_of(export, limit=SLICE, offset=offset))


def _orders(export: ExportFile) -> Iterator[tuple[object, ...]]:
    for offset in range(0, export.counts.get("orders", 0), SLICE):
        yield from (astuple(row) for row in rows.orders_of(export, limit=SLICE, offset=offset))
