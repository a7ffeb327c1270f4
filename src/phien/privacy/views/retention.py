"""What is forgotten when: the last run of each class, the next, what will go; another period, and "now"."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from phien.lib import clock, personal, tables
from phien.lib.errors import Refused
from phien.privacy import actions
from phien.privacy.forms.retention import PeriodForm
from phien.privacy.queries import retention
from phien.privacy.views.doors import frame, keeper, paged, reader

HEAD = ("class", "kind", "began", "ended", "forgotten", "error", "asked_by")


def _known(holding: str) -> personal.Holding:
    try:
        return personal.holding(holding)
    except KeyError as error:
        raise Http404 from error


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    reach = reader(request)
    clocks = retention.clocks(with_due=True)
    context = {
        "clocks": [one for one in clocks if one.holding.prune is not None],
        "without": [one for one in clocks if one.holding.prune is None],
        "failed": [one for one in clocks if one.last is not None and one.last.error],
    }
    return render(request, "privacy/desk/retention.html", context | frame(reach, "retention"))


@login_required
@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """All runs, of one class or of all."""
    reach = reader(request)
    of = request.GET.get("class", "")
    holding = _known(of) if of else None
    context = {"holding": holding, "names": {held.id: held.name for held in personal.holdings()}}
    return render(
        request,
        "privacy/desk/runs.html",
        context | paged(request, retention.runs_of(of)) | frame(reach, "retention"),
    )


@login_required
@require_safe
def table(request: HttpRequest) -> StreamingHttpResponse:
    reader(request)
    cells = (
        (row.holding, row.kind, row.started_at, row.finished_at, row.count, row.error,
         row.asked_by.slug if row.asked_by else "")
        for row in retention.runs_of(request.GET.get("class", "")).iterator(chunk_size=500)
    )  # fmt: skip
    response = StreamingHttpResponse(tables.lines(HEAD, cells), content_type=tables.MIME)
    response["Content-Disposition"] = f'attachment; filename="forgotten-{clock.today():%Y-%m-%d}.csv"'
    return response


@login_required
@require_POST
def set_period(request: HttpRequest, holding: str) -> HttpResponse:
    actor, held = keeper(request), _known(holding)
    form = PeriodForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write a number of days."))
        return redirect("privacy_retention")
    try:
        actions.set_period(holding=held.id, days=form.cleaned_data["days"], by=actor)
    except Refused as refused:
        messages.error(request, f"{held.name}: {refused}")
    else:
        days = form.cleaned_data["days"]
        words = ngettext(
            "%(name)s: kept for %(days)s day from now on.", "%(name)s: kept for %(days)s days from now on.", days
        )
        messages.success(request, words % {"name": held.name, "days": days})
    return redirect("privacy_retention")


@login_required
@require_POST
def run_now(request: HttpRequest, holding: str) -> HttpResponse:
    actor, held = keeper(request), _known(holding)
    try:
        run = actions.run_now(holding=held.id, by=actor)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("privacy_retention")
    facts = {"name": held.name, "count": run.count}
    if run.error:
        messages.error(request, _("%(name)s: this failed. It is tried again within the hour.") % facts)
    elif run.finished_at is None:
        messages.success(request, _("%(name)s: %(count)s forgotten so far; it goes on by itself.") % facts)
    else:
        messages.success(request, _("%(name)s: %(count)s forgotten.") % facts)
    return redirect("privacy_retention")
