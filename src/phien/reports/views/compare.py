"""Two reports of a campaign side by side, at the desk."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phien.lib import tables
from phien.lib.errors import NotAllowed
from phien.reports import comparing, policies, queries
from phien.reports.board import board_of
from phien.reports.models import Report
from phien.reports.views.desk import found


def _asked(reports: list[Report], text: str, otherwise: int) -> Report | None:
    for report in reports:
        if text == str(report.number):
            return report
    return reports[otherwise] if len(reports) > otherwise else None


@login_required
@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """The last two, or those named by their numbers as `left` and `right`; `as=csv` gives the table."""
    campaign = found(request, slug)
    if not policies.can_read(request.user, campaign):
        raise NotAllowed
    reports = queries.reports_of(campaign)
    left = _asked(reports, request.GET.get("left", ""), 1)
    right = _asked(reports, request.GET.get("right", ""), 0)
    pairs = comparing.pairs_of(board_of(left, is_open=True), board_of(right, is_open=True)) if left and right else []
    if request.GET.get("as") == "csv" and left and right:
        head = [_("Figure"), _("Source"), str(left.number), str(right.number), _("Difference")]
        rows = [
            (
                pair.cell.metric.name,
                pair.cell.source_text,
                pair.left.text if pair.left else "",
                pair.right.text if pair.right else "",
                pair.difference_text,
            )
            for pair in pairs
        ]
        response = HttpResponse(tables.whole(head, rows), content_type=tables.MIME)
        response["Content-Disposition"] = f'attachment; filename="compare-{left.number}-{right.number}.csv"'
        return response
    context = {"campaign": campaign, "reports": reports, "left": left, "right": right, "pairs": pairs}
    return render(request, "reports/desk/compare.html", context)
