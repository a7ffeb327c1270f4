"""Which short link a visitor came by today, without a cookie."""

from datetime import datetime, timedelta

from django.http import HttpRequest

from phien.evidence.actions.hits import visitor_of
from phien.evidence.models import Arrival
from phien.lib import clock

KEPT = timedelta(hours=24)


def record_arrival(request: HttpRequest, code: str) -> None:
    """Remember for today that this visitor came by the short link `code`."""
    Arrival.objects.create(visitor=visitor_of(request), code=code, at=clock.now())


def arrival_of(request: HttpRequest) -> str:
    """The code of the last short link that this visitor followed today; "" if none."""
    now = clock.now()
    found = Arrival.objects.filter(visitor=visitor_of(request), at__gt=now - KEPT, at__lte=now)
    return found.order_by("-at", "-pk").values_list("code", flat=True).first() or ""


def prune_arrivals(*, now: datetime | None = None) -> int:
    """Forget arrivals older than 24 hours, and those that a wrong clock put ahead. Gives how many."""
    now = now or clock.now()
    old = Arrival.objects.filter(at__lte=now - KEPT) | Arrival.objects.filter(at__gt=now + KEPT)
    return old.delete()[0]
