"""A file of comments: given, its columns named, taken in, undone."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phien.campaigns.models import Campaign
from phien.lib import tables as sheets
from phien.lib.errors import Refused
from phien.people.policies import actor_of
from phien.sentiment import actions
from phien.sentiment.forms import ColumnsForm, GiveForm
from phien.sentiment.models import CommentFile
from phien.sentiment.queries.comments import files_of
from phien.sentiment.tables import tables_of
from phien.sentiment.views.door import campaign_read, campaign_run, frame
from phien.sentiment.words import skipped

ROWS, SHOWN = 50, 5


def _file(campaign: Campaign, pk: int) -> CommentFile:
    file = get_object_or_404(files_of(campaign), pk=pk)
    file.campaign = campaign
    return file


@login_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = campaign_read(request, slug)
    said = request.GET.get("q", "").strip()[:100]
    rows = files_of(campaign).filter(name__icontains=said) if said else files_of(campaign)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {**frame(request, campaign), "page": page, "said": said, "query": f"q={said}&" if said else ""}
    return render(request, "sentiment/desk/files.html", context)


@login_required
@require_safe
def table(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = campaign_read(request, slug)
    head = ["name", "sha256", "platform", "state", "comments", "known", "left_out", "given_at"]
    rows = (
        [
            row.name,
            row.sha256,
            row.platform,
            row.state,
            row.comments,
            row.known,
            sum(row.skipped.values()),
            row.given_at,
        ]
        for row in files_of(campaign)
    )
    response = HttpResponse(sheets.whole(head, rows), content_type=sheets.MIME)
    response["Content-Disposition"] = f'attachment; filename="{campaign.slug}-comment-files.csv"'
    return response


@login_required
@require_POST
def give(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = campaign_run(request, slug)
    form = GiveForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("sentiment", slug=slug)
    given = form.cleaned_data["file"]
    try:
        file = actions.give_file(campaign=campaign, chunks=given.chunks(), name=given.name, by=actor_of(request.user))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("sentiment", slug=slug)
    return redirect("comment_file", slug=slug, pk=file.pk)


@login_required
@require_safe
def page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    campaign = campaign_read(request, slug)
    return _page(request, campaign, _file(campaign, pk))


def _page(
    request: HttpRequest, campaign: Campaign, file: CommentFile, form: ColumnsForm | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {**frame(request, campaign), "file": file, "skipped": skipped(file.skipped)}
    if file.state != CommentFile.State.GIVEN:
        name = "taking" if file.state == CommentFile.State.TAKING_IN else "file"
        return render(request, f"sentiment/desk/{name}.html", context, status=status)
    try:
        with tables_of(file) as found:
            named = form.table.name if form else request.GET.get("sheet", "")
            chosen = next((one for one in found if one.name == named), found[0])
            first = [(number, cells) for number, cells in _first(chosen)]
            context |= {
                "sheets": [one.name for one in found],
                "chosen": chosen.name,
                "head": chosen.head,
                "first": first,
                "form": form or ColumnsForm(table=chosen),
            }
    except FileNotFoundError:
        return render(request, "sentiment/desk/file.html", context, status=410)
    return render(request, "sentiment/desk/columns.html", context, status=status)


def _first(table: Any) -> list[tuple[int, list[str]]]:
    rows = []
    for number, cells in table.lines:
        rows.append((number, cells[: len(table.head)]))
        if len(rows) == SHOWN:
            break
    return rows


@login_required
@require_POST
def take(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    campaign = campaign_run(request, slug)
    file = _file(campaign, pk)
    if file.state != CommentFile.State.GIVEN:
        return redirect("comment_file", slug=slug, pk=pk)
    with tables_of(file) as found:
        chosen = next((one for one in found if one.name == request.POST.get("sheet", "")), None)
    if chosen is None:
        raise Http404
    form = ColumnsForm(request.POST, table=chosen)
    if not form.is_valid():
        return _page(request, campaign, file, form, status=400)
    try:
        actions.ask_take_in(
            file=file,
            sheet=chosen.name,
            columns=form.columns,
            platform=form.cleaned_data["platform"],
            subject=form.cleaned_data.get("subject", ""),
            by=actor_of(request.user),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, campaign, file, form, status=refusal.status)
    return redirect("comment_file", slug=slug, pk=pk)


@login_required
@require_safe
def progress(request: HttpRequest, slug: str, pk: int) -> JsonResponse:
    file = _file(campaign_read(request, slug), pk)
    return JsonResponse({"state": file.state, "lines": file.through, "of": file.lines})


@login_required
@require_POST
def drop(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    file = _file(campaign_run(request, slug), pk)
    try:
        actions.drop_file(file=file)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("comment_file", slug=slug, pk=pk)
    messages.success(request, _("%(name)s is forgotten.") % {"name": file.name})
    return redirect("sentiment", slug=slug)


@login_required
@require_POST
def undo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    file = _file(campaign_run(request, slug), pk)
    try:
        actions.undo_file(file=file, by=actor_of(request.user))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s is undone: none of its comments counts.") % {"name": file.name})
    return redirect("comment_file", slug=slug, pk=pk)
