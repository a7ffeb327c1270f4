"""One export: what it is and will bring, how far it has come, and what it brought."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phien.campaigns.models import Campaign
from phien.observations import actions
from phien.observations.forms import AnswersForm, MatchForm, UndoForm
from phien.observations.models import ExportFile
from phien.observations.queries import rows, sessions
from phien.observations.queries.checks import check_file
from phien.observations.queries.preview import preview_of
from phien.observations.views.door import campaign_read, campaign_written, export_in, frame
from phien.people.policies import actor_of

ROWS = 50
OPEN = {ExportFile.State.UNKNOWN, ExportFile.State.GIVEN}


@login_required
@require_safe
def page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    campaign = campaign_read(request, slug)
    return _page(request, campaign, export_in(campaign, pk))


def _page(request: HttpRequest, campaign: Campaign, export: ExportFile, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    context = {**frame(request, campaign), "export": export, **more}
    try:
        if export.state in OPEN:
            return render(request, "observations/desk/open.html", context | _preview(export, more), status=status)
        if export.state == ExportFile.State.TAKING_IN:
            return render(request, "observations/desk/progress.html", context, status=status)
        return render(request, "observations/desk/taken.html", context | _taken(request, export, more), status=status)
    except FileNotFoundError:
        return render(request, "observations/desk/missing.html", context, status=410)


def _preview(export: ExportFile, more: dict[str, Any]) -> dict[str, Any]:
    preview = more.get("preview") or preview_of(export)
    asks = preview_of(export, {}).asks if export.answers else preview.asks
    form = more.get("form") or AnswersForm(asks=asks, export=export)
    return {"preview": preview, "form": form}


def _taken(request: HttpRequest, export: ExportFile, more: dict[str, Any]) -> dict[str, Any]:
    flagged = request.GET.get("flagged") == "1"
    counts = export.counts
    orders = bool(counts.get("orders"))
    count = counts.get("orders" if orders else "observations", 0)
    if flagged:
        count, orders = sum(counts.get("flagged", {}).values()), False
    pager = Paginator(range(count), ROWS).get_page(request.GET.get("page"))
    start = pager.start_index() - 1 if count else 0
    found: list[Any] = (
        rows.orders_of(export, limit=ROWS, offset=start)
        if orders
        else rows.observations_of(export, flagged=flagged, limit=ROWS, offset=start)
    )
    return {
        "rows": found,
        "are_orders": orders,
        "flagged": flagged,
        "page": pager,
        "query": "flagged=1&" if flagged else "",
        "sessions": sessions.sessions_of(export) if export.report == "sessions" else [],
        "broadcasts": sessions.choices_of(export) if export.report == "sessions" else [],
        "undo_form": more.get("undo_form") or UndoForm(),
        "problem": check_file(export),
    }


@login_required
@require_POST
def take_in(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask for it, or (`look`) show once more what it will bring with other answers."""
    campaign = campaign_written(request, slug)
    export = export_in(campaign, pk)
    if export.state not in OPEN:
        return redirect("export", slug, pk)
    preview = preview_of(export, {})
    form = AnswersForm(request.POST, asks=preview.asks, export=export)
    if not form.is_valid():
        return _page(request, campaign, export, preview=preview, form=form, status=422)
    if "look" in request.POST:
        again = preview_of(export, form.answers())
        return _page(request, campaign, export, preview=again, form=form)
    actions.ask_take_in(export=export, answers=form.answers(), by=actor_of(request.user))
    return redirect("export", slug, pk)


@login_required
@require_safe
def progress(request: HttpRequest, slug: str, pk: int) -> JsonResponse:
    """How far it has come, for the page that asks again and again."""
    export = export_in(campaign_read(request, slug), pk)
    response = JsonResponse({"state": export.state, "lines": export.lines_done, "of": export.lines_in_all})
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def drop(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    campaign = campaign_written(request, slug)
    actions.drop_export(export=export_in(campaign, pk))
    messages.success(request, _("The file is gone; nothing of it was taken in."))
    return redirect("exports", slug)


@login_required
@require_POST
def undo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    campaign = campaign_written(request, slug)
    export = export_in(campaign, pk)
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _page(request, campaign, export, undo_form=form, status=422)
    actions.undo_export(export=export, by=actor_of(request.user), reason=form.cleaned_data["reason"])
    messages.success(request, _("Undone: figures leave its rows out from now on."))
    return redirect("export", slug, pk)


@login_required
@require_POST
def redo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    campaign = campaign_written(request, slug)
    actions.redo_export(export=export_in(campaign, pk), by=actor_of(request.user))
    messages.success(request, _("Its rows count again."))
    return redirect("export", slug, pk)


@login_required
@require_POST
def match(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    campaign = campaign_written(request, slug)
    export = export_in(campaign, pk)
    form = MatchForm(request.POST, broadcasts=sessions.choices_of(export))
    if not form.is_valid():
        return _page(request, campaign, export, status=422)
    actions.confirm_match(
        export=export,
        subject=form.cleaned_data["subject"],
        broadcast=form.cleaned_data["broadcast"],
        by=actor_of(request.user),
    )
    messages.success(request, _("Noted which broadcast it was."))
    return redirect("export", slug, pk)
