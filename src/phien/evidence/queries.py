"""What pages and reports read. Pages read roll-ups; reports ask DuckDB over sealed segments, up to their cut."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
from django.db.models import Q, QuerySet, Sum

from phien.evidence import chain, duck, manifest
from phien.evidence.chain import Problem
from phien.evidence.manifest import Line
from phien.evidence.models import NOT_BACKED_UP, Rollup, RollupHead, RulesOrder, RulesRun
from phien.evidence.rules.days import changed_days, days_with_hits
from phien.evidence.streams import COLUMNS

__all__ = [
    "NOT_BACKED_UP",
    "HourSum",
    "Line",
    "Problem",
    "SubjectSum",
    "Total",
    "changed_days",
    "check_chain",
    "check_head",
    "connect",
    "days_with_hits",
    "deciding_runs",
    "manifest_head",
    "rollup",
    "rules_orders",
    "rules_runs",
    "segments",
    "top_subjects",
    "totals",
    "visits_by_hour",
]


# Sealed evidence


def segments(cut_seq: int | None = None, *, root: Path | None = None) -> list[Line]:
    """The manifest's lines up to a cut, oldest first."""
    return [line for line in manifest.read(root) if cut_seq is None or line.seq <= cut_seq]


def manifest_head(*, root: Path | None = None) -> Line | None:
    """The manifest's last line: its seq is the cut, and its hash is what a report prints. None before any sealing."""
    lines = manifest.read(root)
    return lines[-1] if lines else None


def connect(
    cut_seq: int | None = None, *, root: Path | None = None, tz: str = "", leave_out: Collection[str] = ()
) -> duckdb.DuckDBPyConnection:
    """DuckDB in memory with a view of each stream, and visits and watching (docs/how/evidence.md), over all segments
    up to the cut, which stays the same whatever is sealed meanwhile. Local days and hours are those of the site's
    zone, or of `tz`. Use it in a with statement. Of a copy that does not hold every stream, `leave_out` names those
    that have no view."""
    where = root or manifest.root()
    lines = segments(cut_seq, root=where)
    connection = duck.connect(where, tz=tz)
    for stream in COLUMNS:
        if stream not in leave_out:
            files = [where / line.file for line in lines if line.stream == stream]
            connection.execute(f"CREATE VIEW {stream} AS {duck.segments_sql(stream, files)}")
    if "hits" not in leave_out:
        connection.execute(f"CREATE VIEW visits AS {duck.visits_sql('hits')}")
        connection.execute(f"CREATE VIEW watching AS {duck.watching_sql('hits')}")
    return connection


def check_chain(*, root: Path | None = None, leave_out: Collection[str] = ()) -> list[Problem]:
    """Every byte of every segment and every link of the manifest; also, on this site's own evidence, whether the
    manifest still holds the line that the roll-ups have reached. Empty means sound. `leave_out` names the streams
    whose segments a copy does not hold; their lines are checked all the same."""
    problems = chain.check(root or manifest.root(), leave_out=leave_out)
    head = RollupHead.objects.first() if root is None else None
    if head is not None and not any(problem.code == "unreadable_line" for problem in problems):
        problems += chain.check_head(manifest.read(), head.seq, head.hash)
    return problems


def check_head(seq: int, known_hash: str, *, root: Path | None = None) -> list[Problem]:
    """Whether the manifest still holds the head that a report printed."""
    return chain.check_head(manifest.read(root), seq, known_hash)


# Rules


def rules_runs(*, since: date | None = None, until: date | None = None) -> QuerySet[RulesRun]:
    """The runs over these days, the newest day's latest first."""
    rows = RulesRun.objects.order_by("-day", "-pk")
    if since:
        rows = rows.filter(day__gte=since)
    return rows.filter(day__lte=until) if until else rows


def deciding_runs(runs: Iterable[RulesRun]) -> set[str]:
    """The names of those among these that decide over their day: the latest run of the newest set. One query."""
    days = {run.day for run in runs}
    found: dict[date, tuple[int, int, str]] = {}
    for day, rules, pk, name in RulesRun.objects.filter(day__in=days).values_list("day", "rules", "pk", "name"):
        found[day] = max(found.get(day, (0, 0, "")), (int(rules), pk, name))
    return {name for _rules, _pk, name in found.values()}


def rules_orders(*, limit: int = 5) -> list[RulesOrder]:
    """What was asked to be run, the newest first."""
    return list(RulesOrder.objects.order_by("-pk")[:limit])


# Roll-ups


@dataclass(frozen=True, slots=True)
class Total:
    """Hits of a kind. `simulated` is how many of the net ones a simulator made; `seconds` is net watching."""

    gross: int = 0
    excluded: int = 0
    net: int = 0
    seconds: int = 0
    simulated: int = 0


@dataclass(frozen=True, slots=True)
class HourSum:
    """One hour's sums; `hour` is aware, in UTC."""

    hour: datetime
    gross: int
    excluded: int
    net: int
    simulated: int


@dataclass(frozen=True, slots=True)
class SubjectSum:
    subject: str
    gross: int
    excluded: int
    net: int
    seconds: int


def rollup(
    metric: str,
    subject: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    *,
    campaign: str = "",
    creator: str = "",
) -> list[HourSum]:
    """Sums per hour of one kind of hit, or of "visit" (by the hour it began), oldest first; hours without any are
    left out. Empty subject, campaign or creator means all."""
    rows = _rows(kind=metric, subject=subject, campaign=campaign, creator=creator, since=since, until=until)
    return [
        HourSum(row["hour"], row["sum_gross"], row["sum_excluded"], row["sum_net"], row["sum_simulated"] or 0)
        for row in _summed(rows, "hour")
    ]


def visits_by_hour(campaign: str = "", since: datetime | None = None, until: datetime | None = None) -> list[HourSum]:
    """Visits per hour of their beginning; a visit belongs to the first campaign it touched."""
    return rollup("visit", since=since, until=until, campaign=campaign)


def totals(campaign: str = "", *, since: datetime | None = None, until: datetime | None = None) -> dict[str, Total]:
    """Sums per kind of hit, and of "visit" and "visitor" (daily visitor ids: over several days, visitor-days).
    Kinds without any hit are there with zeros, but "visitor" only within one campaign: ids of two cannot be added."""
    found = {kind: Total() for kind in ("visit", "page", "clip", "live", "click", "link", "basket", "order")}
    rows = _rows(campaign=campaign, since=since, until=until)
    for row in _summed(rows, "kind"):
        if row["kind"] != "visitor" or campaign:
            found[row["kind"]] = Total(
                row["sum_gross"],
                row["sum_excluded"],
                row["sum_net"],
                row["sum_seconds"],
                row["sum_simulated"] or 0,
            )
    return found


def top_subjects(
    campaign: str = "",
    *,
    kind: str = "click",
    noun: str = "",
    limit: int = 10,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[SubjectSum]:
    """The subjects with most net hits of a kind, most first; `noun` keeps those of one noun ("product")."""
    rows = _rows(kind=kind, campaign=campaign, since=since, until=until).exclude(subject="")
    if noun:
        rows = rows.filter(subject__startswith=f"{noun}:")
    ranked = sorted(_summed(rows, "subject"), key=lambda row: (-row["sum_net"], row["subject"]))[:limit]
    return [
        SubjectSum(row["subject"], row["sum_gross"], row["sum_excluded"], row["sum_net"], row["sum_seconds"])
        for row in ranked
    ]


def _summed(rows: QuerySet[Rollup], by: str) -> list[dict[str, Any]]:
    sums: Any = rows.values(by).annotate(
        sum_gross=Sum("gross"),
        sum_excluded=Sum("excluded"),
        sum_net=Sum("net"),
        sum_seconds=Sum("seconds"),
        sum_simulated=Sum("net", filter=Q(simulated=True)),
    )
    return list(sums.order_by(by))


def _rows(*, since: datetime | None = None, until: datetime | None = None, **exact: str) -> QuerySet[Rollup]:
    rows = Rollup.objects.filter(**{name: value for name, value in exact.items() if value})
    if since:
        rows = rows.filter(hour__gte=since)
    if until:
        rows = rows.filter(hour__lt=until)
    return rows
