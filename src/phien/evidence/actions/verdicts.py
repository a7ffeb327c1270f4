"""Running rules over days that are sealed. Hits stay as they are; what a run finds is sealed beside them."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from phien.evidence import duck, manifest
from phien.evidence.actions import leftovers
from phien.evidence.actions.changes import record_change
from phien.evidence.actions.sealing import Sealing, sealer_lock
from phien.evidence.actions.staged import seal_rows, staging
from phien.evidence.errors import UnknownRules, WrongDays
from phien.evidence.models import Change, RulesOrder, RulesRun
from phien.evidence.rules import CURRENT, RuleSet, set_of
from phien.evidence.rules.days import changed_days, days_with_hits
from phien.evidence.rules.judging import Judged, evidence_of, judge
from phien.lib import clock

LONGEST_ORDER = timedelta(days=400)
DAYS_A_TICK = 3


@dataclass(frozen=True, slots=True)
class Ran:
    """One day's run. `is_new` is false where the same had been found before, and nothing was written."""

    run: RulesRun
    is_new: bool


def run_rules(*, day: date, rules: RuleSet = CURRENT) -> Ran:
    """Judge one local day's sealed hits. What an earlier run of the same set found is not written again, nor does it
    count twice. Raises SealerBusy."""
    root = manifest.root()
    with sealer_lock(root, wait=60, name="rules.lock"):
        lines = manifest.read(root)
        head = lines[-1].seq if lines else 0
        with evidence_of(root, lines, day, settings.TIME_ZONE) as connection:
            judged = judge(connection, rules)
            before = RulesRun.objects.filter(day=day, rules=rules.version).order_by("pk").last()
            if before is not None and before.digest == judged.digest and before.hits == judged.hits:
                before.looked_until = head
                before.save(update_fields=["looked_until"])
                return Ran(before, is_new=False)
            name = f"{day}.rules-{rules.version}.{head:06}"
            verdicts = before.verdicts if before is not None and before.digest == judged.digest else name
            if verdicts == name and judged.found:
                _stage(connection, root, name, rules)
        if verdicts == name and judged.found:
            seal_rows(stream="verdicts", staged=staging(f"{name}.verdicts.parquet"))
        return Ran(_note(day, rules, name, verdicts, head, judged), is_new=True)


def _stage(connection: object, root: Path, name: str, rules: RuleSet) -> None:
    for left in (root / "staging").glob("*.verdicts.parquet"):
        left.unlink()  # of a run that was interrupted: only one works at a time
    path = staging(f"{name}.verdicts.parquet")
    connection.execute(  # type: ignore[attr-defined]
        f"""
        COPY (SELECT happened_at, hit, {duck.quoted(rules.version)} AS rules, reason, {duck.quoted(name)} AS run
              FROM verdict) TO {duck.quoted(path)} (FORMAT parquet)
        """  # noqa: S608
    )


def _note(day: date, rules: RuleSet, name: str, verdicts: str, head: int, judged: Judged) -> RulesRun:
    now = clock.now()
    facts = {
        "run": name,
        "verdicts": verdicts,
        "rules": rules.version,
        "sql": rules.sql_hash,
        "thresholds": rules.parameters,
        "tz": settings.TIME_ZONE,
        "until": head,
        "hits": judged.hits,
        "counts": judged.counts,
        "digest": judged.digest,
    }
    with transaction.atomic():
        change = record_change(noun="verdicts", key=str(day), verb="run", facts=facts, at=now)
        run = RulesRun.objects.create(
            name=name,
            verdicts=verdicts,
            day=day,
            rules=rules.version,
            until_seq=head,
            looked_until=head,
            digest=judged.digest,
            hits=judged.hits,
            found=judged.found,
            counts=judged.counts,
            made_at=now,
        )
    _seal_at_once(change)
    return run


def _seal_at_once(change: Change) -> None:
    """The verdicts are visible, so what decides by them must not wait for the hour's end."""
    root = manifest.root()
    with sealer_lock(root, wait=60):
        run = Sealing(root, change.happened_at)
        with duck.connect(root) as run.db:
            leftovers.clear(root, run.db)
            run.seal_changes(run.hour, [change])


# What is due


def judge_changed_days(*, most: int = DAYS_A_TICK) -> int:
    """Run the newest set over days whose hits changed since they were judged, the newest first, at most `most` of
    them. Gives how many were run. Raises SealerBusy."""
    days = changed_days()[:most]
    for day in days:
        run_rules(day=day)
    return len(days)


# Orders from the desk


def order_rules(*, since: date, until: date, rules: str, by: str = "") -> RulesOrder:
    """Ask for a set to be run over these days, the last included. The tick does it. Raises UnknownRules, WrongDays."""
    set_of(rules)
    if until < since or until - since > LONGEST_ORDER:
        raise WrongDays
    same = RulesOrder.objects.filter(rules=rules, since=since, until=until, finished_at=None).first()
    return same or RulesOrder.objects.create(rules=rules, since=since, until=until, by=by, ordered_at=clock.now())


def work_off_orders(*, most: int = DAYS_A_TICK) -> int:
    """Go on with the oldest order by at most `most` days. Gives how many days were judged. Raises SealerBusy."""
    order = RulesOrder.objects.filter(finished_at=None).order_by("pk").first()
    if order is None:
        return 0
    there = set(days_with_hits(since=order.since, until=order.until))
    judged = 0
    while order.done < order.days and judged < most:
        day = order.since + timedelta(days=order.done)
        if day in there:
            try:
                order.changed += run_rules(day=day, rules=set_of(order.rules)).is_new
            except UnknownRules as refused:  # a version that has gone since it was asked for
                order.problem, order.done = str(refused)[:300], order.days
                break
            judged += 1
        order.done += 1
        order.save(update_fields=["done", "changed"])
    if order.done >= order.days:
        order.finished_at = clock.now()
        order.save(update_fields=["done", "finished_at", "problem"])
    return judged
