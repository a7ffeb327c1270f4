"""From basket to purchase, and what becomes of orders, payments, refunds and parcels."""

import uuid
from datetime import timedelta

import pytest

from phien.lib import clock
from phien.market import actions, errors
from phien.market.models import Lot, Order, Payment, Purchase, Refund, Stock, StockEntry
from phien.market.queries.stock import ledger_differences


@pytest.fixture(autouse=True)
def the_ledger_agrees(db):
    yield
    assert ledger_differences() == []


def counters(lot, outlet="site"):
    return Stock.objects.values_list("on_hand", "reserved").get(lot=lot, outlet=outlet)


def order_of(purchase, number=1):
    return purchase.orders.get(number=number)


def test_one_order_per_producer_under_one_code(cast):
    purchase = cast.buy((cast.duck_offer, 2), (cast.honey_offer, 1))
    duck, honey = purchase.orders.order_by("number")
    assert (str(duck), str(honey)) == (f"{purchase.code}-1", f"{purchase.code}-2")
    assert (duck.goods_amount, duck.shipping_fee) == (770_000, 30_000)
    assert (honey.goods_amount, honey.shipping_fee) == (210_000, 20_000)
    assert (duck.parcel.weight_g, duck.payment.amount) == (4400, 800_000)
    assert counters(cast.duck_lot) == (10, 2)
    assert purchase.orders.count() == Payment.objects.count() == 2


def test_above_the_heaviest_step_it_goes_as_several_parcels(cast):
    """8 × 700 g = 5.6 kg over a heaviest step of 5 kg: one full step of 30,000 and one of 20,000 for the rest."""
    assert order_of(cast.buy((cast.honey_offer, 8))).shipping_fee == 50_000


def test_the_same_basket_twice_is_one_purchase(cast):
    basket = cast.basket()
    actions.hold(basket=basket, offer=cast.duck_offer, quantity=1)
    first = actions.place_purchase(basket=basket, buyer=cast.buyer(), provider="cod")
    again = actions.place_purchase(basket=basket, buyer=cast.buyer(name="Khác"), provider="bank_transfer")
    assert first == again
    assert Purchase.objects.count() == 1
    with pytest.raises(errors.BasketOrdered):
        actions.hold(basket=basket, offer=cast.duck_offer, quantity=1)


def test_an_empty_basket_is_refused(cast):
    with pytest.raises(errors.BasketEmpty):
        actions.place_purchase(basket=cast.basket(), buyer=cast.buyer(), provider="cod")


def test_a_commune_of_another_province_is_refused(cast):
    with pytest.raises(errors.WrongAddress):
        cast.buy((cast.duck_offer, 1), commune=cast.ninh_kieu)
    assert Purchase.objects.count() == 0
    assert counters(cast.duck_lot) == (10, 1)


def test_an_unknown_way_to_pay_and_a_producer_without_an_account_are_refused(cast):
    with pytest.raises(errors.UnknownProvider):
        cast.buy((cast.duck_offer, 1), provider="gold")
    from phien.market.models import Payee

    Payee.objects.all().delete()
    with pytest.raises(errors.NoPayee):
        cast.buy((cast.duck_offer, 1), provider="bank_transfer")


def test_a_changed_total_is_shown_before_it_is_ordered(cast):
    basket = cast.basket()
    actions.hold(basket=basket, offer=cast.duck_offer, quantity=1)
    with pytest.raises(errors.TotalChanged) as refused:
        actions.place_purchase(basket=basket, buyer=cast.buyer(), provider="cod", expected_total=1)
    assert refused.value.facts["total"] == 415_000


def test_an_expired_hold_is_claimed_again(cast):
    basket = cast.basket()
    actions.hold(basket=basket, offer=cast.duck_offer, quantity=3, origin="broadcast:quynh-son")
    actions.expire_holds(clock.now() + timedelta(hours=1))
    purchase = actions.place_purchase(basket=basket, buyer=cast.buyer(), provider="cod")
    assert counters(cast.duck_lot) == (10, 3)
    assert order_of(purchase).lines.get().origin == "broadcast:quynh-son"


def test_an_expired_hold_whose_pieces_went_names_what_is_left(cast):
    basket = cast.basket()
    actions.hold(basket=basket, offer=cast.duck_offer, quantity=3)
    actions.expire_holds(clock.now() + timedelta(hours=1))
    cast.buy((cast.duck_offer, 5))
    cast.buy((cast.duck_offer, 4))
    with pytest.raises(errors.SoldOut) as refused:
        actions.place_purchase(basket=basket, buyer=cast.buyer(), provider="cod")
    assert refused.value.facts["left"] == 1
    assert basket.holds.get().state == "expired"


def test_paused_meanwhile_is_refused_and_ended_meanwhile_is_not(cast):
    basket = cast.basket()
    actions.hold(basket=basket, offer=cast.duck_offer, quantity=1)
    actions.pause_offer(offer=cast.duck_offer, by=cast.packer)
    with pytest.raises(errors.OfferPaused):
        actions.place_purchase(basket=basket, buyer=cast.buyer(), provider="cod")
    offer = actions.resume_offer(offer=cast.duck_offer, by=cast.packer)
    offer.ends_at = clock.now() - timedelta(minutes=1)
    offer.save()
    assert actions.place_purchase(basket=basket, buyer=cast.buyer(), provider="cod")


def test_a_held_lot_that_would_arrive_too_old_is_changed_or_refused(cast):
    today = clock.today()
    near = Lot.objects.create(product=cast.duck, code="V-12", made_on=today, expires_on=today + timedelta(days=12))
    actions.take_in(lot=near, quantity=5, by=cast.packer)
    held = cast.basket(), cast.basket()
    others = [cast.basket(), cast.basket()]
    for basket in others:
        actions.hold(basket=basket, offer=cast.duck_offer, quantity=5)
    for basket in held:
        actions.hold(basket=basket, offer=cast.duck_offer, quantity=2)
    assert counters(near) == (5, 4)
    far = cast.buyer(province=cast.can_tho, commune=cast.ninh_kieu)
    with pytest.raises(errors.TooFar):
        actions.place_purchase(basket=held[0], buyer=far, provider="cod")
    assert counters(near) == (5, 4)
    actions.release_hold(basket=others[0], offer=cast.duck_offer)
    actions.place_purchase(basket=held[0], buyer=far, provider="cod")
    assert counters(near) == (5, 2)
    actions.place_purchase(basket=held[1], buyer=cast.buyer(), provider="cod")
    assert counters(near) == (5, 2)


def test_buying_in_one_step(cast, key):
    facts = {"offer": cast.duck_offer, "quantity": 2, "buyer": cast.buyer(), "provider": "cod", "idempotency_key": key}
    first = actions.buy_now(**facts, origin="broadcast:quynh-son")
    assert actions.buy_now(**facts) == first
    assert counters(cast.duck_lot) == (10, 2)
    actions.buy_now(**facts | {"idempotency_key": uuid.uuid4(), "quantity": 5})
    with pytest.raises(errors.SoldOut):
        actions.buy_now(**facts | {"idempotency_key": uuid.uuid4(), "quantity": 4})


def test_staff_enter_an_order_from_what_was_set_aside(cast, key):
    actions.set_aside(lot=cast.duck_lot, quantity=2, to="stall", by=cast.packer)
    facts = {
        "campaign": cast.campaign, "outlet": "stall", "buyer": cast.buyer(), "provider": "outside", "by": cast.packer,
    }  # fmt: skip
    purchase = actions.enter_order(lines=[(cast.duck_offer, 2)], idempotency_key=key, **facts)
    order = order_of(purchase)
    assert (order.shipping_fee, order.payment.state, purchase.outlet) == (0, "paid", "stall")
    assert actions.enter_order(lines=[(cast.duck_offer, 2)], idempotency_key=key, **facts) == purchase
    assert counters(cast.duck_lot, "stall") == (2, 2)
    with pytest.raises(errors.SoldOut):
        actions.enter_order(lines=[(cast.duck_offer, 1)], idempotency_key=uuid.uuid4(), **facts)


def test_the_parcel_goes_its_way_and_takes_the_pieces_along(cast):
    order = order_of(cast.buy((cast.duck_offer, 2)))
    with pytest.raises(errors.NotPacked):
        actions.mark_handed_over(order=order, by=cast.packer)
    actions.mark_packed(order=order, by=cast.packer)
    with pytest.raises(errors.NotToPack):
        actions.mark_packed(order=order, by=cast.packer)
    with pytest.raises(errors.AlreadyPacked):
        actions.cancel_order(order=order, code="buyer")
    actions.unpack(order=order, by=cast.packer)
    actions.mark_packed(order=order, by=cast.packer)
    actions.mark_handed_over(order=order, by=cast.packer, carrier="Bưu điện", tracking="VN1")
    assert counters(cast.duck_lot) == (8, 0)
    with pytest.raises(errors.AlreadyHandedOver):
        actions.cancel_order(order=order, code="other", by=cast.packer)
    actions.mark_delivered(order=order, by=cast.packer)
    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.payment.state, order.parcel.state) == ("completed", "paid", "delivered")
    with pytest.raises(errors.OrderNotOpen):
        actions.mark_returned(order=order, by=cast.packer)


def test_a_parcel_that_comes_back_cancels_its_order(cast):
    order = order_of(cast.buy((cast.duck_offer, 2)))
    actions.mark_packed(order=order, by=cast.packer)
    with pytest.raises(errors.NotOnTheWay):
        actions.mark_returned(order=order, by=cast.packer)
    actions.mark_handed_over(order=order, by=cast.packer)
    actions.mark_returned(order=order, by=cast.packer, to_stock=True)
    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.cancel_code, order.payment.state) == ("cancelled", "returned", "failed")
    assert counters(cast.duck_lot) == (10, 0)


def test_the_buyer_cancels_until_it_is_packed(cast):
    purchase = cast.buy((cast.duck_offer, 2), (cast.honey_offer, 1))
    actions.cancel_order(order=order_of(purchase), code="buyer")
    assert counters(cast.duck_lot) == (10, 0)
    assert order_of(purchase, 2).state == "placed"
    with pytest.raises(errors.OrderNotOpen):
        actions.cancel_order(order=order_of(purchase), code="buyer")
    assert StockEntry.objects.filter(kind="returned").count() == 1


def test_a_transfer_is_received_once(cast):
    order = order_of(cast.buy((cast.duck_offer, 1), provider="bank_transfer"))
    with pytest.raises(errors.NotPaidYet):
        actions.mark_packed(order=order, by=cast.packer)
    memo = f"MBVCB.123 {order.payment.reference[:4]} {order.payment.reference[4:]} chuyen tien".lower()
    for _ in range(2):
        payment = actions.receive_payment(reference=memo, amount=415_000, external_id="FT1")
    assert (payment.state, payment.paid_amount, payment.receipts.count()) == ("paid", 415_000, 1)
    actions.mark_packed(order=order, by=cast.packer)


def test_partial_and_over_stay_visible(cast):
    order = order_of(cast.buy((cast.duck_offer, 1), provider="bank_transfer"))
    pay = {"reference": order.payment.reference}
    payment = actions.receive_payment(**pay, amount=400_000, external_id="1")
    assert (payment.state, payment.missing) == ("pending", 15_000)
    payment = actions.receive_payment(**pay, amount=20_000, external_id="2")
    assert (payment.state, payment.surplus) == ("paid", 5_000)
    assert [(r.amount, r.state, r.reason) for r in payment.refunds.all()] == [(5_000, "due", "overpaid")]


@pytest.mark.parametrize("amount", [0, -5])
def test_no_money_is_no_payment(cast, amount):
    with pytest.raises(errors.WrongQuantity):
        actions.receive_payment(reference="PH", amount=amount, external_id="1")
    with pytest.raises(errors.UnknownReference):
        actions.receive_payment(reference="PHXXXXXXXX", amount=5, external_id="1")


def test_unpaid_transfers_are_cancelled_and_late_money_revives_them(cast):
    order = order_of(cast.buy((cast.duck_offer, 5), provider="bank_transfer"))
    assert actions.tick(clock.now() + timedelta(hours=25)) == {"holds": 0, "unpaid": 1, "called": 0, "phones": 0}
    assert counters(cast.duck_lot) == (10, 0)
    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.cancel_code, order.payment.state) == ("cancelled", "unpaid", "failed")
    actions.receive_payment(reference=order.payment.reference, amount=order.total, external_id="late")
    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.payment.state, order.parcel.state) == ("placed", "paid", "to_pack")
    assert counters(cast.duck_lot) == (10, 5)
    assert not Refund.objects.exists()


def test_late_money_for_what_was_sold_meanwhile_is_due_back(cast):
    order = order_of(cast.buy((cast.duck_offer, 5), provider="bank_transfer"))
    actions.cancel_unpaid(clock.now() + timedelta(hours=25))
    cast.buy((cast.duck_offer, 5))
    cast.buy((cast.duck_offer, 3))
    actions.receive_payment(reference=order.payment.reference, amount=order.total, external_id="late")
    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.payment.state) == ("cancelled", "paid")
    assert [refund.amount for refund in order.payment.refunds.all()] == [order.total]
    assert counters(cast.duck_lot) == (10, 8)


def test_money_for_what_the_buyer_cancelled_is_due_back_and_paid_back_once(cast):
    order = order_of(cast.buy((cast.duck_offer, 1), provider="bank_transfer"))
    actions.cancel_order(order=order, code="buyer")
    payment = actions.receive_payment(reference=order.payment.reference, amount=order.total, external_id="x")
    refund = payment.refunds.get()
    assert actions.refund_done(refund=refund, by=cast.organiser).state == "done"
    with pytest.raises(errors.RefundDone):
        actions.refund_done(refund=refund, by=cast.organiser)
    with pytest.raises(errors.WrongQuantity):
        actions.refund_due(payment=payment, amount=1, reason="", by=cast.organiser)


def test_a_paid_order_that_staff_cancel_is_due_back(cast):
    order = order_of(cast.buy((cast.duck_offer, 1), provider="bank_transfer"))
    actions.receive_payment(reference=order.payment.reference, amount=order.total, external_id="x")
    actions.mark_packed(order=order, by=cast.packer)
    actions.cancel_order(order=order, code="quality", reason="túi hở", by=cast.packer)
    order = Order.objects.get(pk=order.pk)
    assert (order.payment.state, order.payment.refunds.get().amount) == ("paid", order.total)
