"""The desk of requests: who asked, what was found, and the answer."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phien.campaigns.policies import organised_by
from phien.lib import clock, personal, tables
from phien.lib.errors import Refused
from phien.privacy import actions
from phien.privacy.forms.requests import DeskRequestForm, EraseForm, RefuseForm, RequestFilterForm
from phien.privacy.models import AccessRecord, Request
from phien.privacy.queries import archive, finding
from phien.privacy.queries.requests import narrowed, open_count, requests_for
from phien.privacy.views.doors import frame, organiser, paged
from phien.privacy.views.public import zipped

HEAD = (
    "number",
    "asked",
    "kind",
    "proof",
    "campaign",
    "state",
    "due",
    "answered",
    "in_time",
    "found",
    "erased",
    "kept",
)


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    reach, _actor = organiser(request)
    form = RequestFilterForm(request.GET)
    rows = narrowed(requests_for(reach), **form.narrowing())
    open_ones, late = open_count(reach)
    context = {"form": form, "open": open_ones, "late": late} | paged(request, rows)
    return render(request, "privacy/desk/requests.html", context | frame(reach, "requests"))


@login_required
@require_safe
def table(request: HttpRequest) -> StreamingHttpResponse:
    """Requests without who asked."""
    reach, _actor = organiser(request)
    rows = narrowed(requests_for(reach), **RequestFilterForm(request.GET).narrowing())
    cells = (
        (row.code, row.asked_at, row.kind, row.proof, row.campaign.slug if row.campaign else "", row.state, row.due_at,
         row.finished_at, "" if row.finished_at is None else row.finished_at <= row.due_at, sum(row.found.values()),
         sum(row.erased.values()), sum(rows for _name, rows, _why in row.kept))
        for row in rows.iterator(chunk_size=500)
    )  # fmt: skip
    response = StreamingHttpResponse(tables.lines(HEAD, cells), content_type=tables.MIME)
    response["Content-Disposition"] = f'attachment; filename="requests-{clock.today():%Y-%m-%d}.csv"'
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    reach, actor = organiser(request)
    campaigns = organised_by(request.user).order_by("-starts_at")
    given = request.POST if request.method == "POST" else None
    form = DeskRequestForm(given, campaigns=campaigns, is_site=reach.is_site)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        proof = Request.Proof.SEEN if facts["is_known"] else Request.Proof.NONE
        try:
            row = actions.ask(
                kind=facts["kind"],
                person=form.person(),
                proof=proof,
                by=actor,
                campaign=facts["campaign"],
                note=facts["note"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("privacy_request_desk", row.code)
    status = 422 if form.errors else 200
    return render(request, "privacy/desk/request_add.html", {"form": form} | frame(reach, "requests"), status=status)


@login_required
@never_cache
@require_safe
def request_desk(request: HttpRequest, code: str) -> HttpResponse:
    reach, actor = organiser(request)
    row = get_object_or_404(requests_for(reach), code=code)
    actions.note_access(what="read", by=actor, request=row)
    return _page(request, row)


def _page(request: HttpRequest, row: Request, status: int = 200, **more: Any) -> HttpResponse:
    reach, _actor = organiser(request)
    holdings = {held.id: held for held in personal.holdings()}
    context = {
        "row": row,
        "found": [(holdings[name], rows) for name, rows in row.found.items() if name in holdings],
        "erased": [(holdings[name], rows) for name, rows in row.erased.items() if name in holdings],
        "kept": [(holdings.get(name), rows, _(why)) for name, rows, why in row.kept],
        "erase_form": EraseForm(),
        "refuse_form": RefuseForm(),
        "accesses": AccessRecord.objects.filter(request=row).select_related("by")[:50],
        **more,
    }
    return render(request, "privacy/desk/request.html", context | frame(reach, "requests"), status=status)


@login_required
@never_cache
@require_POST
def act(request: HttpRequest, code: str, what: str) -> HttpResponse:
    """Look for it, show it, note that the person is known, hand it out, erase it, or refuse."""
    reach, actor = organiser(request)
    row = get_object_or_404(requests_for(reach), code=code)
    try:
        match what:
            case "look":
                found = actions.look_for(request=row, by=actor)
                row.refresh_from_db()
                return _page(request, row, rows=[(personal.holding(name), some) for name, some in found.items()])
            case "known":
                actions.note_proof(request=row, by=actor)
            case "hand-out":
                actions.hand_out(request=row, by=actor)
                if row.phone:
                    words = _("The person can fetch it now, with the number, an order code and the phone.")
                    messages.success(request, words)
            case "zip":
                return _zip(row, actor)
            case "erase":
                form = EraseForm(request.POST)
                if not form.is_valid():
                    return _page(request, row, status=422, erase_form=form)
                actions.erase(request=row, typed=form.cleaned_data["typed"], by=actor)
                messages.success(request, _("Erased. What had to stay is named below."))
            case _:
                refusal = RefuseForm(request.POST)
                if not refusal.is_valid():
                    return _page(request, row, status=422, refuse_form=refusal)
                actions.refuse(request=row, answer=refusal.cleaned_data["answer"], by=actor)
    except Refused as refused:
        row.refresh_from_db()
        return _page(request, row, status=refused.status, refused=refused)
    return redirect("privacy_request_desk", row.code)


def _zip(row: Request, actor: Any) -> HttpResponse:
    rows = finding.rows_of(row)
    actions.note_access(what="handed_out", by=actor, request=row, rows=sum(len(some) for some in rows.values()))
    return zipped(archive.archive(row, rows), row.code)
