"""The traffic page of the numbers desk: what was left out, why, and which hits these are."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phien.campaigns.models import Campaign
from phien.evidence import actions as evidence_actions
from phien.evidence import queries as evidence
from phien.evidence.rules import CURRENT, SETS
from phien.lib import tables
from phien.lib.errors import NotAllowed, Refused
from phien.people.policies import actor_of
from phien.reports import policies, words
from phien.reports.traffic import comparing, counting
from phien.reports.traffic.asked import Asked, RunForm, asked_of
from phien.reports.traffic.explained import explained
from phien.reports.traffic.naming import creator_rows, subject_rows
from phien.reports.traffic.picture import picture_of
from phien.reports.views.desk import found, run_by

ROWS = 25
RUNS = 12
HEAD = ("happened_at", "kind", "subject", "creator", "link", "visitor", "agent", "seconds", "simulated")


def _read_by(request: HttpRequest, slug: str) -> Campaign:
    """The campaign, for those who read all its numbers. Raises NotAllowed for a creator."""
    campaign = found(request, slug)
    if not policies.can_read(request.user, campaign):
        raise NotAllowed
    return campaign


@login_required
@require_safe
def traffic(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = _read_by(request, slug)
    return render(request, "reports/traffic/page.html", _page(request, campaign, asked_of(request.GET)))


def _page(request: HttpRequest, campaign: Campaign, asked: Asked, form: RunForm | None = None) -> dict[str, Any]:
    sums = counting.counted(campaign, asked)
    context: dict[str, Any] = {
        "campaign": campaign,
        "asked": asked,
        "counted": sums,
        "reasons": [(code, words.reason(code), hits) for code, hits in sums.total.reasons],
        "picture": picture_of(sums, people_only=asked.people_only),
        "explained": explained(),
        "current": CURRENT,
        "can_run": policies.can_make(request.user, campaign),
    }
    if not asked.days:
        return context
    runs = evidence.rules_runs(since=asked.first_day, until=asked.last_day)
    page = Paginator(runs, RUNS).get_page(request.GET.get("page"))
    deciding = evidence.deciding_runs(page)
    by, query = request.GET.get("by", ""), request.GET.get("q", "").strip()[:80]
    lists = {"creators": creator_rows, "subjects": subject_rows}
    by = by if by in lists else "creators"
    orders = evidence.rules_orders()
    return context | {
        "by": by,
        "q": query,
        "rows": Paginator(lists[by](campaign, sums, query), ROWS).get_page(request.GET.get("rows")),
        "page": page,
        "runs": [(run, sum(sums.runs.get(run.verdicts, {}).values()), run.name in deciding) for run in page],
        "compared": comparing.compared(sums, request.GET.get("before", ""), request.GET.get("after", "")),
        "versions": [rules.version for rules in SETS],
        "orders": orders,
        "is_running": any(order.finished_at is None for order in orders),
        "form": form or RunForm(initial={"since": asked.first_day, "until": asked.last_day}),
    }


@login_required
@require_safe
def hits(request: HttpRequest, slug: str) -> HttpResponse:
    """The hits behind one reason, a page at a time."""
    campaign = _read_by(request, slug)
    asked, reason = asked_of(request.GET), request.GET.get("reason", "")
    total = counting.counted(campaign, asked).total.by_reason
    if not reason or reason not in {one.reason for one in explained()} | set(total):
        raise Http404
    page = Paginator(range(total.get(reason, 0)), ROWS).get_page(request.GET.get("page"))
    rows = counting.examples(campaign, asked, reason, offset=max(0, page.start_index() - 1), limit=ROWS)
    context = {
        "campaign": campaign,
        "asked": asked,
        "reason": reason,
        "explained": next((one for one in explained() if one.reason == reason), None),
        "name": words.reason(reason),
        "page": page,
        "rows": [(row, words.KINDS.get(row.kind, row.kind)) for row in rows],
        "query": asked.query(reason=reason) + "&",
    }
    return render(request, "reports/traffic/hits.html", context)


@login_required
@require_safe
def hits_table(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The same as CSV, the first 100,000."""
    campaign = _read_by(request, slug)
    asked, reason = asked_of(request.GET), request.GET.get("reason", "")
    if reason not in {one.reason for one in explained()}:
        raise Http404
    rows = counting.all_examples(campaign, asked, reason)
    cells: Iterator[tuple[object, ...]] = (tuple(getattr(row, name) for name in HEAD) for row in rows)
    return _csv(tables.lines(HEAD, cells), f"{campaign.slug}-{reason}-{asked.day or 'whole'}.csv")


@login_required
@require_safe
def sums_table(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """Gross, each reason and net, by creator and link or by subject, as CSV."""
    campaign = _read_by(request, slug)
    asked = asked_of(request.GET)
    sums = counting.counted(campaign, asked)
    reasons = [reason for reason, _hits in sums.total.reasons]
    found = sums.subjects if request.GET.get("by") == "subjects" else sums.creators
    keys = ("subject",) if found is sums.subjects else ("creator", "link")
    rows = (
        (*((key,) if isinstance(key, str) else key), row.gross, *(row.by_reason.get(r, 0) for r in reasons), row.net)
        for key, row in found.items()
    )
    name = f"{campaign.slug}-traffic-{keys[0]}-{asked.day or 'whole'}.csv"
    return _csv(tables.lines((*keys, "gross", *reasons, "net"), rows), name)


def _csv(lines: Iterator[str], name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines, content_type=tables.MIME)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
@require_POST
def run(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a set of rules to be run over days; the tick does it."""
    campaign = run_by(request, slug)
    form = RunForm(request.POST)
    if not form.is_valid():
        context = _page(request, campaign, asked_of(request.GET), form)
        return render(request, "reports/traffic/page.html", context, status=400)
    actor = actor_of(request.user)
    try:
        order = evidence_actions.order_rules(**form.cleaned_data, by=actor.slug if actor else "")
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        text = _("Rules %(rules)s are being run over %(days)s days.")
        messages.success(request, text % {"rules": order.rules, "days": order.days})
    return redirect(reverse("numbers_traffic", args=[slug]) + "#runs")
