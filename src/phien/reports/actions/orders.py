"""Orders for reports. A small one is made while its asker waits; a large one by the tick, which finds it again from its
row: after `kill -9` the half-made report is taken away and made anew."""

import secrets
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from phien.campaigns.models import Campaign
from phien.evidence import queries as evidence
from phien.lib import clock
from phien.lib.errors import Refused
from phien.lib.texts import Text
from phien.people.models import Actor
from phien.reports import files
from phien.reports.actions.making import make_report
from phien.reports.chosen import Chosen
from phien.reports.errors import NothingSealed, WrongWindow
from phien.reports.models import Report, ReportOrder

AT_ONCE = 200_000
"""Rows of evidence that are counted while somebody waits."""
SILENT = timedelta(minutes=3)
"""After so long without a sign of life, whoever made a small one is dead."""

_mine: set[int] = set()  # what this process is making


def order_report(
    *,
    campaign: Campaign,
    since: datetime,
    until: datetime,
    audience: str,
    title: Text | None = None,
    note: Text | None = None,
    chosen: Chosen | None = None,
    by: Actor | None = None,
) -> ReportOrder:
    """Ask for a report up to the newest sealed evidence. Raises WrongWindow, NothingSealed."""
    if until <= since:
        raise WrongWindow
    head = evidence.manifest_head()
    if head is None:
        raise NothingSealed
    return ReportOrder.objects.create(
        campaign=campaign,
        since=since,
        until=until,
        cut_seq=head.seq,
        audience=audience,
        title=Text.of(title),
        note=Text.of(note),
        chosen=(chosen or Chosen()).facts,
        asked_at=clock.now(),
        asked_by=by,
    )


def is_large(order: ReportOrder) -> bool:
    """Whether it takes longer than somebody would wait for a page."""
    return sum(line.rows for line in evidence.segments(order.cut_seq)) > AT_ONCE


def fill_order(*, order: ReportOrder, at_once: bool = True) -> Report | None:
    """Make what was ordered, and note on the row how far it has come. None where it was refused (the row says why) or
    is somebody else's by now. `at_once`: while its asker waits, so not by the tick."""
    now, mark = clock.now(), secrets.token_hex(8)
    if (
        not _open_orders(now)
        .filter(pk=order.pk)
        .update(
            state=ReportOrder.State.WORKING,
            taken=mark,
            beat_at=now if at_once else None,
            done=0,
            steps=0,
            step="",
            reason="",
        )
    ):
        return None
    for half in Report.objects.filter(order=order, made_at=None):
        files.forget(half)
        half.delete()
    _mine.add(order.pk)
    try:
        return _made(order, ReportOrder.objects.filter(pk=order.pk, taken=mark), at_once=at_once)
    finally:
        _mine.discard(order.pk)


def _open_orders(now: datetime) -> QuerySet[ReportOrder]:
    """What waits, and what was begun by a process that is no more."""
    working = ReportOrder.objects.filter(state=ReportOrder.State.WORKING).exclude(pk__in=_mine)
    dead = working.filter(Q(beat_at=None) | Q(beat_at__lt=now - SILENT))
    return ReportOrder.objects.filter(Q(state=ReportOrder.State.WAITING) | Q(pk__in=dead.values("pk")))


def _made(order: ReportOrder, ours: QuerySet[ReportOrder], *, at_once: bool) -> Report | None:
    """`ours` is the row as long as nobody else has taken it."""
    told = clock.now()

    def progress(done: int, steps: int, step: str) -> None:
        nonlocal told
        now = clock.now()
        if abs(now - told) >= timedelta(seconds=1) or done == steps:
            told = now
            ours.update(beat_at=now if at_once else None, done=done, steps=steps, step=step[:60])

    try:
        report = make_report(
            campaign=order.campaign,
            since=order.since,
            until=order.until,
            cut=order.cut_seq,
            audience=order.audience,
            title=Text.of(order.title),
            note=Text.of(order.note),
            chosen=Chosen.of(order.chosen),
            order=order,
            by=order.asked_by,
            progress=progress,
        )
    except Refused as refused:
        ours.update(state=ReportOrder.State.REFUSED, reason=str(refused)[:400])
        return None
    except Exception as error:
        if ours.update(state=ReportOrder.State.REFUSED, reason=f"{type(error).__name__}: {error}"[:400]):
            raise
        return None
    ours.update(state=ReportOrder.State.MADE)
    return report


def tick(now: datetime) -> int:
    """Fill the order that has waited longest, if there is one; called each second. Returns how many were filled. Only
    one process ticks, so what another tick has begun was left by one that died."""
    order = _open_orders(now).select_related("campaign", "asked_by").first()
    return int(order is not None and fill_order(order=order, at_once=False) is not None)
