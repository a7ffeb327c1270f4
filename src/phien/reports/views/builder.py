"""The builder: for whom, which time, which figures; a preview; and the making, which a large site does by its tick."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phien.campaigns.models import Campaign
from phien.lib.errors import Refused
from phien.people.policies import actor_of
from phien.reports import actions, previewing, words
from phien.reports.audiences import STYLES, chosen_for
from phien.reports.board import TABLES
from phien.reports.chosen import Chosen
from phien.reports.forms import MakeForm
from phien.reports.metrics import REGISTRY, Source
from phien.reports.models import Audience, Report, ReportOrder
from phien.reports.views.desk import run_by


def _form(request: HttpRequest, campaign: Campaign, audience: str) -> MakeForm:
    phases = list(campaign.phases.all())
    if request.method == "POST":
        return MakeForm(request.POST, campaign=campaign, phases=phases)
    return MakeForm(campaign=campaign, phases=phases, initial={"audience": audience, "chosen": True})


def _figures(chosen: Chosen) -> list[dict[str, Any]]:
    """All figures by source, those that are chosen first and in their order."""
    rank = {name: number for number, name in enumerate(chosen.metrics or ())}
    blocks = []
    for source in Source:
        metrics = [metric for metric in REGISTRY.values() if metric.source is source]
        metrics.sort(key=lambda metric: rank.get(metric.id, len(rank)))
        rows = [{"metric": m, "is_chosen": m.id in rank, "whole": REGISTRY.get(m.inside)} for m in metrics]
        if rows:
            blocks.append({"source": source.value, "title": words.BLOCKS[source], "rows": rows})
    return blocks


def _page(request: HttpRequest, campaign: Campaign, form: MakeForm, *, status: int = 200) -> HttpResponse:
    audience = str(form["audience"].value() or Audience.MINISTRY)
    if audience not in STYLES:
        audience = Audience.MINISTRY.value
    chosen = chosen_for(audience)
    if form.is_bound and form["chosen"].value():
        chosen = Chosen(tuple(form["metrics"].value() or ()), tuple(form["tables"].value() or ()))
    context = {
        "campaign": campaign,
        "form": form,
        "audience": audience,
        "lead": STYLES[audience].lead,
        "audiences": Audience.choices,
        "blocks": _figures(chosen),
        "tables": [(spec, chosen.has_table(spec.id)) for spec in TABLES if any(m in REGISTRY for m in spec.metrics)],
    }
    return render(request, "reports/desk/build.html", context, status=status)


@login_required
@require_safe
def build(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = run_by(request, slug)
    audience = request.GET.get("audience", "")
    return _page(request, campaign, _form(request, campaign, audience if audience in STYLES else Audience.MINISTRY))


@login_required
@require_POST
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """What the report will look like. Its numbers are counted only where that takes no longer than a page may."""
    campaign = run_by(request, slug)
    form = _form(request, campaign, "")
    if not form.is_valid():
        return _page(request, campaign, form, status=400)
    since, until = form.span()
    try:
        found = previewing.preview(
            campaign=campaign,
            since=since,
            until=until,
            audience=form.reader,
            title=form.cleaned_data["title"],
            note=form.cleaned_data["note"],
            chosen=form.choice(),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("build_report", slug=slug)
    context = {
        "campaign": campaign,
        "found": found,
        "board": found.board,
        "report": found.board.report,
        "lead": STYLES[form.reader].lead,
        "sent": [(name, value) for name, values in request.POST.lists() for value in values if name != _TOKEN],
    }
    return render(request, "reports/desk/preview.html", context)


_TOKEN = "csrfmiddlewaretoken"  # noqa: S105  # a field's name


@login_required
@require_POST
def make(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = run_by(request, slug)
    form = _form(request, campaign, "")
    if not form.is_valid():
        return _page(request, campaign, form, status=400)
    since, until = form.span()
    try:
        order = actions.order_report(
            campaign=campaign,
            since=since,
            until=until,
            audience=form.reader,
            title=form.cleaned_data["title"],
            note=form.cleaned_data["note"],
            chosen=form.choice(),
            by=actor_of(request.user),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("numbers_desk", slug=slug)
    if not actions.is_large(order):
        actions.fill_order(order=order)
    return redirect("report_order", slug=slug, pk=order.pk)


@login_required
@require_safe
def order(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How far the making has come; when it is done, the report."""
    campaign = run_by(request, slug)
    row = get_object_or_404(ReportOrder, campaign=campaign, pk=pk)
    report = Report.objects.made().filter(order=row).first()
    if report is not None:
        text = _("Report %(number)s is made: %(count)s figures. Look at it, then publish it.")
        messages.success(request, text % {"number": report.number, "count": report.figures.count()})
        return redirect("numbers_report", slug=slug, number=report.number)
    return render(request, "reports/desk/order.html", {"campaign": campaign, "order": row})
