"""What waits for its time: found again from files and rows, never only from a queue."""

from datetime import datetime

from django.utils import timezone

from phien.evidence import journal
from phien.evidence.actions.arrivals import prune_arrivals
from phien.evidence.actions.rollups import roll_up
from phien.evidence.actions.salts import destroy_old_salts, salt_of
from phien.evidence.actions.sealing import seal
from phien.evidence.actions.verdicts import judge_changed_days, work_off_orders
from phien.evidence.errors import SealerBusy
from phien.lib import clock

_last: dict[str, datetime] = {}


def tick(now: datetime | None = None) -> None:
    """Called by the supervisor every second or few: once a minute seals hours that are over, judges and counts their
    days, and goes on with what rules somebody asked to be run. Where another process is sealing, it does that."""
    now = now or clock.now()
    journal.current().close_what_is_over()
    try:
        if _is_due("seal", now):
            seal(now)
            judge_changed_days()
            roll_up()
        if work_off_orders():
            roll_up()
    except SealerBusy:
        return


def forget(now: datetime | None = None) -> dict[str, int]:
    """Called by the supervisor every second: once a minute destroys old secrets and forgets old arrivals; gives how
    many of each. It waits for no sealing, and a site that was off does it in its first second."""
    now = now or clock.now()
    if not _is_due("salts", now):
        return {}
    salt_of(timezone.localtime(now).date())
    return {"salts": destroy_old_salts(now=now), "arrivals": prune_arrivals(now=now)}


def _is_due(work: str, now: datetime) -> bool:
    """Once a minute, and at once where the clock was set back."""
    last = _last.get(work)
    minute = now.replace(second=0, microsecond=0)
    if last == minute:
        return False
    _last[work] = minute
    return True
