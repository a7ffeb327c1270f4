"""The auditor's walk: a figure, the rows behind it, one row as it was sealed. Everybody sees the first step."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import duckdb
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phien.campaigns.models import Campaign
from phien.lib import tables
from phien.lib.errors import NotAllowed
from phien.reports import policies, words
from phien.reports.metrics import Metric
from phien.reports.models import Figure, Report
from phien.reports.views.desk import found
from phien.reports.walk import exports, raw
from phien.reports.walk.lineage import definition_of, figure_of, lineage_of
from phien.reports.walk.rows import PAGE, Asked, Page, days_of, rows_of
from phien.reports.walk.trails import trail_of

SHOWN_SEGMENTS = 60
MOST_TEXT = 200


def _read(request: HttpRequest, slug: str, number: int) -> tuple[Campaign, Report]:
    """For the desk's readers. Raises NotAllowed for those who see only their own figures."""
    campaign = found(request, slug)
    if not policies.can_read(request.user, campaign):
        raise NotAllowed
    rows = Report.objects.made().select_related("campaign__organiser")
    return campaign, get_object_or_404(rows, campaign=campaign, number=number)


def _figure(request: HttpRequest, report: Report) -> Figure:
    asked = [request.GET.get(name, "")[:MOST_TEXT] for name in ("m", "d", "k")]
    figure = figure_of(report, *asked)
    if figure is None:
        raise Http404
    return figure


def address_of(figure: Figure, **more: object) -> str:
    """What names a figure in an address."""
    place = {"m": figure.metric, "d": figure.dimension, "k": figure.key}
    return urlencode({name: value for name, value in (place | more).items() if value not in ("", None) or name == "m"})


def _context(campaign: Campaign, report: Report, figure: Figure, *, is_open: bool) -> dict[str, Any]:
    lineage = lineage_of(report, figure, is_open=is_open)
    if lineage is None:
        raise Http404
    has_rows = lineage.definition is not None and trail_of(lineage.definition) is not None
    return {
        "campaign": campaign,
        "report": report,
        "lineage": lineage,
        "cell": lineage.cell,
        "dimension": words.DIMENSIONS.get(figure.dimension, figure.dimension),
        "address": address_of(figure),
        "has_rows": has_rows,
        "shown": SHOWN_SEGMENTS,
        "shown_slice": f":{SHOWN_SEGMENTS}",
    }


@login_required
@require_safe
def figure(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The first step: what a figure says and what it was counted from."""
    campaign, report = _read(request, slug, number)
    context = _context(campaign, report, _figure(request, report), is_open=True)
    return render(request, "reports/walk/figure.html", context)


@require_safe
def public_figure(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The same for everybody, as the report prints it."""
    rows = Report.objects.public().filter(campaign__is_public=True).select_related("campaign__organiser")
    report = get_object_or_404(rows, campaign__slug=slug, number=number)
    context = _context(report.campaign, report, _figure(request, report), is_open=False)
    return render(request, "reports/walk/public.html", context)


@login_required
@require_safe
def rows(request: HttpRequest, slug: str, number: int) -> HttpResponse | StreamingHttpResponse:
    """The second step: the rows behind a figure, or all of them as CSV."""
    campaign, report = _read(request, slug, number)
    counted = _figure(request, report)
    definition = definition_of(report, counted)
    trail = trail_of(definition) if definition else None
    if definition is None or trail is None:
        raise Http404
    days = days_of(report) if trail.by_day else []
    reason = request.GET.get("reason")
    asked = Asked(counted, None if reason is None else reason[:MOST_TEXT], _day(request, counted, days))
    if "csv" in request.GET:
        lines = tables.lines(_heads(report, definition, asked), _each(report, definition, asked))
        name = f"{counted.metric}-{report.number}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(lines, content_type=tables.MIME, headers=headers)
    with suppress(ValueError):
        page_number = max(1, min(int(request.GET.get("page", "1")), 1_000_000))
        return _rows_page(request, campaign, report, asked, definition, days, page_number)
    raise Http404


def _day(request: HttpRequest, figure: Figure, days: list[date]) -> date | None:
    """The day that is asked for, else that of the figure's own hour or day, else the first."""
    said = request.GET.get("day", "") or (figure.key[:10] if figure.dimension in ("minute", "hour", "day") else "")
    with suppress(ValueError):
        wanted = date.fromisoformat(said)
        if wanted in days:
            return wanted
    return days[0] if days else None


def _rows_page(
    request: HttpRequest,
    campaign: Campaign,
    report: Report,
    asked: Asked,
    definition: Metric,
    days: list[date],
    page_number: int,
) -> HttpResponse:
    problem, page = "", Page()
    try:
        with rows_of(report, definition, asked) as opened:
            if opened is not None:
                page = opened.page(page_number)
    except duckdb.Error as error:
        problem = str(error).partition("\n")[0]
    here = {"day": asked.day if len(days) > 1 else None}
    filtered = "" if asked.reason is None else f"&{urlencode({'reason': asked.reason})}"
    last = max(1, -(-page.count // PAGE))
    context = _context(campaign, report, asked.figure, is_open=True) | {
        "page": page,
        "heads": page.columns,
        "lines": [_line(page.columns, row, campaign.slug) for row in page.rows],
        "problem": problem,
        "days": [(day, address_of(asked.figure, day=day) + filtered) for day in days],
        "day": asked.day,
        "reason": asked.reason,
        "reasons": [
            (name, words.reason(name) if name else _("counts"), count, _of_reason(asked.figure, name, here["day"]))
            for name, count in page.reasons
        ],
        "all_reasons": address_of(asked.figure, day=here["day"]),
        "csv": address_of(asked.figure, **here, csv=1) + filtered,
        "number": page_number,
        "last": last,
        "previous": address_of(asked.figure, **here, page=page_number - 1) + filtered if page_number > 1 else "",
        "next": address_of(asked.figure, **here, page=page_number + 1) + filtered if page_number < last else "",
    }
    return render(request, "reports/walk/rows.html", context, status=409 if problem else 200)


def _of_reason(figure: Figure, reason: str, day: object) -> str:
    """No reason is one too: what counts."""
    return f"{address_of(figure, day=day)}&{urlencode({'reason': reason})}"


def _line(columns: list[str], row: tuple[Any, ...], campaign: str) -> dict[str, Any]:
    facts = dict(zip(columns, row, strict=True))
    return {
        "cells": [(name, shown(value)) for name, value in facts.items()],
        "way": urlencode(raw.way_of(facts, campaign)),
    }


def shown(value: object) -> str:
    """A cell for people: times to the millisecond as they were sealed, lists in one line."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="milliseconds")
    if isinstance(value, list):
        return " ".join(str(part) for part in value)
    return "" if value is None else str(value)


def _heads(report: Report, definition: Metric, asked: Asked) -> list[str]:
    with rows_of(report, definition, asked) as opened:
        return list(opened.columns) if opened else []


def _each(report: Report, definition: Metric, asked: Asked) -> Iterator[list[object]]:
    with rows_of(report, definition, asked) as opened:
        if opened is not None:
            for row in opened.each():
                yield [shown(value) if isinstance(value, list | datetime) else value for value in row]


@login_required
@require_safe
def row(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The third step: what was sealed, as it was sealed, and the line of the export that it was read from."""
    campaign, report = _read(request, slug, number)
    way = {name: request.GET[name][:MOST_TEXT] for name in request.GET if name not in ("m", "d", "k")}
    try:
        sealed = raw.sealed_rows(report, way)
    except (ValueError, duckdb.Error) as error:
        raise Http404 from error
    if not sealed:
        raise Http404
    export = exports.export_of(campaign, way.get("file", "")) if "line" in way else None
    context = {
        "campaign": campaign,
        "report": report,
        "sealed": [(found, [(name, shown(value)) for name, value in found.cells]) for found in sealed],
        "most": raw.MOST if len(sealed) == raw.MOST else 0,
        "export": export,
        "kept": exports.kept_lines(export, int(way["line"])) if export else [],
        "line": way.get("line"),
        "figure": _back(request, report),
    }
    return render(request, "reports/walk/row.html", context)


def _back(request: HttpRequest, report: Report) -> str:
    """The figure that the walk began with, if it is still known."""
    asked = [request.GET.get(name, "")[:MOST_TEXT] for name in ("m", "d", "k")]
    figure = figure_of(report, *asked) if asked[0] else None
    return address_of(figure) if figure else ""
