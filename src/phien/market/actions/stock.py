"""Pieces that come in, are counted again, or are set aside for another outlet."""

from django.db import transaction

from phien.editions.actions import renew
from phien.market.actions.ledger import Kind, LostRace, entry, write
from phien.market.editions import GOODS
from phien.market.errors import NotEnoughFree, SameOutlet, WrongQuantity
from phien.market.models import Lot, Outlet, Stock, StockEntry
from phien.people.models import Actor

MOST = 1_000_000  # pieces in one go: more is a slip of the finger


def stock_of(lot: Lot, outlet: str = Outlet.SITE) -> Stock:
    """The outlet's row of a lot, made when there is none yet."""
    return Stock.objects.get_or_create(lot=lot, outlet=outlet)[0]


def take_in(*, lot: Lot, quantity: int, by: Actor | None, outlet: str = Outlet.SITE, note: str = "") -> Stock:
    """Pieces of a lot arrive. Raises WrongQuantity."""
    if not 1 <= quantity <= MOST:
        raise WrongQuantity
    with transaction.atomic():
        stock = stock_of(lot, outlet)
        write([entry(stock_id=stock.pk, kind=Kind.RECEIVED, on_hand=quantity, by=by, note=note[:200])])
        renew(GOODS)
    stock.refresh_from_db()
    return stock


def correct_stock(*, stock: Stock, on_hand: int, by: Actor, note: str = "") -> Stock:
    """Somebody counted: this many are there. Raises WrongQuantity; NotEnoughFree below what is reserved."""
    if not 0 <= on_hand <= MOST:
        raise WrongQuantity
    with transaction.atomic():
        row = Stock.objects.select_for_update().get(pk=stock.pk)
        if on_hand != row.on_hand:
            change = entry(stock_id=row.pk, kind=Kind.CORRECTED, on_hand=on_hand - row.on_hand, by=by, note=note[:200])
            _move([change], row)
            renew(GOODS)
    row.refresh_from_db()
    return row


def set_aside(
    *, lot: Lot, quantity: int, to: str, by: Actor | None, from_outlet: str = Outlet.SITE, note: str = ""
) -> tuple[Stock, Stock]:
    """Move free pieces of a lot from one outlet to another; gives both rows.

    Raises WrongQuantity, SameOutlet, NotEnoughFree (naming how many are free).
    """
    if not 1 <= quantity <= MOST:
        raise WrongQuantity
    if to == from_outlet or to not in Outlet.values or from_outlet not in Outlet.values:
        raise SameOutlet
    with transaction.atomic():
        source, target = stock_of(lot, from_outlet), stock_of(lot, to)
        _move(
            [
                entry(stock_id=source.pk, kind=Kind.SET_ASIDE, on_hand=-quantity, by=by, note=note[:200]),
                entry(stock_id=target.pk, kind=Kind.SET_ASIDE, on_hand=quantity, by=by, note=note[:200]),
            ],
            source,
        )
        renew(GOODS)
    source.refresh_from_db()
    target.refresh_from_db()
    return source, target


def _move(entries: list[StockEntry], source: Stock) -> None:
    """Move counters; too few free pieces are a refusal here, since nothing else could serve."""
    try:
        with transaction.atomic():
            write(entries)
    except LostRace:
        source.refresh_from_db()
        raise NotEnoughFree(free=source.free) from None
