"""A report as it would be, before it is made: its totals alone, and no rows are written."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from phien.campaigns.models import Campaign
from phien.evidence import queries as evidence
from phien.lib import clock
from phien.lib.texts import Text
from phien.reports import payload
from phien.reports.board import TABLES, Board
from phien.reports.chosen import Chosen
from phien.reports.compute import Row, Window, figures_of, spread
from phien.reports.errors import NothingSealed, WrongWindow
from phien.reports.models import Figure, Report

MOST_ROWS = 200_000
"""Rows of evidence that are counted for a preview."""


@dataclass(frozen=True, slots=True)
class Preview:
    """`has_numbers` is False where counting would take longer than a page may; then all figures stand without any."""

    board: Board
    has_numbers: bool
    tables: list[str]


def preview(
    *,
    campaign: Campaign,
    since: datetime,
    until: datetime,
    audience: str,
    title: Text,
    note: Text,
    chosen: Chosen,
) -> Preview:
    """Raises WrongWindow, NothingSealed."""
    if until <= since:
        raise WrongWindow
    lines = evidence.segments()
    if not lines:
        raise NothingSealed
    report = Report(
        campaign=campaign,
        campaign_name=Text.of(campaign.name),
        number=0,
        format=payload.FORMAT,
        audience=audience,
        title=title,
        note=note,
        chosen=chosen.facts,
        since=since,
        until=until,
        tz=settings.TIME_ZONE,
        cut_seq=lines[-1].seq,
        cut_hash=lines[-1].hash,
        asked_at=clock.now(),
    )
    has_numbers = sum(line.rows for line in lines) <= MOST_ROWS
    figures = _totals(report, chosen) if has_numbers else []
    names = [str(spec.title) for spec in TABLES if chosen.has_table(spec.id)]
    return Preview(Board(report, figures, is_open=True), has_numbers, names)


def _totals(report: Report, chosen: Chosen) -> list[Figure]:
    window = Window(report.campaign.slug, report.since, report.until, report.tz)
    with evidence.connect(report.cut_seq) as connection:
        spread(connection, window, chosen.order)
        rows = [row for metric in chosen.order for row in figures_of(connection, window, metric, "")]
    return [_figure(row, chosen) for row in rows]


def _figure(row: Row, chosen: Chosen) -> Figure:
    metric = next(metric for metric in chosen.order if metric.id == row.metric)
    return Figure(
        metric=row.metric,
        definition_hash=metric.definition_hash,
        gross=row.gross,
        excluded={reason: str(amount) for reason, amount in row.excluded.items()},
        net=row.net,
        unit=metric.unit.value,
        source=metric.source.value,
        low=row.sample.low if row.sample else None,
        high=row.sample.high if row.sample else None,
        sample_size=row.sample.size if row.sample else None,
    )
