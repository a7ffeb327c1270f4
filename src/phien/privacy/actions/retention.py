"""Each class of data is forgotten in its time, once a day, and what was forgotten is noted."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from phien.editions.actions import renew
from phien.evidence import actions as evidence
from phien.lib import clock, personal
from phien.lib.errors import Refused
from phien.lib.personal import Holding
from phien.people.models import Actor
from phien.privacy.editions import MAP
from phien.privacy.errors import FixedPeriod, NothingRuns, OutOfBounds
from phien.privacy.models import Period, RetentionRun
from phien.privacy.queries.retention import EVERY, period_of

SLICE = 200
"""Rows forgotten in one transaction."""
SLICES = 5
"""Slices in one second of the tick."""
AGAIN = timedelta(hours=1)
"""When a run that failed is tried again, and how long one of a room's own clock is added up."""

log = logging.getLogger("phien.privacy")


@transaction.atomic
def set_period(*, holding: str, days: int, by: Actor) -> Period:
    """Keep a class for so many days from now on. Raises FixedPeriod, OutOfBounds."""
    keep = personal.holding(holding).keep
    if not keep.may_be_set:
        raise FixedPeriod
    if not (keep.least or 0) <= days <= (keep.most or 0):
        raise OutOfBounds(least=keep.least, most=keep.most)
    before = Period.objects.filter(holding=holding).values_list("days", flat=True).first()
    row, _made = Period.objects.update_or_create(
        holding=holding, defaults={"days": days, "set_at": clock.now(), "set_by": by}
    )
    facts = {"days": days, "before": before if before is not None else keep.days, "by": by.slug}
    evidence.record_change(noun="retention", key=holding, verb="set", facts=facts)
    renew(MAP)
    return row


def run_now(*, holding: str, by: Actor) -> RetentionRun:
    """Let a class be forgotten at once, as far as it is past its time; the tick goes on with what is much.

    Raises NothingRuns. One that is open already is what is given.
    """
    if personal.holding(holding).prune is None:
        raise NothingRuns
    open_one = (
        RetentionRun.objects.filter(holding=holding, finished_at=None).exclude(kind=RetentionRun.Kind.OWN).first()
    )
    run = open_one or _open(holding, RetentionRun.Kind.ASKED, clock.now(), by)
    for _slice in range(SLICES):
        if _forget_slice(run, clock.now()):
            break
    return run


def tick(now: datetime) -> int:
    """Go on with what is open, and begin what is due; gives how many rows were forgotten.

    Found from rows, so what a killed process left open goes on. A class that fails stops no other, and is tried again
    after an hour.
    """
    _close_own(now)
    last = _last_runs(now)
    forgotten = 0
    for holding in personal.holdings():
        run = last.get(holding.id)
        if holding.prune is None or not _is_due(run, now):
            continue
        if run is None or run.finished_at is not None:
            run = _open(holding.id, RetentionRun.Kind.DAILY, now, None)
        before = run.count
        for _slice in range(SLICES):
            if _forget_slice(run, now):
                break
        forgotten += run.count - before
    return forgotten


def _last_runs(now: datetime) -> dict[str, RetentionRun]:
    """The newest run of each class, those by a room's own clock left out."""
    rows = RetentionRun.objects.exclude(kind=RetentionRun.Kind.OWN)
    newest = rows.order_by("holding", "-started_at", "-pk")
    found: dict[str, RetentionRun] = {}
    for row in newest.filter(started_at__gt=now - 3 * EVERY):
        found.setdefault(row.holding, row)
    for row in rows.filter(finished_at=None):  # however old: it was left open
        found[row.holding] = row
    return found


def _is_due(run: RetentionRun | None, now: datetime) -> bool:
    """Also where the clock was set back behind the last one."""
    if run is None or run.finished_at is None:
        return True
    wait = AGAIN if run.error else EVERY
    return now >= run.started_at + wait or run.started_at > now + AGAIN


def _open(holding: str, kind: str, now: datetime, by: Actor | None) -> RetentionRun:
    """A new run, or the one that a page or the tick opened in this moment."""
    try:
        with transaction.atomic():
            return RetentionRun.objects.create(holding=holding, kind=kind, started_at=now, asked_by=by)
    except IntegrityError:
        return RetentionRun.objects.exclude(kind=RetentionRun.Kind.OWN).get(holding=holding, finished_at=None)


def _forget_slice(run: RetentionRun, now: datetime) -> bool:
    """Forget one slice and count it, in the same transaction unless files go with it; whether the run is over."""
    holding = personal.holding(run.holding)
    try:
        if holding.deletes_files:
            gone = _prune(holding, now)
            with transaction.atomic():
                return _counted(run, holding, gone, now)
        with transaction.atomic():
            return _counted(run, holding, _prune(holding, now), now)
    except Exception as error:  # the other classes must still be forgotten
        log.exception("forgetting failed: %s", run.holding)
        words = error.code if isinstance(error, Refused) else type(error).__name__
        with transaction.atomic():
            _finish(run, now, error=words)
        return True


def _prune(holding: Holding, now: datetime) -> int:
    return holding.prune(now, period_of(holding), SLICE) if holding.prune else 0


def _counted(run: RetentionRun, holding: Holding, gone: int, now: datetime) -> bool:
    """Add what is gone to the run, and end it where no more is due; whether it ended."""
    RetentionRun.objects.filter(pk=run.pk).update(count=F("count") + gone)
    if gone < SLICE or not _goes_on(holding):
        _finish(run, now)
        return True
    run.count += gone
    return False


def _goes_on(holding: Holding) -> bool:
    """Whether its forgetting works in slices; those with a clock of their own take what they take."""
    return holding.keep.may_be_set or holding.due is not None


def _finish(run: RetentionRun, now: datetime, error: str = "") -> None:
    """End and seal it, in the caller's transaction; once, also where a page and the tick went on with the same run."""
    locked = RetentionRun.objects.select_for_update().get(pk=run.pk)
    if locked.finished_at is None:
        locked.finished_at, locked.error = max(now, locked.started_at), error[:300]
        locked.save(update_fields=["finished_at", "error"])
        facts = {"class": locked.holding, "kind": locked.kind, "count": locked.count, "error": locked.error}
        key = f"{locked.holding}-{locked.pk}"
        evidence.record_change(noun="retention", key=key, verb="run", facts=facts, at=locked.finished_at)
    run.count, run.finished_at, run.error = locked.count, locked.finished_at, locked.error


def recorded(tick: Callable[[datetime], object], /, **classes: str) -> Callable[[datetime], object]:
    """A room's own forgetting, noted: `recorded(live.forget_writers, writers="")` for one that gives a number, or
    `recorded(evidence.tick, salts="salts")` for one that gives numbers by name."""

    def noted(now: datetime) -> object:
        result = tick(now)
        for holding, name in classes.items():
            count = result.get(name, 0) if isinstance(result, Mapping) else result
            if isinstance(count, int) and count > 0:
                _note_own(holding, count, now)
        return result

    return noted


@transaction.atomic
def _note_own(holding: str, count: int, now: datetime) -> None:
    open_one = RetentionRun.objects.filter(holding=holding, kind=RetentionRun.Kind.OWN, finished_at=None)
    if not open_one.update(count=F("count") + count):
        RetentionRun.objects.create(holding=holding, kind=RetentionRun.Kind.OWN, started_at=now, count=count)


def _close_own(now: datetime) -> None:
    """End, and so seal, what was added up for an hour."""
    rows = RetentionRun.objects.filter(kind=RetentionRun.Kind.OWN, finished_at=None)
    for run in rows.filter(started_at__lte=now - AGAIN) | rows.filter(started_at__gt=now + AGAIN):
        with transaction.atomic():
            _finish(run, now)
