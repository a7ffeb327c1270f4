"""Making a report: count, write its rows, then its papers. Until its last write it is none."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils.translation import override

from phien.campaigns.models import Campaign
from phien.evidence import queries as evidence
from phien.lib import clock
from phien.lib.texts import LANGUAGES, Text
from phien.people.models import Actor
from phien.reports import files, payload
from phien.reports.board import board_of
from phien.reports.charts.drawing import drawings_of
from phien.reports.charts.specs import WIDTHS
from phien.reports.chosen import Chosen
from phien.reports.compute import Progress, Row, Window, compute, simulated
from phien.reports.errors import ChainBroken, CutUnknown, NothingSealed, WrongWindow
from phien.reports.labels import labels_of, links_within
from phien.reports.metrics import REGISTRY
from phien.reports.models import Audience, Figure, Report, ReportOrder
from phien.reports.papers.pdf import pdf
from phien.reports.papers.press import press_text
from phien.reports.papers.xlsx import xlsx
from phien.reports.queries import segments_of

SLICE = 500


def make_report(
    *,
    campaign: Campaign,
    since: datetime,
    until: datetime,
    cut: int | None = None,
    audience: str = Audience.MINISTRY,
    title: Text | None = None,
    note: Text | None = None,
    chosen: Chosen | None = None,
    order: ReportOrder | None = None,
    by: Actor | None = None,
    progress: Progress | None = None,
) -> Report:
    """Count a campaign's window from sealed evidence up to a manifest entry (the newest, if none is named), and write
    the report's files in every language. Everything is counted; of that the report holds what was `chosen`. It is a
    draft until it is published.

    Raises WrongWindow, NothingSealed, CutUnknown, ChainBroken; nothing remains of a report that fails.
    """
    if until <= since:
        raise WrongWindow
    lines = evidence.segments(cut)
    if not lines:
        raise NothingSealed
    head = lines[-1]
    if cut is not None and head.seq != cut:
        raise CutUnknown(seq=cut)
    problems = evidence.check_chain()
    if problems:
        raise ChainBroken(problem=str(problems[0]).rstrip("."))
    report = Report.objects.create(
        campaign=campaign,
        campaign_name=Text.of(campaign.name),
        format=payload.FORMAT,
        audience=audience,
        title=Text.of(title),
        note=Text.of(note),
        chosen=(chosen or Chosen()).facts,
        order=order,
        number=(Report.objects.aggregate(Max("number"))["number__max"] or 0) + 1,
        since=since,
        until=until,
        tz=settings.TIME_ZONE,
        cut_seq=head.seq,
        cut_hash=head.hash,
        sealed_until=max(datetime.fromisoformat(line.last_at) for line in lines),
        asked_at=clock.now(),
        made_by=by,
    )
    try:
        _fill(report, progress)
    except BaseException:
        files.forget(report)
        report.delete()
        raise
    return report


def _fill(report: Report, progress: Progress | None) -> None:
    window = Window(report.campaign.slug, report.since, report.until, report.tz)
    with evidence.connect(report.cut_seq) as connection:
        rows = compute(connection, window, progress=progress)
        made_up = simulated(connection, window)
    report.simulated_hits, report.simulated_purchases = made_up["hits"], made_up["purchases"]
    _write_figures(report, rows)
    kept = _write_files(report, progress)
    report.files, report.payload_sha256 = kept, kept["json"]["sha256"]
    report.made_at = clock.now()
    report.save()


def _write_figures(report: Report, rows: list[Row]) -> None:
    """In slices, so that no transaction is long; the report is complete only when its `made_at` says so."""
    labels = labels_of(rows, report.campaign)
    within = links_within({row.key for row in rows if row.dimension == "link"})
    figures = [
        Figure(
            report=report,
            position=position,
            metric=row.metric,
            dimension=row.dimension,
            key=row.key,
            label=labels.get((row.dimension, row.key), {}),
            within=within.get(row.key, "") if row.dimension == "link" else "",
            definition_hash=REGISTRY[row.metric].definition_hash,
            gross=row.gross,
            excluded={reason: str(amount) for reason, amount in row.excluded.items()},
            net=row.net,
            unit=REGISTRY[row.metric].unit.value,
            source=REGISTRY[row.metric].source.value,
            low=row.sample.low if row.sample else None,
            high=row.sample.high if row.sample else None,
            sample_size=row.sample.size if row.sample else None,
        )
        for position, row in enumerate(rows)
    ]
    for start in range(0, len(figures), SLICE):
        Figure.objects.bulk_create(figures[start : start + SLICE])


def _write_files(report: Report, progress: Progress | None) -> dict[str, Any]:
    board = board_of(report)
    segments = segments_of(report)
    data = payload.canonical(payload.payload_of(board, segments=segments))
    kept = {"json": files.keep(report, "json", data)}
    for done, language in enumerate(LANGUAGES):
        if progress:
            progress(done, len(LANGUAGES), f"papers {language}")
        with override(language):
            board = board_of(report, figures=board.figures)
            drawings = drawings_of(board)
            kept[f"pdf.{language}"] = files.keep(report, f"pdf.{language}", pdf(board, drawings, segments))
            kept[f"xlsx.{language}"] = files.keep(report, f"xlsx.{language}", xlsx(board, segments))
            kept[f"txt.{language}"] = files.keep(report, f"txt.{language}", press_text(board).encode())
            for drawing in drawings:
                for width in WIDTHS:
                    name = f"{drawing.id}.{width}.{language}"
                    svg = drawing.outlined(width).encode()
                    kept[name] = files.keep(report, name, svg) | {"alt": drawing.alt, "title": drawing.title}
    if progress:
        progress(len(LANGUAGES), len(LANGUAGES), "papers")
    return kept
