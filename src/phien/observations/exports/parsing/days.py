"""Exports of one channel, one day (or hour) a line."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from phien.observations.exports.parsing import faults
from phien.observations.exports.parsing.faults import Wrong
from phien.observations.exports.parsing.numbers import UNKNOWN
from phien.observations.exports.parsing.plan import Plan
from phien.observations.exports.seen import ObservationRow, Seen, Skipped

LAST_SECOND = timedelta(days=1, seconds=-1)


def rows(plan: Plan) -> Iterator[Seen]:
    """A day's own figures are of its first minute; a level ("total": how many follow) is of its last second."""
    platform = plan.fingerprint.platform
    subject = f"channel:{platform}:{plan.handle}"
    for found in plan.lines():
        if isinstance(found, Skipped):
            yield found
            continue
        line, cells = found
        try:
            start, flag = _start(plan, cells)
        except Wrong as wrong:
            yield wrong.skipped(line)
            continue
        if start is None or _unfinished(plan, cells):
            yield Skipped(line, "empty", faults.EMPTY)
            continue
        for value in plan.values(line, cells):
            if isinstance(value, Skipped):
                yield value
                continue
            column, number, unit = value
            yield ObservationRow(
                line,
                start + LAST_SECOND if column.period == "total" else start,
                platform,
                subject,
                column.metric,
                column.definition,
                number,
                unit,
                column.period,
                "negative" if number < 0 else flag,
            )


def _start(plan: Plan, cells: list[str]) -> tuple[datetime | None, str]:
    written = plan.dates("day").read(plan.cell(cells, "day"))
    if written is None:
        return None, ""
    day, guessed = plan.years.of(written)
    clock = time()
    hour = plan.cell(cells, "hour").partition(":")[0]
    if hour:
        if not (hour.isascii() and hour.isdigit() and len(hour) < 3) or int(hour) > 23:
            raise Wrong("date", faults.NOT_DATE, hour)
        clock = time(int(hour))
    return datetime.combine(day, clock, plan.context.tz), "year_guessed" if guessed else ""


def _unfinished(plan: Plan, cells: list[str]) -> bool:
    """Whether the figure without which the day says nothing is not there yet."""
    whole = plan.fingerprint.whole
    return any(figure.heading == whole and cells[figure.at].strip() in UNKNOWN for figure in plan.figures)
