"""Stock as the desk sees it: by product, lot and outlet, with the ledger that must add up to it."""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet, Sum

from phien.campaigns.models import Campaign
from phien.market.models import Lot, Offer, Outlet, Product, Stock, StockEntry
from phien.market.policies import Person
from phien.market.queries.desk import offers_for
from phien.people.models import Role
from phien.people.policies import Duty, lineage


@dataclass(slots=True)
class Cell:
    """One outlet's pieces of a lot; zeros where the outlet never had any."""

    outlet: str
    label: str
    stock: Stock | None = None
    on_hand_by_ledger: int = 0
    reserved_by_ledger: int = 0

    @property
    def on_hand(self) -> int:
        return self.stock.on_hand if self.stock else 0

    @property
    def reserved(self) -> int:
        return self.stock.reserved if self.stock else 0

    @property
    def free(self) -> int:
        return self.on_hand - self.reserved

    @property
    def agrees(self) -> bool:
        """Whether the ledger adds up to the counters."""
        return (self.on_hand, self.reserved) == (self.on_hand_by_ledger, self.reserved_by_ledger)


@dataclass(slots=True)
class LotRow:
    lot: Lot
    cells: list[Cell]

    @property
    def on_hand(self) -> int:
        return sum(cell.on_hand for cell in self.cells)

    @property
    def reserved(self) -> int:
        return sum(cell.reserved for cell in self.cells)

    @property
    def free(self) -> int:
        return self.on_hand - self.reserved

    @property
    def agrees(self) -> bool:
        return all(cell.agrees for cell in self.cells)


@dataclass(slots=True)
class ProductRow:
    product: Product
    offer: Offer
    lots: list[LotRow] = field(default_factory=list)

    @property
    def on_hand(self) -> int:
        return sum(row.on_hand for row in self.lots)

    @property
    def reserved(self) -> int:
        return sum(row.reserved for row in self.lots)

    @property
    def free(self) -> int:
        return self.on_hand - self.reserved

    @property
    def by_outlet(self) -> list[tuple[str, int]]:
        """Free pieces by outlet."""
        return [
            (str(label), sum(cell.free for row in self.lots for cell in row.cells if cell.outlet == value))
            for value, label in Outlet.choices
        ]


def offers_in(user: Person, campaign: Campaign) -> QuerySet[Offer]:
    return offers_for(user).filter(campaign=campaign).order_by("position", "pk")


def lots_in(user: Person, campaign: Campaign) -> QuerySet[Lot]:
    """The lots of the products that the person sees in the campaign."""
    products = offers_in(user, campaign).order_by().values("product")
    return Lot.objects.filter(product__in=products).select_related("product__producer")


def _rows(lots: QuerySet[Lot]) -> list[LotRow]:
    rows = {lot.pk: LotRow(lot, [Cell(value, str(label)) for value, label in Outlet.choices]) for lot in lots}
    cells = {(row.lot.pk, cell.outlet): cell for row in rows.values() for cell in row.cells}
    for stock in Stock.objects.filter(lot__in=list(rows)):
        cells[stock.lot_id, stock.outlet].stock = stock
    sums = (
        StockEntry.objects.filter(stock__lot__in=list(rows))
        .values_list("stock__lot_id", "stock__outlet")
        .annotate(on_hand=Sum("on_hand_change"), reserved=Sum("reserved_change"))
        .order_by()
    )
    for lot_id, outlet, on_hand, reserved in sums:
        cell = cells[lot_id, outlet]
        cell.on_hand_by_ledger, cell.reserved_by_ledger = on_hand, reserved
    return list(rows.values())


def stock_table(user: Person, campaign: Campaign) -> list[ProductRow]:
    """Four statements, however many lots there are."""
    products = {
        offer.product_id: ProductRow(offer.product, offer)
        for offer in offers_in(user, campaign).select_related("product__producer")
    }
    for row in _rows(Lot.objects.filter(product__in=list(products)).order_by("expires_on", "pk")):
        products[row.lot.product_id].lots.append(row)
    return list(products.values())


def lot_row(lot: Lot) -> LotRow:
    return _rows(Lot.objects.filter(pk=lot.pk).select_related("product__producer"))[0]


def ledger_of(lot: Lot, outlet: str = "") -> QuerySet[StockEntry]:
    """The lot's ledger, the newest first."""
    wanted = Q(stock__lot=lot) & (Q(stock__outlet=outlet) if outlet else Q())
    return (
        StockEntry.objects.filter(wanted)
        .select_related("stock", "by", "order_line__order__purchase", "hold")
        .order_by("-at", "-pk")
    )


def products_to_offer(campaign: Campaign) -> list[Product]:
    """Products of the campaign's producers that are not on offer in it yet, by producer and name."""
    roles = Role.objects.current().filter(duty=Duty.PRODUCER, scope_id__in=lineage(campaign.scope))
    own = Q(producer__in=roles.values("actor")) | Q(producer__in=roles.values("actor__works_for"))
    there = Offer.objects.filter(campaign=campaign).values("product")
    rows = Product.objects.filter(own).exclude(pk__in=there).select_related("producer")
    return sorted(rows, key=lambda row: (str(row.producer), str(row)))
