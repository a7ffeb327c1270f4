"""What happened in a broadcast, one line each, to read and to take along."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from phien.lib import tables
from phien.live.models import Broadcast
from phien.live.queries import broadcasts
from phien.live.queries.law_log import log_of

ROWS = 100
COLUMNS = ("at", "kind", "what", "by", "detail")


def _found(request: HttpRequest, slug: str) -> Broadcast:
    return get_object_or_404(broadcasts.organised_by(request.user), slug=slug)


@login_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest first."""
    broadcast = _found(request, slug)
    page = Paginator(log_of(broadcast)[::-1], ROWS).get_page(request.GET.get("page"))
    return render(request, "live/law/log.html", {"broadcast": broadcast, "page": page, "organises": True})


@login_required
@require_safe
def table(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    broadcast = _found(request, slug)
    rows = ((entry.at, entry.kind, entry.words, entry.by, entry.detail) for entry in log_of(broadcast))
    response = StreamingHttpResponse(tables.lines(COLUMNS, rows), content_type=tables.MIME)
    response["Content-Disposition"] = f'attachment; filename="{broadcast.slug}-log.csv"'
    return response
