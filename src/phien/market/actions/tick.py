"""What the supervisor's tick finds again from rows."""

from datetime import datetime

from phien.lib import clock
from phien.market.actions.baskets import expire_holds
from phien.market.actions.claims import call_all_lines, forget_phones
from phien.market.actions.orders import cancel_unpaid


def tick(now: datetime | None = None) -> dict[str, int]:
    """Free expired holds, cancel what was not paid in time, offer what came back to those in line, and once a minute
    forget the phones of old claims; gives how many of each."""
    now = now or clock.now()
    freed = {"holds": expire_holds(now), "unpaid": cancel_unpaid(now)}
    phones = forget_phones(now) if now.second == 0 else 0
    return freed | {"called": call_all_lines(), "phones": phones}
