"""Random days: whatever people do in whatever order, the ledger adds up and nothing is oversold."""

import uuid
from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from phien.lib import clock
from phien.lib.errors import Refused
from phien.market import actions
from phien.market.models import Hold, Lot, Order, OrderLine, Parcel, Stock
from phien.market.queries.stock import ledger_differences

from .conftest import make_cast


class Day(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.day = transaction.atomic()
        self.day.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.day.__exit__(None, None, None)

    @initialize()
    def open(self):
        self.cast = make_cast(duck_pieces=6, honey_pieces=8)
        self.second = Lot.objects.create(
            product=self.cast.duck, code="V02", made_on=clock.today(), expires_on=clock.today() + timedelta(days=11)
        )
        actions.take_in(lot=self.second, quantity=3, by=self.cast.packer)
        self.baskets = [self.cast.basket() for _ in range(3)]

    def attempt(self, action, **facts):
        try:
            return action(**facts)
        except Refused:
            return None

    @rule(number=st.integers(0, 2), duck=st.booleans(), quantity=st.integers(-1, 6))
    def put_in(self, number, duck, quantity):
        offer = self.cast.duck_offer if duck else self.cast.honey_offer
        self.attempt(actions.hold, basket=self.baskets[number], offer=offer, quantity=quantity)

    @rule(number=st.integers(0, 2), quantity=st.integers(0, 6))
    def change(self, number, quantity):
        self.attempt(actions.change_hold, basket=self.baskets[number], offer=self.cast.duck_offer, quantity=quantity)

    @rule(number=st.integers(0, 2), duck=st.booleans())
    def take_out(self, number, duck):
        offer = self.cast.duck_offer if duck else self.cast.honey_offer
        self.attempt(actions.release_hold, basket=self.baskets[number], offer=offer)

    @rule(minutes=st.integers(0, 30))
    def expire(self, minutes):
        actions.expire_holds(clock.now() + timedelta(minutes=minutes))

    @rule(number=st.integers(0, 2), far=st.booleans(), transfer=st.booleans())
    def order(self, number, far, transfer):
        where = {"province": self.cast.can_tho, "commune": self.cast.ninh_kieu} if far else {}
        placed = self.attempt(
            actions.place_purchase,
            basket=self.baskets[number],
            buyer=self.cast.buyer(**where),
            provider="bank_transfer" if transfer else "cod",
        )
        if placed:
            self.baskets[number] = self.cast.basket()

    @rule(quantity=st.integers(1, 4), to=st.sampled_from(["stall", "tiktok", "site"]))
    def set_aside(self, quantity, to):
        source = "site" if to != "site" else "stall"
        self.attempt(
            actions.set_aside, lot=self.cast.duck_lot, quantity=quantity, to=to, from_outlet=source, by=self.cast.packer
        )

    @rule(quantity=st.integers(1, 2))
    def at_the_stall(self, quantity):
        self.attempt(
            actions.enter_order,
            campaign=self.cast.campaign,
            outlet="stall",
            lines=[(self.cast.duck_offer, quantity)],
            buyer=self.cast.buyer(),
            provider="outside",
            by=self.cast.packer,
            idempotency_key=uuid.uuid4(),
        )

    @rule(
        number=st.integers(0, 9),
        what=st.sampled_from(["pay", "pack", "hand", "deliver", "return", "cancel", "unpaid"]),
        to_stock=st.booleans(),
    )
    def handle(self, number, what, to_stock):
        orders = list(Order.objects.order_by("pk"))
        if not orders:
            return
        order = orders[number % len(orders)]
        by = {"order": order, "by": self.cast.packer}
        if what == "pay":
            pay = {"reference": order.payment.reference, "amount": order.total, "external_id": f"{order}"}
            self.attempt(actions.receive_payment, **pay)
        elif what == "unpaid":
            actions.cancel_unpaid(clock.now() + timedelta(days=2))
        elif what == "cancel":
            self.attempt(actions.cancel_order, code="other", **by)
        elif what == "return":
            self.attempt(actions.mark_returned, to_stock=to_stock, **by)
        else:
            done = {"pack": actions.mark_packed, "hand": actions.mark_handed_over, "deliver": actions.mark_delivered}
            self.attempt(done[what], **by)

    @rule(count=st.integers(0, 12))
    def count_again(self, count):
        stock = Stock.objects.get(lot=self.cast.duck_lot, outlet="site")
        self.attempt(actions.correct_stock, stock=stock, on_hand=count, by=self.cast.packer)

    @invariant()
    def the_ledger_agrees(self):
        assert ledger_differences() == []

    @invariant()
    def what_is_reserved_is_held_or_ordered(self):
        for stock in Stock.objects.all():
            held = sum(Hold.objects.filter(stock=stock, state="active").values_list("quantity", flat=True))
            waiting = OrderLine.objects.filter(
                stock=stock, order__state="placed", order__parcel__state__in=[Parcel.State.TO_PACK, Parcel.State.PACKED]
            )
            assert stock.reserved == held + sum(waiting.values_list("quantity", flat=True)) <= stock.on_hand


def test_random_days(db):
    run_state_machine_as_test(
        Day,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
