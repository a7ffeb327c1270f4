"""The results page: the newest public report, or one by its number, and its files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language_info
from django.views.decorators.http import require_safe

from phien.campaigns.editions import EVERYWHERE, edition_of
from phien.campaigns.models import Campaign
from phien.editions.pages import kept_page
from phien.lib import kept
from phien.lib.texts import LANGUAGES
from phien.reports import files, policies, queries
from phien.reports.audiences import STYLES
from phien.reports.board import board_of
from phien.reports.charts.drawing import CHARTS
from phien.reports.models import Report
from phien.reports.papers.press import press_text
from phien.reports.suppression import THRESHOLD


def _campaign(slug: str) -> Campaign:
    return get_object_or_404(Campaign.objects.filter(is_public=True).select_related("organiser"), slug=slug)


def charts_of(report: Report, language: str) -> list[dict[str, Any]]:
    """What the page says of each chart: the names of its files, its title and what it shows in words."""
    found = []
    for chart in CHARTS:
        wide = report.file(f"{chart.id}.wide.{language}")
        if wide:
            narrow = f"{chart.id}.narrow.{language}"
            found.append({**wide, "wide": f"{chart.id}.wide.{language}", "narrow": narrow, "ranked": chart.ranked})
    return found


def text_files_of(report: Report) -> list[dict[str, str]]:
    """The press text's files, each under its language's own name. Reports of the first format have none."""
    names = ((language, f"txt.{language}") for language in LANGUAGES)
    return [
        {"language": language, "name": name, "label": str(get_language_info(language)["name_local"]).capitalize()}
        for language, name in names
        if report.file(name)
    ]


def report_context(report: Report, language: str, *, is_open: bool = False) -> dict[str, Any]:
    """The parts of a report's page, on the results page and at the desk."""
    board = board_of(report, is_open=is_open)
    return {
        "report": report,
        "board": board,
        "style": STYLES[report.audience],
        "text": press_text(board),
        "text_files": text_files_of(report),
        "charts": charts_of(report, language),
        "threshold": THRESHOLD,
        "pdf": f"pdf.{language}",
        "xlsx": f"xlsx.{language}",
    }


@require_safe
@kept_page("reports/results.html")
def results(request: HttpRequest, slug: str, number: int | None = None) -> dict[str, Any] | HttpResponse:
    campaign = _campaign(slug)
    kept.stands_on(request, edition_of(campaign.pk), *EVERYWHERE)
    reports = queries.public_reports(campaign)
    context: dict[str, Any] = {"campaign": campaign, "reports": reports}
    report = next((row for row in reports if number in (None, row.number)), None)
    if report is None and number is not None:
        withdrawn = get_object_or_404(Report, campaign=campaign, number=number, withdrawn_at__isnull=False)
        return render(request, "reports/withdrawn.html", context | {"report": withdrawn}, status=410)
    if report is not None:
        context |= report_context(report, request.LANGUAGE_CODE)
    return context


@require_safe
def file(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponse:
    """One of a report's files. Of a draft or a withdrawn report only to those who read the desk."""
    report = get_object_or_404(Report.objects.made().select_related("campaign"), campaign__slug=slug, number=number)
    is_public = report.state == "published" and report.campaign.is_public
    if not is_public and not policies.campaigns_read_by(request.user).filter(pk=report.campaign_id).exists():
        raise Http404
    entry = report.file(name)
    if entry is None:
        raise Http404
    etag = f'"{entry["sha256"][:32]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    try:
        data = files.read(entry)
    except FileNotFoundError as error:
        raise Http404 from error
    kind = name.partition(".")[0] if name.partition(".")[0] in files.TYPES else "svg"
    response = HttpResponse(data, content_type=files.TYPES[kind], headers={"ETag": etag})
    if kind != "svg":
        language = name.partition(".")[2]
        given = f"phien-{slug}-{number}{'-' + language if language else ''}.{kind}"
        response["Content-Disposition"] = f'attachment; filename="{given}"'
    patch_cache_control(response, **({"public": True} if is_public else {"private": True}), max_age=3600)
    return response
