"""Writing a purchase: its orders, lines, payments and parcels, and last of all the claim of stock."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from phien.campaigns.models import Campaign
from phien.lib import clock, codes
from phien.market import payments
from phien.market.actions import lots, telling
from phien.market.actions.ledger import Kind, LostRace, entry, write
from phien.market.actions.promo import known_promo_code
from phien.market.errors import BasketEmpty, OverPhoneLimit, TotalChanged, WrongAddress
from phien.market.models import (
    Hold,
    Offer,
    Order,
    OrderLine,
    Outlet,
    Parcel,
    Payee,
    Payment,
    Purchase,
    ShippingRate,
    Stock,
    StockEntry,
)
from phien.market.queries.line import taken_by_phones
from phien.market.queries.shipping import Days, Quote, days_to, fee_for, rates_of
from phien.people.models import Actor
from phien.places.models import Place

REFERENCE_PREFIX = "PH"  # P is in no code, so that a reference is found in what a bank adds around it
FREE_OF_FEE = {Outlet.STALL, Outlet.TIKTOK}  # carried home, or sent by the other channel


@dataclass(frozen=True, slots=True)
class BuyerFacts:
    """Who gets the parcel. `phone` as +84…; the commune is one of the province's."""

    name: str
    phone: str
    province: Place
    commune: Place
    street: str
    note: str = ""


@dataclass(slots=True)
class Wanted:
    """One offer of a purchase: what was held for it is converted, the rest is claimed. `price` is that of now."""

    offer: Offer
    quantity: int
    price: int
    holds: list[Hold] = field(default_factory=list)
    origin: str = ""
    via: str = ""

    @property
    def missing(self) -> int:
        return self.quantity - sum(hold.quantity for hold in self.holds)

    @property
    def amount(self) -> int:
        return self.missing * self.price + sum(hold.quantity * self.price_of(hold) for hold in self.holds)

    def price_of(self, hold: Hold) -> int:
        """What held pieces cost, each: as when they were held, or less where the price has fallen since."""
        return min(hold.unit_price, self.price)


@dataclass(frozen=True, slots=True)
class Terms:
    """All of a purchase that is not its goods."""

    campaign: Campaign
    buyer: BuyerFacts
    provider: str
    idempotency_key: uuid.UUID
    language: str = "vi"
    outlet: str = Outlet.SITE
    entered_by: Actor | None = None
    via: str = ""
    via_basis: str = ""
    promo: str = ""  # as typed
    external_order: str = ""
    expected_total: int | None = None
    is_simulated: bool = False
    is_claimed: bool = False  # with the buyer's phone number, so that the held pieces count as that number's already


@dataclass(frozen=True, slots=True)
class Share:
    """One producer's part of a purchase."""

    producer: Actor
    wanted: list[Wanted]
    goods_amount: int
    weight_g: int
    quote: Quote

    @property
    def total(self) -> int:
        return self.goods_amount + self.quote.fee


def shares_of(
    wanted: list[Wanted], *, rates: Sequence[ShippingRate], province: Place, outlet: str = Outlet.SITE
) -> list[Share]:
    """The purchase by producer, in the order in which their goods were put in, each with its fee."""
    by_producer: dict[int, list[Wanted]] = {}
    for line in wanted:
        by_producer.setdefault(line.offer.product.producer_id, []).append(line)
    shares = []
    for lines in by_producer.values():
        weight = sum(line.quantity * line.offer.product.gross_weight_g for line in lines)
        quote = Quote(0, 0) if outlet in FREE_OF_FEE else fee_for(rates, province, weight)
        goods = sum(line.amount for line in lines)
        shares.append(Share(lines[0].offer.product.producer, lines, goods, weight, quote))
    return shares


def _check_address(buyer: BuyerFacts) -> None:
    if (
        buyer.province.kind != Place.Kind.PROVINCE
        or buyer.commune.kind != Place.Kind.COMMUNE
        or buyer.commune.parent_id != buyer.province.pk
    ):
        raise WrongAddress


def _days(terms: Terms, rates: Sequence[ShippingRate]) -> Days:
    return lots.ANYWHERE if terms.outlet in FREE_OF_FEE else days_to(rates, terms.buyer.province)


def _check_accounts(provider: payments.Provider, shares: list[Share]) -> None:
    payees = {row.producer_id: row for row in Payee.objects.filter(producer__in=[share.producer for share in shares])}
    for share in shares:
        provider.check(payees.get(share.producer.pk), str(share.producer.name))


def _check_phone_limits(terms: Terms, wanted: list[Wanted]) -> None:
    limited = [line for line in wanted if line.offer.limit_per_phone]
    if not limited or terms.outlet in FREE_OF_FEE:
        return
    products = [line.offer.product_id for line in limited]
    # Who counts a number's pieces has the stock rows, as claims do, so that two orders cannot both be the last.
    list(Stock.objects.filter(lot__product__in=products).order_by("pk").select_for_update().values_list("pk"))
    phone = terms.buyer.phone
    taken = taken_by_phones([line.offer.pk for line in limited], [phone])
    for line in limited:
        own = line.quantity - line.missing if terms.is_claimed else 0
        limit = line.offer.limit_per_phone or 0
        if taken[line.offer.pk, phone] - own + line.quantity > limit:
            raise OverPhoneLimit(name=line.offer.product.name, limit=limit)


def write_purchase(terms: Terms, wanted: list[Wanted], released: Sequence[StockEntry] = ()) -> Purchase:
    """Inside a transaction of the caller: write everything, tell everyone, claim last.

    `released` are ledger lines of holds that were let go; they move the counters together with the claims.
    Raises LostRace when the last pieces went elsewhere meanwhile; the caller starts again.
    """
    if not wanted:
        raise BasketEmpty
    _check_address(terms.buyer)
    _check_phone_limits(terms, wanted)
    provider = payments.get(terms.provider)
    rates = rates_of(terms.campaign.pk)
    shares = shares_of(wanted, rates=rates, province=terms.buyer.province, outlet=terms.outlet)
    if terms.expected_total is not None and terms.expected_total != sum(share.total for share in shares):
        raise TotalChanged(total=sum(share.total for share in shares))
    if provider.needs_account:
        _check_accounts(provider, shares)
    via, creator = telling.known_via(terms.via)
    promo = known_promo_code(campaign=terms.campaign, typed=terms.promo)
    purchase = Purchase.objects.create(
        code=codes.make(8),
        campaign=terms.campaign,
        idempotency_key=terms.idempotency_key,
        outlet=terms.outlet,
        entered_by=terms.entered_by,
        buyer_name=terms.buyer.name,
        phone=terms.buyer.phone,
        province=terms.buyer.province,
        commune=terms.buyer.commune,
        street=terms.buyer.street,
        note=terms.buyer.note,
        language=terms.language,
        via=via,
        via_basis=terms.via_basis if via else "",
        promo=promo,
        external_order=terms.external_order,
        is_simulated=terms.is_simulated,
        placed_at=clock.now(),
    )
    entries, orders = _write_orders(purchase, terms, shares, provider, _days(terms, rates))
    telling.placed(purchase=purchase, creator=creator, orders=orders)
    write([*released, *entries])
    return purchase


def _write_orders(
    purchase: Purchase, terms: Terms, shares: list[Share], provider: payments.Provider, days: Days
) -> tuple[list[StockEntry], list[tuple[Order, list[OrderLine]]]]:
    to_claim = [line.offer for share in shares for line in share.wanted if line.missing]
    rows = lots.look(to_claim, outlet=terms.outlet, days=days) if to_claim else []
    taken: dict[int, int] = {}
    entries: list[StockEntry] = []
    orders = []
    now = clock.now()
    for number, share in enumerate(shares, start=1):
        order = Order.objects.create(
            purchase=purchase,
            producer=share.producer,
            number=number,
            goods_amount=share.goods_amount,
            shipping_fee=share.quote.fee,
        )
        lines: list[OrderLine] = []
        for wanted in share.wanted:
            made: list[tuple[int, int, Hold | None]] = [(hold.stock_id, hold.quantity, hold) for hold in wanted.holds]
            if wanted.missing:
                claims = lots.choose(
                    wanted.offer, wanted.missing, rows, taken, outlet=terms.outlet, province=purchase.province
                )
                made += [(claim.stock_id, claim.quantity, None) for claim in claims]
            for stock_id, quantity, hold in made:
                line = OrderLine(
                    order=order,
                    offer=wanted.offer,
                    stock_id=stock_id,
                    quantity=quantity,
                    unit_price=wanted.price_of(hold) if hold else wanted.price,
                    origin=hold.origin if hold else wanted.origin,
                )
                lines.append(line)
                reserved = 0 if hold else quantity
                entries.append(entry(stock_id=stock_id, kind=Kind.ORDERED, reserved=reserved, hold=hold, line=line))
        OrderLine.objects.bulk_create(lines)
        Payment.objects.create(
            order=order,
            provider=provider.key,
            amount=order.total,
            reference=REFERENCE_PREFIX + codes.make(8),
            due_at=provider.due(),
            state=Payment.State.PAID if provider.paid_at_once else Payment.State.PENDING,
            paid_at=now if provider.paid_at_once else None,
            paid_amount=order.total if provider.paid_at_once else 0,
        )
        Parcel.objects.create(order=order, weight_g=share.weight_g)
        orders.append((order, lines))
    _convert([hold for share in shares for line in share.wanted for hold in line.holds])
    return entries, orders


def _convert(holds: list[Hold]) -> None:
    """Holds become ordered; one that expired between reading and now makes the whole start again."""
    ids = [hold.pk for hold in holds]
    changed = Hold.objects.filter(pk__in=ids, state=Hold.State.ACTIVE).update(state=Hold.State.ORDERED)
    if changed != len(ids):
        raise LostRace
