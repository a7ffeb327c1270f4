"""Showing a report to everybody, taking it back, and recomputing it."""

from django.db import transaction

from phien.campaigns.editions import edition_of
from phien.editions.actions import renew
from phien.lib import clock
from phien.people.models import Actor
from phien.reports.compute import Progress
from phien.reports.errors import AlreadyPublished, DoesNotHold, NotPublished, ReasonMissing, WasWithdrawn
from phien.reports.models import Report
from phien.reports.queries import Problem, verify_report


def publish_report(*, report: Report, by: Actor | None) -> Report:
    """Show it on the results page, after it has been verified once more.

    Raises AlreadyPublished, WasWithdrawn, DoesNotHold.
    """
    if report.withdrawn_at:
        raise WasWithdrawn
    if report.published_at:
        raise AlreadyPublished
    if check_report(report=report):
        raise DoesNotHold
    with transaction.atomic():
        row = Report.objects.select_for_update().get(pk=report.pk)
        if row.withdrawn_at:
            raise WasWithdrawn
        if row.published_at:
            raise AlreadyPublished
        row.published_at, row.published_by = clock.now(), by
        row.save(update_fields=["published_at", "published_by"])
        renew(edition_of(row.campaign_id))
    return row


@transaction.atomic
def withdraw_report(*, report: Report, reason: str, by: Actor | None) -> Report:
    """Take a public report down. It keeps its number, and says why it was withdrawn.

    Raises NotPublished, ReasonMissing.
    """
    reason = reason.strip()[:300]
    if not reason:
        raise ReasonMissing
    row = Report.objects.select_for_update().get(pk=report.pk)
    if not row.published_at or row.withdrawn_at:
        raise NotPublished
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = clock.now(), by, reason
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    renew(edition_of(row.campaign_id))
    return row


def check_report(*, report: Report, progress: Progress | None = None) -> list[Problem]:
    """Recompute it, and note on it when that was and what was found."""
    problems = verify_report(report, progress=progress)
    report.checked_at = clock.now()
    report.problems = [{"code": p.code, "what": p.what, "message": p.message} for p in problems]
    report.save(update_fields=["checked_at", "problems"])
    return problems
