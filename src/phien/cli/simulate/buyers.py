"""Simulated purchases, through the market's own actions, at the times they would have been made."""

import random
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from phien.lib import clock
from phien.lib.errors import Refused
from phien.market import actions
from phien.market.models import Offer, Order, Outlet, Payment, Purchase
from phien.people.models import Actor
from phien.places.models import Place

# Where simulated buyers live, by the official code of the province; the weights are invented.
PROVINCES = {"01": 30, "79": 22, "31": 8, "20": 8, "22": 6, "48": 6, "24": 5, "40": 5, "92": 4, "56": 3, "68": 3}
STREETS = ["12 ngõ 5", "thôn Đông", "số 8, tổ 4", "căn 1204, nhà B", "xóm Mới", "45 đường Bờ Sông", "ấp 3"]


@dataclass(frozen=True, slots=True)
class Crowd:
    """What the played buyers choose from."""

    names: tuple[str, ...]
    offers: tuple[Offer, ...]
    origins: dict[int, tuple[str, ...]]  # offer → rooms that show it
    links: tuple[str, ...]
    codes: tuple[str, ...] = ()  # of creators, said aloud in the rooms


def buyer(rng: random.Random, names: tuple[str, ...]) -> actions.BuyerFacts:
    """An invented person in a real commune; the phone number is of a range that no operator gives out."""
    code = rng.choices(list(PROVINCES), list(PROVINCES.values()))[0]
    province = Place.objects.get(kind=Place.Kind.PROVINCE, code=code)
    communes = Place.objects.filter(parent=province, kind=Place.Kind.COMMUNE).order_by("code")
    commune = communes[rng.randrange(communes.count())]
    return actions.BuyerFacts(
        name=rng.choice(names),
        phone=f"+8490000{rng.randrange(10_000):04d}",
        province=province,
        commune=commune,
        street=rng.choice(STREETS),
    )


def buy(crowd: Crowd, rng: random.Random) -> Purchase | None:
    """One purchase now: mostly from a room, of one offer; None when what was chosen is sold out."""
    offer = rng.choices(crowd.offers, [6 if o.product.slug == "vit-quay" else 1 for o in crowd.offers])[0]
    rooms = crowd.origins.get(offer.pk, ())
    origin = rng.choice(rooms) if rooms and rng.random() < 0.75 else ""
    link = rng.choice(crowd.links) if crowd.links and rng.random() < 0.6 else ""
    quantity = rng.choices([1, 2, 3], [70, 24, 6])[0]
    who = buyer(rng, crowd.names)
    provider = "bank_transfer" if rng.random() < 0.4 else "cod"
    key = uuid.UUID(int=rng.getrandbits(128), version=4)
    # From the key, so that the dice fall as they did before there were codes.
    code = crowd.codes[key.int % 97 % len(crowd.codes)] if crowd.codes and key.int % 4 == 0 else ""
    try:
        return actions.buy_now(
            offer=offer,
            quantity=quantity,
            buyer=who,
            provider=provider,
            idempotency_key=key,
            origin=origin,
            via=link,
            via_basis="form" if link else "",
            promo=code,
            is_simulated=True,
        )
    except Refused:
        return None


def enter_from_shop(crowd: Crowd, *, numbers: list[str], since: datetime, seed: int, by: Actor) -> int:
    """Orders of another channel that staff entered one after the other, with that channel's numbers. Gives how many."""
    rng, entered = random.Random(seed), 0
    for place, number in enumerate(numbers):
        with clock.standing_at(since + timedelta(minutes=place)), suppress(Refused):
            actions.enter_order(
                campaign=crowd.offers[0].campaign,
                outlet=Outlet.TIKTOK,
                lines=[(rng.choice(crowd.offers), 1)],
                buyer=buyer(rng, crowd.names),
                provider="outside",
                by=by,
                idempotency_key=uuid.UUID(int=rng.getrandbits(128), version=4),
                external_order=number,
                is_simulated=True,
            )
            entered += 1
    return entered


def play(
    crowd: Crowd,
    *,
    since: datetime,
    until: datetime,
    count: int,
    seed: int,
    packer: Actor,
    meanwhile: Callable[[datetime, random.Random], None],
    progress: Callable[..., None],
) -> int:
    """`count` purchases spread over the time, and what became of them by its end. Gives how many were made.

    `meanwhile` is called before each, the clock standing at its time: what the rooms do.
    """
    rng = random.Random(seed)
    span = (until - since) / timedelta(seconds=1)
    moments = sorted(since + timedelta(seconds=rng.uniform(0, span)) for _ in range(count))
    made: list[tuple[datetime, Purchase]] = []
    for number, at in enumerate(moments, start=1):
        with clock.standing_at(at):
            meanwhile(at, rng)
            purchase = buy(crowd, rng)
        if purchase is not None:
            made.append((at, purchase))
        progress(number, count)
    for at, purchase in made:
        for order in purchase.orders.select_related("payment", "parcel"):
            _follow(order, at, until, rng, packer)
    return len(made)


def _follow(order: Order, at: datetime, until: datetime, rng: random.Random, packer: Actor) -> None:
    """Pay, cancel, pack or hand over, as far as the time reaches."""

    def later(minutes: float) -> datetime | None:
        moment = at + timedelta(minutes=minutes)
        return moment if moment < until else None

    paid = later(rng.uniform(1, 30))
    if order.payment.provider == "bank_transfer" and paid and rng.random() < 0.85:
        with clock.standing_at(paid):
            actions.receive_payment(
                reference=order.payment.reference,
                amount=order.payment.amount,
                external_id=f"simulated-{order.payment.reference}",
                by=packer,
            )
    cancelled = later(rng.uniform(5, 60))
    if cancelled and rng.random() < 0.05:
        with clock.standing_at(cancelled):
            actions.cancel_order(order=order, code=Order.CancelCode.BUYER, by=packer)
        return
    packed = later(rng.uniform(20, 100))
    order.payment.refresh_from_db()
    waits_for_money = order.payment.provider == "bank_transfer" and order.payment.state != Payment.State.PAID
    if packed is None or waits_for_money or rng.random() < 0.3:
        return
    with clock.standing_at(packed):
        actions.mark_packed(order=order, by=packer)
    handed_over = later(rng.uniform(90, 150))
    if handed_over and handed_over > packed:
        with clock.standing_at(handed_over):
            actions.mark_handed_over(order=order, by=packer, carrier="Bưu điện Lạng Sơn")
