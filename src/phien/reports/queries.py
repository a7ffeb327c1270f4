"""What pages and the command read from reports."""

from dataclasses import dataclass

from django.db.models import Q

from phien.campaigns.models import Campaign
from phien.people.models import Actor
from phien.reports.board import Board
from phien.reports.cells import Cell
from phien.reports.compute import Progress
from phien.reports.models import Report, ReportOrder
from phien.reports.verifying import (
    Problem,
    chain_problems,
    others_problems,
    report_problems,
    segments_of,
    verdict_problems,
)

__all__ = [
    "Outcome",
    "Problem",
    "figures_of_creator",
    "hits_of",
    "latest_public",
    "open_orders_of",
    "public_reports",
    "reports_of",
    "segments_of",
    "teaser_of",
    "verify",
    "verify_all",
    "verify_report",
]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What verifying found: `report` is None for the evidence itself. No problems means that everything holds."""

    report: Report | None
    problems: list[Problem]


def verify_report(report: Report, *, progress: Progress | None = None) -> list[Problem]:
    """Recompute one report and check the evidence it stands on. Empty means that everything holds."""
    evidence = [*chain_problems(), *others_problems(), *verdict_problems(report)]
    return evidence + report_problems(report, progress=progress)


def verify_all(*, progress: Progress | None = None) -> list[Outcome]:
    """The evidence first, then every report, oldest first."""
    return verify(progress=progress)


def verify(*, number: int | None = None, judging: bool = True, progress: Progress | None = None) -> list[Outcome]:
    """The evidence, then the report of this number, or every one. Without `judging`, the verdicts on hits are taken as
    they were sealed; else each judged day is judged again. Raises Report.DoesNotExist."""
    found = Report.objects.made().select_related("campaign").order_by("number")
    reports = list(found) if number is None else [found.get(number=number)]
    verdicts = verdict_problems() if judging else []
    outcomes = [Outcome(None, [*chain_problems(), *others_problems(), *verdicts])]
    outcomes.extend(Outcome(report, report_problems(report, progress=progress)) for report in reports)
    return outcomes


def reports_of(campaign: Campaign) -> list[Report]:
    """All complete reports, newest first."""
    found = Report.objects.made().filter(campaign=campaign).select_related("made_by", "published_by", "campaign")
    return list(found)


def open_orders_of(campaign: Campaign) -> list[ReportOrder]:
    """What is ordered and not made yet, and what could not be made since the newest report."""
    made = Report.objects.made().filter(campaign=campaign).first()
    rows = ReportOrder.objects.filter(campaign=campaign).exclude(state=ReportOrder.State.MADE)
    refused = Q(state=ReportOrder.State.REFUSED)
    return list(rows.exclude(refused & Q(asked_at__lt=made.asked_at)) if made else rows)


def public_reports(campaign: Campaign) -> list[Report]:
    """Newest first."""
    return list(Report.objects.public().filter(campaign=campaign).select_related("campaign__organiser", "bundle"))


def latest_public(campaign: Campaign) -> Report | None:
    return Report.objects.public().filter(campaign=campaign).select_related("campaign__organiser").first()


def figures_of_creator(report: Report, actor: Actor) -> list[Cell]:
    """What one creator brought, in the registry's order. Their own figures are shown to them however small."""
    figures = list(report.figures.filter(dimension="creator", key=actor.slug))
    return list(Board(report, figures, is_open=True).figures_in_order())


def hits_of(report: Report) -> Cell | None:
    """All hits of a report: what was taken in, and what was left out for which reason."""
    return Board(report, list(report.figures.filter(metric="hits", dimension=""))).total("hits")


def teaser_of(campaign: Campaign) -> Board | None:
    """The totals of the newest public report."""
    report = Report.objects.public().filter(campaign=campaign).first()
    return Board(report, list(report.figures.filter(dimension=""))) if report else None
