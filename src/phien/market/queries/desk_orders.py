"""The orders of one campaign, as the market desk searches, counts, packs and labels them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from phien.campaigns.models import Campaign
from phien.lib import clock, codes
from phien.market.models import Order, OrderLine, Outlet, Parcel, Payment, Refund, StockEntry
from phien.market.payments.providers import choices
from phien.market.policies import Person
from phien.market.queries.desk import orders_for
from phien.people.models import Actor
from phien.places.models import Place

_NUMBER = re.compile(r"([0-9A-Z]{8})-?(\d{1,2})?")


def orders_in(user: Person, campaign: Campaign) -> QuerySet[Order]:
    """The campaign's orders within the person's reach, the newest first."""
    return orders_for(user).filter(purchase__campaign=campaign).order_by("-purchase__placed_at", "-pk")


def order_by_number(user: Person, campaign: Campaign, typed: str) -> Order | None:
    """The order with this number ("LV7K3M9Q-1"), however it was typed; without "-1" the purchase's only order."""
    found = _NUMBER.fullmatch(typed.strip().upper().replace(" ", ""))
    if found is None:
        return None
    rows = orders_in(user, campaign).filter(purchase__code=found[1])
    if found[2]:
        return rows.filter(number=int(found[2])).first()
    several = list(rows[:2])
    return several[0] if len(several) == 1 else None


def before_packing() -> list[str]:
    """The ways to pay whose money has to be there before a parcel is packed."""
    return [provider.key for provider in choices(staff=True) if provider.before_packing]


WAITS_FOR_MONEY = Q(state=Order.State.PLACED, payment__state=Payment.State.PENDING)


def to_pack() -> Q:
    money_first = Q(payment__provider__in=before_packing()) & ~Q(payment__state=Payment.State.PAID)
    return Q(state=Order.State.PLACED, parcel__state=Parcel.State.TO_PACK) & ~money_first


def awaited() -> Q:
    """A transfer is expected."""
    return WAITS_FOR_MONEY & Q(payment__provider__in=before_packing())


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """What the list of orders is narrowed to; empty means all. `text`: a code, the end of a phone number, or a name."""

    text: str = ""
    state: str = ""
    payment: str = ""
    producer: str = ""
    outlet: str = ""
    province: str = ""

    def narrow(self, rows: QuerySet[Order]) -> QuerySet[Order]:
        if self.text:
            rows = rows.filter(_matching(self.text))
        if self.state == "to_pack":
            rows = rows.filter(to_pack())
        elif self.state == "cancelled":
            rows = rows.filter(state=Order.State.CANCELLED)
        elif self.state:
            rows = rows.filter(parcel__state=self.state)
        if self.payment == "awaited":
            rows = rows.filter(awaited())
        elif self.payment:
            rows = rows.filter(payment__state=self.payment)
        if self.producer:
            rows = rows.filter(producer__slug=self.producer)
        if self.outlet:
            rows = rows.filter(purchase__outlet=self.outlet)
        if self.province:
            rows = rows.filter(purchase__province__code=self.province)
        return rows


def _matching(text: str) -> Q:
    text = " ".join(text.split())
    found = Q()
    for variant in {text, text.lower(), text.upper(), text.title()}:  # SQLite folds the case of ASCII letters only
        found |= Q(purchase__buyer_name__icontains=variant)
    code = _NUMBER.fullmatch(text.upper().replace(" ", ""))
    if code is not None:
        whole = Q(purchase__code=code[1])
        found |= whole & Q(number=int(code[2])) if code[2] else whole
    plain = codes.normalise(text)
    if plain.isascii() and 3 <= len(plain) <= 8:
        found |= Q(purchase__code__startswith=plain)
    digits = "".join(letter for letter in text if letter.isascii() and letter.isdigit())
    if len(digits) >= 3 and not any(letter.isalpha() for letter in text):
        found |= Q(purchase__phone__endswith=digits.removeprefix("84").lstrip("0") if len(digits) > 8 else digits)
    return found


@dataclass(frozen=True, slots=True)
class Facets:
    """What the filters of the list may be set to: only what occurs."""

    producers: list[tuple[str, str]]
    provinces: list[tuple[str, str]]
    outlets: list[tuple[str, str]]


def facets(user: Person, campaign: Campaign) -> Facets:
    rows = orders_in(user, campaign).order_by()
    producers = Actor.objects.filter(pk__in=rows.values("producer"))
    provinces = Place.objects.filter(pk__in=rows.values("purchase__province"))
    outlets = set(rows.values_list("purchase__outlet", flat=True).distinct())
    return Facets(
        sorted(((actor.slug, str(actor)) for actor in producers), key=lambda row: row[1]),
        sorted(((place.code, str(place.name)) for place in provinces), key=lambda row: row[1]),
        [(value, str(label)) for value, label in Outlet.choices if value in outlets],
    )


def with_lines(rows: QuerySet[Order]) -> QuerySet[Order]:
    """The orders with their lines, products, lots and storage: what packing lists, labels and tables print."""
    lines = OrderLine.objects.select_related("offer__product", "stock__lot").prefetch_related(
        "offer__product__storage_conditions"
    )
    return rows.select_related("producer__place__parent").prefetch_related(Prefetch("lines", queryset=lines))


@dataclass(frozen=True, slots=True)
class Day:
    """A day at the market, up to now; cancelled orders are left out of both figures."""

    orders: int
    turnover: int  # goods, đồng


@dataclass(frozen=True, slots=True)
class Work:
    """What waits to be done."""

    to_pack: int
    packed: int
    on_the_way: int
    awaited: int
    refunds: int
    today: Day


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def work(user: Person, campaign: Campaign) -> Work:
    """Two statements, however many orders there are."""
    rows = orders_in(user, campaign).order_by()
    today = Q(purchase__placed_at__gte=start_of(clock.today())) & ~Q(state=Order.State.CANCELLED)
    open_order = Q(state=Order.State.PLACED)
    found = rows.aggregate(
        to_pack=Count("pk", filter=to_pack()),
        packed=Count("pk", filter=open_order & Q(parcel__state=Parcel.State.PACKED)),
        on_the_way=Count("pk", filter=open_order & Q(parcel__state=Parcel.State.HANDED_OVER)),
        awaited=Count("pk", filter=awaited()),
        orders=Count("pk", filter=today),
        turnover=Sum("goods_amount", filter=today),
    )
    refunds = Refund.objects.filter(payment__order__in=rows.values("pk"), state=Refund.State.DUE).count()
    return Work(
        found["to_pack"],
        found["packed"],
        found["on_the_way"],
        found["awaited"],
        refunds,
        Day(found["orders"], found["turnover"] or 0),
    )


@dataclass(slots=True)
class PackedThing:
    """Pieces of one lot of one product."""

    line: OrderLine
    quantity: int = 0


@dataclass(slots=True)
class ProducerSheet:
    """A producer's part of the packing list: what to fetch from the store, then parcel by parcel."""

    producer: Actor
    totals: list[PackedThing] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)


def packing_sheets(orders: Iterable[Order]) -> list[ProducerSheet]:
    """Orders (with_lines) by producer, in the order given; totals by product and lot, what expires first on top."""
    sheets: dict[int, ProducerSheet] = {}
    totals: dict[tuple[int, int], PackedThing] = {}
    for order in orders:
        sheet = sheets.setdefault(order.producer_id, ProducerSheet(order.producer))
        sheet.orders.append(order)
        for line in order.lines.all():
            key = (line.offer_id, line.stock.lot_id)
            if key not in totals:
                totals[key] = PackedThing(line)
                sheet.totals.append(totals[key])
            totals[key].quantity += line.quantity
    for sheet in sheets.values():
        sheet.totals.sort(key=lambda row: (row.line.offer.position, row.line.stock.lot.expires_on or date.max))
    return list(sheets.values())


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of an order's history."""

    at: datetime
    what: str  # placed, paid, receipt, packed, handed_over, delivered, returned, cancelled, refund_due, refund_done
    by: Actor | None = None
    amount: int = 0
    note: str = ""


def history(order: Order) -> list[Happening]:
    """What happened to an order, from its rows, the oldest first."""
    purchase, payment, parcel = order.purchase, order.payment, order.parcel
    found = [Happening(purchase.placed_at, "placed", purchase.entered_by)]
    found += [
        Happening(row.received_at, "receipt", row.by, row.amount, row.external_id)
        for row in payment.receipts.select_related("by")
    ]
    if payment.paid_at:
        found.append(Happening(payment.paid_at, "paid", None, payment.amount))
    if parcel.packed_at:
        found.append(Happening(parcel.packed_at, "packed", parcel.packed_by))
    if parcel.handed_over_at:
        entry = (
            StockEntry.objects.filter(order_line__order=order, kind=StockEntry.Kind.HANDED_OVER)
            .select_related("by")
            .first()
        )
        note = " · ".join(part for part in (parcel.carrier, parcel.tracking) if part)
        found.append(Happening(parcel.handed_over_at, "handed_over", entry.by if entry else None, note=note))
    if parcel.arrived_at:
        found.append(Happening(parcel.arrived_at, parcel.state))
    if order.cancelled_at:
        note = " · ".join(part for part in (order.get_cancel_code_display(), order.cancel_reason) if part)
        found.append(Happening(order.cancelled_at, "cancelled", order.cancelled_by, note=note))
    for refund in payment.refunds.all():
        found.append(Happening(refund.made_at, "refund_due", amount=refund.amount))
        if refund.done_at:
            found.append(Happening(refund.done_at, "refund_done", amount=refund.amount))
    return sorted(found, key=lambda row: row.at)


def soon_due(user: Person, campaign: Campaign, hours: int = 6) -> int:
    """Awaited transfers that end within some hours: worth a call."""
    limit = clock.now() + timedelta(hours=hours)
    return orders_in(user, campaign).order_by().filter(awaited(), payment__due_at__lte=limit).count()
