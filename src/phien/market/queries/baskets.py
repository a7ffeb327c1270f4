"""A basket as its page shows it."""

from dataclasses import dataclass, field
from datetime import datetime

from phien.lib import clock
from phien.market.models import Basket, Hold, Offer
from phien.market.queries.offers import Card, cards, public_offers
from phien.market.queries.prices import prices_of
from phien.people.models import Actor


@dataclass(slots=True)
class Line:
    offer: Offer
    card: Card
    price: int  # what a piece costs now, đồng; those in `holds` keep the lower one of when they were held
    quantity: int = 0
    holds: list[Hold] = field(default_factory=list)
    held_until: datetime | None = None  # None: the hold is over, the pieces are free for others again

    @property
    def amount(self) -> int:
        saved = sum(hold.quantity * max(0, self.price - hold.unit_price) for hold in self.holds)
        return self.quantity * self.price - saved

    @property
    def unit_price(self) -> int:
        """What a piece costs; where pieces were held at different prices, their mean."""
        return self.amount // self.quantity if self.quantity else self.price

    @property
    def most(self) -> int:
        limit = min(self.offer.limit_per_order, self.offer.limit_per_phone or self.offer.limit_per_order)
        return max(self.quantity, min(limit, self.card.left + self.quantity))


@dataclass(slots=True)
class Group:
    """One producer's lines: they become one order."""

    producer: Actor
    lines: list[Line] = field(default_factory=list)

    @property
    def goods_amount(self) -> int:
        return sum(line.amount for line in self.lines)


@dataclass(slots=True)
class BasketView:
    basket: Basket
    groups: list[Group]

    @property
    def lines(self) -> list[Line]:
        return [line for group in self.groups for line in group.lines]

    @property
    def goods_amount(self) -> int:
        return sum(group.goods_amount for group in self.groups)

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def held_until(self) -> datetime | None:
        """When the first hold ends; None where one is over already or nothing is held."""
        times = [line.held_until for line in self.lines]
        found = [time for time in times if time is not None]
        return min(found) if found and len(found) == len(times) else None

    @property
    def seconds_left(self) -> int:
        return max(0, int((self.held_until - clock.now()).total_seconds())) if self.held_until else 0


def basket_view(basket: Basket) -> BasketView:
    """The basket's lines by producer, in the order in which they were put in."""
    holds = list(Hold.objects.filter(basket=basket, state__in=[Hold.State.ACTIVE, Hold.State.EXPIRED]).order_by("pk"))
    by_offer = {card.offer.pk: card for card in cards(public_offers().filter(pk__in={row.offer_id for row in holds}))}
    prices = prices_of(card.offer for card in by_offer.values())
    lines: dict[int, Line] = {}
    groups: dict[int, Group] = {}
    now = clock.now()
    for row in holds:
        card = by_offer.get(row.offer_id)
        if card is None:
            continue
        producer = card.offer.product.producer
        if row.offer_id not in lines:
            price = prices[row.offer_id].amount
            lines[row.offer_id] = Line(card.offer, card, price, held_until=row.expires_at)
            groups.setdefault(producer.pk, Group(producer)).lines.append(lines[row.offer_id])
        line = lines[row.offer_id]
        line.quantity += row.quantity
        if row.state == Hold.State.ACTIVE:
            line.holds.append(row)
        over = row.state == Hold.State.EXPIRED or row.expires_at <= now
        line.held_until = None if over or line.held_until is None else min(line.held_until, row.expires_at)
    return BasketView(basket, list(groups.values()))
