"""Pieces of a lot that arrive at the store."""

from datetime import date

from django.db import transaction

from phien.market.actions.stock import take_in
from phien.market.errors import OtherDates
from phien.market.models import Lot, Outlet, Product, Stock
from phien.people.models import Actor


def take_in_lot(
    *,
    product: Product,
    code: str,
    made_on: date,
    expires_on: date | None,
    quantity: int,
    by: Actor,
    outlet: str = Outlet.SITE,
    note: str = "",
) -> Stock:
    """Take pieces in under a lot's code; the lot is made when it is new. Raises OtherDates, WrongQuantity."""
    with transaction.atomic():
        dates = {"made_on": made_on, "expires_on": expires_on}
        lot, is_new = Lot.objects.get_or_create(product=product, code=code, defaults=dates)
        if not is_new and (lot.made_on, lot.expires_on) != (made_on, expires_on):
            raise OtherDates(code=code)
        return take_in(lot=lot, quantity=quantity, by=by, outlet=outlet, note=note)
