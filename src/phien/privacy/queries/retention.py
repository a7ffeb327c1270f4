"""How long each class is kept, what was forgotten last and what goes next."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from phien.lib import clock, personal
from phien.lib.personal import Holding
from phien.privacy.models import Period, RetentionRun

EVERY = timedelta(days=1)


def days_of(holding: Holding, chosen: dict[str, int]) -> int | None:
    """What an organiser chose, within today's bounds, else the class's own; None where no clock runs."""
    keep = holding.keep
    if keep.may_be_set and holding.id in chosen:
        return min(max(chosen[holding.id], keep.least or 0), keep.most or chosen[holding.id])
    return keep.days


def chosen_periods() -> dict[str, int]:
    return dict(Period.objects.values_list("holding", "days"))


def period_of(holding: Holding) -> timedelta:
    """For the forgetting of one class."""
    chosen = dict(Period.objects.filter(holding=holding.id).values_list("holding", "days"))
    return timedelta(days=days_of(holding, chosen) or 0)


@dataclass(frozen=True, slots=True)
class Clock:
    """One class on the page of forgetting."""

    holding: Holding
    days: int | None
    is_chosen: bool
    last: RetentionRun | None
    own: RetentionRun | None
    due_now: int | None
    due_tomorrow: int | None

    @property
    def next_at(self) -> datetime | None:
        if self.holding.prune is None:
            return None
        return self.last.started_at + EVERY if self.last else clock.now()

    @property
    def is_late(self) -> bool:
        """Two days without a run: the tick stands still."""
        return self.holding.prune is not None and (self.last is None or self.last.started_at < clock.now() - 2 * EVERY)


def _newest(rows: QuerySet[RetentionRun]) -> dict[str, RetentionRun]:
    ids = dict(rows.order_by("started_at", "pk").values_list("holding", "pk"))
    return {run.holding: run for run in RetentionRun.objects.filter(pk__in=ids.values()).select_related("asked_by")}


def clocks(*, with_due: bool) -> list[Clock]:
    """All classes. `with_due` counts what is past its time now and in a day, one question per class that can tell."""
    now, chosen = clock.now(), chosen_periods()
    recent = RetentionRun.objects.filter(started_at__gt=now - timedelta(days=40))
    own = _newest(recent.filter(kind=RetentionRun.Kind.OWN))
    last = _newest(recent.exclude(kind=RetentionRun.Kind.OWN))
    found = []
    for holding in personal.holdings():
        days = days_of(holding, chosen)
        counts: tuple[int | None, int | None] = (None, None)
        if with_due and holding.due is not None and days is not None:
            keep = timedelta(days=days)
            counts = holding.due(now, keep), holding.due(now + EVERY, keep)
        is_chosen = holding.keep.may_be_set and holding.id in chosen
        found.append(Clock(holding, days, is_chosen, last.get(holding.id), own.get(holding.id), *counts))
    return found


def runs_of(holding: str = "") -> QuerySet[RetentionRun]:
    """Newest first, of one class or of all."""
    rows = RetentionRun.objects.select_related("asked_by")
    return rows.filter(holding=holding) if holding else rows
