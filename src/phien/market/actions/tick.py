"""What the supervisor's tick finds again from rows."""

from datetime import datetime

from phien.lib import clock
from phien.market.actions.baskets import expire_holds
from phien.market.actions.orders import cancel_unpaid


def tick(now: datetime | None = None) -> dict[str, int]:
    """Free expired holds and cancel what was not paid in time; gives how many of each."""
    now = now or clock.now()
    return {"holds": expire_holds(now), "unpaid": cancel_unpaid(now)}
