"""The desk of cases: what viewers reported, the most pressing first, and the decision."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from phien.lib import clock, tables
from phien.lib.errors import NotAllowed
from phien.live import policies
from phien.live.actions import decide_complaint
from phien.live.forms.law import CaseFilterForm, DecisionForm
from phien.live.models import Broadcast
from phien.live.policies import CASE_READERS
from phien.live.queries import law
from phien.people.models import Role
from phien.people.policies import actor_of, scopes_of

ROWS = 30
COLUMNS = ("case", "broadcast", "reason", "at", "second", "replay", "due", "decided", "in_time", "decision", "answer")


def _door(request: HttpRequest) -> dict[str, Any]:
    """Organisers and moderators; everybody else is refused. Gives what the frame of the pages needs."""
    if not scopes_of(request.user, *CASE_READERS):
        raise NotAllowed
    return {"tab": "cases", "organises": bool(scopes_of(request.user, Role.Duty.ORGANISER))}


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    frame = _door(request)
    form = CaseFilterForm(request.GET)
    narrowing = form.narrowing()
    seen = law.complaints_seen_by(request.user)
    page = Paginator(law.narrowed(seen, **narrowing), ROWS).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "cases": [law.case_of(row) for row in page.object_list],
        "state": narrowing["state"],
        "query": f"{kept.urlencode()}&" if kept else "",
        "counts": law.counts(seen),
    }
    return render(request, "live/law/cases.html", context | frame)


@login_required
@require_safe
def table(request: HttpRequest) -> StreamingHttpResponse:
    """The cases that the list shows, without how to reach who reported."""
    _door(request)
    rows = law.narrowed(law.complaints_seen_by(request.user), **CaseFilterForm(request.GET).narrowing())
    cells = (
        (
            row.code,
            row.broadcast.slug,
            row.reason,
            row.at,
            row.second,
            row.is_of_replay,
            row.due_at,
            row.decided_at,
            "" if row.decided_at is None else row.decided_at <= row.due_at,
            row.decision,
            row.answer,
        )
        for row in rows.iterator(chunk_size=500)
    )
    response = StreamingHttpResponse(tables.lines(COLUMNS, cells), content_type=tables.MIME)
    response["Content-Disposition"] = f'attachment; filename="cases-{clock.today():%Y-%m-%d}.csv"'
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, pk: int) -> HttpResponse:
    frame = _door(request)
    row = get_object_or_404(law.complaints_seen_by(request.user), pk=pk)
    can_decide = policies.can_decide(request.user, row.broadcast)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not can_decide:
            raise NotAllowed
        if form.is_valid():
            decide_complaint(complaint=row, by=actor_of(request.user), **form.cleaned_data)
            messages.success(request, _("Decided. The answer stands on the case's page."))
            return redirect("live_cases")
    context = {
        "row": row,
        "case": law.case_of(row),
        "form": form,
        "can_decide": can_decide,
        "broadcast": row.broadcast,
        "is_cut": row.broadcast.state == Broadcast.State.CUT,
    }
    return render(request, "live/law/case_desk.html", context | frame, status=422 if form.errors else 200)
