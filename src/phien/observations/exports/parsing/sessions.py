"""Exports of live sessions, one a line. They name no room: a session is known by its start and its host."""

from collections.abc import Iterator
from datetime import datetime

from phien.observations.exports.parsing import faults
from phien.observations.exports.parsing.faults import Wrong
from phien.observations.exports.parsing.plan import Plan
from phien.observations.exports.seen import ObservationRow, Seen, Skipped


def rows(plan: Plan) -> Iterator[Seen]:
    """Figures of `live:tiktok:2026-07-31T21:03-kenh`, the start to the minute as the platform wrote it."""
    platform = plan.fingerprint.platform
    for found in plan.lines():
        if isinstance(found, Skipped):
            yield found
            continue
        line, cells = found
        try:
            start, flag = _start(plan, cells)
        except Wrong as wrong:
            yield wrong.skipped(line, plan.heading["start"])
            continue
        host = (plan.cell(cells, "creator") or plan.handle).lower().lstrip("@")
        if not host:
            yield Wrong("id", faults.NO_HOST, "").skipped(line)
            continue
        subject = f"live:{platform}:{start:%Y-%m-%dT%H:%M}-{host}"
        for value in plan.values(line, cells):
            if isinstance(value, Skipped):
                yield value
                continue
            column, number, unit = value
            yield ObservationRow(
                line,
                start,
                platform,
                subject,
                column.metric,
                column.definition,
                number,
                unit,
                "session",
                "negative" if number < 0 else flag,
            )


def _start(plan: Plan, cells: list[str]) -> tuple[datetime, str]:
    text = plan.cell(cells, "start")
    written = plan.dates("start").read(text)
    if written is None or written.clock is None:
        raise Wrong("date", faults.NOT_DATE, text)
    day, guessed = plan.years.of(written)
    zone = written.offset or plan.context.tz
    return datetime.combine(day, written.clock, zone), "year_guessed" if guessed else ""
