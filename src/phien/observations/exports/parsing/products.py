"""Exports of what was sold in live sessions, one product a line."""

from collections.abc import Iterator
from datetime import datetime

from phien.lib.slugs import plain
from phien.observations.exports.parsing import faults
from phien.observations.exports.parsing.faults import Wrong
from phien.observations.exports.parsing.plan import Plan
from phien.observations.exports.seen import ObservationRow, Seen, Skipped


def rows(plan: Plan) -> Iterator[Seen]:
    """Figures of a day. The export names no product's id; the streamer and the product's name stand for it, so what
    is said of it is "derived". A line over several days is not taken: the same day might then count twice.
    """
    platform = plan.fingerprint.platform
    for found in plan.lines():
        if isinstance(found, Skipped):
            yield found
            continue
        line, cells = found
        try:
            start, name = _day(plan, cells), _name(plan, cells)
        except Wrong as wrong:
            yield wrong.skipped(line)
            continue
        subject = f"product:{platform}:{plan.cell(cells, 'creator')}-{slug(name)}"
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
                column.period,
                "negative" if number < 0 else "",
                "derived",
            )


def _name(plan: Plan, cells: list[str]) -> str:
    name = plan.cell(cells, "product_name")
    if not name:
        raise Wrong("id", faults.NO_ID, name)
    return name


def slug(name: str) -> str:
    return "-".join("".join(sign if sign.isalnum() else " " for sign in plain(name)).split())[:120]


def _day(plan: Plan, cells: list[str]) -> datetime:
    text = plan.cell(cells, "day")
    parts = [part.strip() for part in text.replace("~", " - ").split(" - ")]
    if len(parts) == 2 and parts[0] != parts[1]:
        raise Wrong("date", faults.SEVERAL_DAYS, text)
    written = plan.dates("day").read(parts[0])
    if written is None or not written.year:
        raise Wrong("date", faults.NOT_DATE, text)
    return datetime(written.year, written.month, written.day, tzinfo=plan.context.tz)
