"""The only place where the counters of stock change, each time with a line in the ledger.

docs/how/stock.md tells the rules. An action writes its other rows first and claims last, rows in the order of their
ids, so that the hot row is locked for the shortest time and two actions never wait for each other in a circle.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from phien.lib import clock
from phien.market.models import Hold, OrderLine, StockEntry
from phien.people.models import Actor

ATTEMPTS = 5
_MOVE = """
UPDATE market_stock SET on_hand = on_hand + %s, reserved = reserved + %s
WHERE id = %s AND reserved + %s >= 0 AND on_hand + %s >= reserved + %s
"""
Kind = StockEntry.Kind
_through: Callable[[Callable[[], Any]], Any] | None = None


class LostRace(Exception):
    """Somebody else took the pieces between reading and claiming: look again at what is left."""


@dataclass(frozen=True, slots=True)
class Claim:
    stock_id: int
    quantity: int


def entry(
    *,
    stock_id: int,
    kind: str,
    on_hand: int = 0,
    reserved: int = 0,
    hold: Hold | None = None,
    line: OrderLine | None = None,
    by: Actor | None = None,
    note: str = "",
) -> StockEntry:
    """A line of the ledger, not yet saved."""
    return StockEntry(
        stock_id=stock_id,
        kind=kind,
        on_hand_change=on_hand,
        reserved_change=reserved,
        hold=hold,
        order_line=line,
        by=by,
        note=note,
        at=clock.now(),
    )


def write(entries: Iterable[StockEntry]) -> None:
    """Save lines of the ledger and move the counters by their sums. Raises LostRace."""
    entries = list(entries)
    StockEntry.objects.bulk_create(entries)
    sums: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for line in entries:
        on_hand, reserved = sums[line.stock_id]
        sums[line.stock_id] = (on_hand + line.on_hand_change, reserved + line.reserved_change)
    move(sums)


def move(sums: Mapping[int, tuple[int, int]]) -> None:
    """Move the counters of {stock: (on hand, reserved)}, rows in the order of their ids.

    What takes pieces is one conditional statement per row, under the table's CHECK constraint; when it finds too few
    pieces it raises LostRace, and the whole transaction is undone.
    """
    with connection.cursor() as cursor:
        for stock_id in sorted(sums):
            on_hand, reserved = sums[stock_id]
            if not on_hand and not reserved:
                continue
            cursor.execute(_MOVE, [on_hand, reserved, stock_id, reserved, on_hand, reserved])
            if not cursor.rowcount:
                raise LostRace


def until_claimed[Result](attempt: Callable[[], Result]) -> Result:
    """Run `attempt` in a transaction, again from the start whenever it lost a race for the last pieces.

    Where this process has one writer for all (`go_through`), it is done there, together with what others ask for.
    """
    if _through is not None and connection.vendor == "sqlite" and not connection.in_atomic_block:
        return _through(lambda: _until_claimed(attempt))  # type: ignore[no-any-return]  # what the attempt gives
    return _until_claimed(attempt)


def go_through(run: "Callable[[Callable[[], Any]], Any] | None") -> None:
    """Have `run(work)` do all that claims stock in this process, on SQLite: its writers wait for each other anyway."""
    global _through  # noqa: PLW0603
    _through = run


def _until_claimed[Result](attempt: Callable[[], Result]) -> Result:
    for _ in range(ATTEMPTS - 1):
        try:
            with transaction.atomic():
                return attempt()
        except LostRace:
            continue
    with transaction.atomic():
        return attempt()
