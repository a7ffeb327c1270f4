"""The numbers desk: today so far, reports and what they hold, and one's own figures for a creator."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phien.campaigns.models import Campaign
from phien.evidence import queries as evidence
from phien.lib import clock, tables
from phien.lib.errors import NotAllowed, Refused
from phien.people.models import Actor
from phien.people.policies import actor_of
from phien.reports import actions, policies, queries, words
from phien.reports.forms import WithdrawForm
from phien.reports.models import Audience, Report
from phien.reports.views.public import report_context

ROWS = 20
MOST_SOUGHT = 80


def found(request: HttpRequest, slug: str) -> Campaign:
    """The campaign, through the person: a 404 for everybody whose desk it is not."""
    return get_object_or_404(policies.campaigns_of(request.user), slug=slug)


def run_by(request: HttpRequest, slug: str) -> Campaign:
    """The same for what only organisers do. Raises NotAllowed for the desk's other readers."""
    campaign = found(request, slug)
    if not policies.can_make(request.user, campaign):
        raise NotAllowed
    return campaign


def _start_of_today() -> datetime:
    return timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)


def _today(campaign: Campaign) -> dict[str, Any]:
    totals = evidence.totals(campaign.slug, since=_start_of_today())
    lines = evidence.segments()
    pages = [totals["page"], totals["clip"]]
    return {
        "totals": totals,
        "pages": {name: sum(getattr(t, name) for t in pages) for name in ("gross", "excluded", "net", "simulated")},
        "watched": words.duration(totals["live"].seconds),
        "sealed_until": max((datetime.fromisoformat(line.last_at) for line in lines), default=None),
    }


def _report_of(campaign: Campaign, number: int) -> Report:
    rows = Report.objects.made().select_related("campaign__organiser", "made_by", "bundle")
    return get_object_or_404(rows, campaign=campaign, number=number)


@login_required
@require_safe
def numbers(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = found(request, slug)
    if not policies.can_read(request.user, campaign):
        return _own_numbers(request, campaign)
    can_make = policies.can_make(request.user, campaign)
    return render(request, "reports/desk/numbers.html", _desk(request, campaign, can_make=can_make))


def _desk(request: HttpRequest, campaign: Campaign, *, can_make: bool) -> dict[str, Any]:
    reports = queries.reports_of(campaign)
    hits = queries.hits_of(reports[0]) if reports else None
    sought = request.GET.get("q", "").strip()[:MOST_SOUGHT]
    shown = [
        row
        for row in reports
        if sought.casefold() in f"{row.number} {row.name} {row.get_audience_display()}".casefold()
    ]
    return {
        "campaign": campaign,
        "has_reports": bool(reports),
        "page": Paginator(shown, ROWS).get_page(request.GET.get("page")),
        "sought": sought,
        "newest": reports[0] if reports else None,
        "hits": hits,
        "can_make": can_make,
        "orders": queries.open_orders_of(campaign) if can_make else [],
        "audiences": Audience.choices,
        "site_now": clock.now(),
        **_today(campaign),
    }


def _words_of(row: Report) -> str:
    return f"{row.number} {row.name} {row.get_audience_display()}".casefold()


@login_required
@require_safe
def listed(request: HttpRequest, slug: str) -> HttpResponse:
    """All reports of the campaign as CSV."""
    campaign = found(request, slug)
    if not policies.can_read(request.user, campaign):
        raise NotAllowed
    head = [
        *(_("No."), _("Title of the report"), _("For whom it is"), _("From"), _("Until")),
        *(_("State"), _("Made"), _("Verified")),
    ]
    rows = [
        (r.number, r.name, r.get_audience_display(), r.since, r.until, r.state, r.made_at, r.checked_at)
        for r in queries.reports_of(campaign)
    ]
    response = HttpResponse(tables.whole(head, rows), content_type=tables.MIME)
    response["Content-Disposition"] = f'attachment; filename="reports-{slug}.csv"'
    return response


def _own_numbers(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """A creator's own figures: the newest report's lines of that creator, and today's hits through their links."""
    actor = actor_of(request.user)
    reports = queries.reports_of(campaign)
    own = queries.figures_of_creator(reports[0], actor) if reports and actor else []
    since = _start_of_today()
    today = {
        kind: sum(hour.net for hour in evidence.rollup(kind, since=since, campaign=campaign.slug, creator=actor.slug))
        for kind in ("visit", "clip", "click", "order")
        if actor is not None
    }
    context = {"campaign": campaign, "report": reports[0] if reports else None, "cells": own, "today": today}
    return render(request, "reports/desk/own.html", context)


@login_required
@require_safe
def report(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One report with every cell, and what verifying found."""
    campaign = found(request, slug)
    if not policies.can_read(request.user, campaign):
        raise NotAllowed
    return _report_page(request, campaign, _report_of(campaign, number))


def _report_page(
    request: HttpRequest, campaign: Campaign, row: Report, form: WithdrawForm | None = None, status: int = 200
) -> HttpResponse:
    context = report_context(row, request.LANGUAGE_CODE, is_open=True) | {
        "campaign": campaign,
        "can_make": policies.can_make(request.user, campaign),
        "withdraw_form": form or WithdrawForm(),
    }
    return render(request, "reports/desk/report.html", context, status=status)


@login_required
@require_POST
def publish(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    row = _report_of(run_by(request, slug), number)
    try:
        actions.publish_report(report=row, by=_actor(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Report %(number)s is public now.") % {"number": row.number})
    return redirect("numbers_report", slug=slug, number=number)


@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    campaign = run_by(request, slug)
    row = _report_of(campaign, number)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _report_page(request, campaign, row, form, status=400)
    try:
        actions.withdraw_report(report=row, by=_actor(request), reason=form.cleaned_data["reason"])
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Report %(number)s is no longer public.") % {"number": row.number})
    return redirect("numbers_report", slug=slug, number=number)


@login_required
@require_POST
def verify(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    campaign = found(request, slug)
    if not policies.can_read(request.user, campaign):
        raise NotAllowed
    row = _report_of(campaign, number)
    problems = actions.check_report(report=row)
    if problems:
        messages.error(request, _("Report %(number)s does not hold.") % {"number": row.number})
    else:
        messages.success(
            request,
            _("Every figure was counted again, and every file read: report %(number)s holds.") % {"number": row.number},
        )
    return redirect("numbers_report", slug=slug, number=number)


def _actor(request: HttpRequest) -> Actor | None:
    return actor_of(request.user)
