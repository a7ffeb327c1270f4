"""Roll-ups: sums per hour for pages, counted from sealed segments.

Whenever a segment holds rows of a day, or rules were run over it, that day is counted anew from all segments that reach
into it, and only sums that differ are written. So late hits need no special case, and counting twice changes nothing.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from phien.evidence import duck, manifest
from phien.evidence.actions.sealing import sealer_lock
from phien.evidence.models import Rollup, RollupHead
from phien.evidence.rules.deciding import deciding_in, judged_sql
from phien.evidence.rules.judging import reaches

log = logging.getLogger(__name__)

Key = tuple[datetime, str, str, str, str, bool]
Sums = tuple[int, int, int, int]  # gross, net, visitors, seconds

_SLICE = 300

_HITS = """
    SELECT date_trunc('hour', happened_at), kind, subject, campaign, creator, simulated, count(*),
           count(*) FILTER (reason = ''), count(DISTINCT visitor) FILTER (reason = ''), 0
    FROM day GROUP BY ALL
"""
_VISITS = """
    SELECT date_trunc('hour', started_at), 'visit', '', campaign, creator, simulated, count(*),
           count(*) FILTER (reason = ''), count(DISTINCT visitor) FILTER (reason = ''), 0
    FROM visits GROUP BY ALL
"""
_VISITORS = """
    SELECT date_trunc('day', min(happened_at)), 'visitor', '', campaign, '', simulated, count(DISTINCT visitor),
           count(DISTINCT visitor) FILTER (reason = ''), count(DISTINCT visitor) FILTER (reason = ''), 0
    FROM day GROUP BY campaign, simulated
"""
_WATCHED = """
    SELECT date_trunc('hour', ended_at), 'live', subject, campaign, creator, simulated, 0, 0, 0,
           sum(milliseconds) FILTER (reason = '') // 1000
    FROM watching GROUP BY ALL
"""


def roll_up() -> int:
    """Count the days of all segments that were sealed since the last time. Gives how many days. Raises SealerBusy."""
    root = manifest.root()
    with sealer_lock(root, wait=30):
        return _roll_up(root)


def rebuild_rollups() -> int:
    """Forget all sums and count them again from the segments. Gives how many days."""
    root = manifest.root()
    with sealer_lock(root, wait=30):
        Rollup.objects.all().delete()
        RollupHead.objects.all().delete()
        return _roll_up(root)


def _roll_up(root: Path) -> int:
    lines = manifest.read(root)
    head = RollupHead.objects.first() or RollupHead()
    if head.seq == (lines[-1].seq if lines else 0):
        return 0
    known = next((line for line in lines if line.seq == head.seq), None)
    if head.seq and (known is None or known.hash != head.hash):
        log.error("The manifest is not the one that the sums were counted from; run a check of the chain")
        return 0
    new = [line for line in lines if line.seq > head.seq]
    days = sorted({*_days_in(root, [line for line in new if line.stream == "hits"]), *deciding_in(root, new)})
    decided = deciding_in(root, lines) if days else {}
    for day in days:
        decision = decided.get(day)
        _count_day(root, day, lines, decision.verdicts if decision else "")
    head.seq, head.hash = lines[-1].seq, lines[-1].hash
    head.save()
    return len(days)


def _days_in(root: Path, lines: Sequence[manifest.Line]) -> list[date]:
    if not lines:
        return []
    rows = duck.segments_sql("hits", [root / line.file for line in lines])
    with duck.connect(root) as connection:
        query = f"SELECT DISTINCT happened_at::DATE FROM ({rows}) ORDER BY 1"  # noqa: S608
        return [row[0] for row in connection.execute(query).fetchall()]


def _count_day(root: Path, day: date, lines: Sequence[manifest.Line], run: str) -> None:
    """`run` is that whose verdicts decide over the day; "" where no rules were run."""
    start = timezone.make_aware(datetime.combine(day, time.min))  # made aware at once
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    files = {
        stream: [root / line.file for line in lines if line.stream == stream and reaches(line, start, end)]
        for stream in ("hits", "verdicts")
    }
    counted = _sums(root, start, end, files, run)
    rows = {_key(row): row for row in Rollup.objects.filter(hour__gte=start, hour__lt=end)}
    changed = [_row(key, sums) for key, sums in counted.items() if key not in rows or _sums_of(rows[key]) != sums]
    gone = [row.pk for key, row in rows.items() if key not in counted]
    for part in _slices(changed):
        Rollup.objects.bulk_create(
            part,
            update_conflicts=True,
            unique_fields=["hour", "kind", "subject", "campaign", "creator", "simulated"],
            update_fields=["gross", "excluded", "net", "visitors", "seconds"],
        )
    for pks in _slices(gone):
        with transaction.atomic():
            Rollup.objects.filter(pk__in=pks).delete()


def _sums(root: Path, start: datetime, end: datetime, files: Mapping[str, Sequence[Path]], run: str) -> dict[Key, Sums]:
    hits, verdicts = (duck.segments_sql(stream, files[stream]) for stream in ("hits", "verdicts"))
    with duck.connect(root) as connection:
        connection.execute(
            f"""
            CREATE VIEW day AS SELECT * FROM ({judged_sql(hits, verdicts, run) if run else hits})
            WHERE happened_at >= {duck.quoted(start.isoformat())}::TIMESTAMPTZ
              AND happened_at < {duck.quoted(end.isoformat())}::TIMESTAMPTZ
            """  # noqa: S608
        )
        connection.execute(f"CREATE VIEW visits AS {duck.visits_sql('day')}")
        connection.execute(f"CREATE VIEW watching AS {duck.watching_sql('day')}")
        found: dict[Key, Sums] = {}
        for query in (_HITS, _VISITS, _VISITORS, _WATCHED):
            for hour, kind, subject, campaign, creator, simulated, *numbers in connection.execute(query).fetchall():
                key = (hour.astimezone(UTC), kind, subject, campaign, creator, simulated)
                before = found.get(key, (0, 0, 0, 0))
                gross, net, visitors, seconds = (a + int(b or 0) for a, b in zip(before, numbers, strict=True))
                found[key] = (gross, net, visitors, seconds)
        return found


def _key(row: Rollup) -> Key:
    return (row.hour.astimezone(UTC), row.kind, row.subject, row.campaign, row.creator, row.simulated)


def _sums_of(row: Rollup) -> Sums:
    return (row.gross, row.net, row.visitors, row.seconds)


def _row(key: Key, sums: Sums) -> Rollup:
    hour, kind, subject, campaign, creator, simulated = key
    gross, net, visitors, seconds = sums
    return Rollup(
        hour=hour,
        kind=kind,
        subject=subject,
        campaign=campaign,
        creator=creator,
        simulated=simulated,
        gross=gross,
        excluded=gross - net,
        net=net,
        visitors=visitors,
        seconds=seconds,
    )


def _slices[T](rows: Sequence[T]) -> Iterable[Sequence[T]]:
    return (rows[start : start + _SLICE] for start in range(0, len(rows), _SLICE))
