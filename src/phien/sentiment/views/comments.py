"""The list of comments, as a table, and the erasing of one."""

from collections.abc import Iterator

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phien.lib import tables
from phien.sentiment import actions
from phien.sentiment.actions.erasing import PLATFORM
from phien.sentiment.forms import FindForm
from phien.sentiment.queries.comments import comments_of
from phien.sentiment.views.door import campaign_read, campaign_run, frame

ROWS = 50
HEAD = ("written_at", "platform", "subject", "language", "text", "comment", "author", "erased_at")


@login_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = campaign_read(request, slug)
    form = FindForm(request.GET)
    page = Paginator(form.narrow(comments_of(campaign)), ROWS).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        **frame(request, campaign),
        "form": form,
        "page": page,
        "narrowed": any(asked.values()),
        "query": f"{asked.urlencode()}&" if asked else "",
    }
    return render(request, "sentiment/desk/comments.html", context)


@login_required
@require_safe
def table(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """What the list shows, without names: authors and comments by their hashes."""
    campaign = campaign_read(request, slug)
    rows = FindForm(request.GET).narrow(comments_of(campaign)).select_related(None)

    def cells() -> Iterator[tuple[object, ...]]:
        for row in rows.iterator(chunk_size=2000):
            yield (
                row.written_at,
                row.platform,
                row.subject,
                row.language,
                row.text,
                row.key,
                row.author,
                row.deleted_at,
            )

    response = StreamingHttpResponse(tables.lines(HEAD, cells()), content_type=tables.MIME)
    response["Content-Disposition"] = f'attachment; filename="{campaign.slug}-comments.csv"'
    return response


@login_required
@require_POST
def erase(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    campaign = campaign_run(request, slug)
    comment = get_object_or_404(comments_of(campaign), pk=pk)
    actions.erase_comments(comments=[comment.pk], why=PLATFORM)
    messages.success(request, _("The comment's text is erased; it still counts."))
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return redirect(back) if is_ours else redirect("comments", slug=slug)
