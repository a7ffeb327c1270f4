"""Orders that staff took outside the site."""

import uuid

import pytest

from phien.market import actions
from phien.market.models import Purchase, Stock
from phien.market.tests.desk.conftest import stock_of


@pytest.fixture
def aside(desk):
    """Pieces set aside for the phone and for the stall."""
    for outlet in ("phone", "stall"):
        actions.set_aside(lot=desk.market.duck_lot, quantity=3, to=outlet, by=desk.market.packer)


def facts(desk, **changes):
    return {
        "outlet": "phone",
        "key": str(uuid.uuid4()),
        f"q{desk.market.duck_offer.pk}": "2",
        "name": "Vi Thị Lan",
        "phone": "0912 345 678",
        "province": desk.market.lang_son.pk,
        "commune": desk.market.bac_son.pk,
        "street": "Thôn Nà Riềng",
        "note": "",
        "provider": "cod",
    } | changes


def test_taken_from_what_was_set_aside(desk, packer, aside):
    answer = packer.post(desk.url("enter/"), facts(desk))
    assert answer.status_code == 302
    purchase = Purchase.objects.get()
    assert (purchase.outlet, purchase.phone, purchase.entered_by) == ("phone", "+84912345678", desk.market.packer)
    assert stock_of(desk.market.duck_lot, "phone").reserved == 2
    assert stock_of(desk.market.duck_lot).reserved == 0
    assert answer["Location"] == desk.url(f"orders/{purchase.code}-1/")


def test_sent_twice_is_entered_once(desk, packer, aside):
    sent = facts(desk)
    first, second = packer.post(desk.url("enter/"), sent), packer.post(desk.url("enter/"), sent)
    assert first["Location"] == second["Location"]
    assert Purchase.objects.count() == 1


def test_at_the_stall_without_a_name_and_carried_home(desk, packer, aside):
    sent = facts(desk, outlet="stall", name="", phone="", street="", provider="outside", at_once="on")
    for _ in range(2):
        assert packer.post(desk.url("enter/"), sent).status_code == 302
    order = Purchase.objects.get().orders.get()
    assert (order.state, order.parcel.state, order.payment.state) == ("completed", "delivered", "paid")
    assert order.shipping_fee == 0
    assert stock_of(desk.market.duck_lot, "stall").on_hand == 1


def test_an_awaited_transfer_at_the_stall_is_not_handed_over(desk, packer, aside):
    sent = facts(desk, outlet="stall", provider="bank_transfer", at_once="on")
    assert packer.post(desk.url("enter/"), sent, follow=True).status_code == 200
    assert Purchase.objects.get().orders.get().parcel.state == "to_pack"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"phone": "12"}, 400),
        ({"phone": ""}, 400),
        ({"name": ""}, 400),
        ({"commune": "other"}, 400),
        ({"provider": "gold"}, 400),
        ({"duck": "0"}, 400),
        ({"duck": "-1"}, 400),
        ({"duck": "1000000000"}, 400),
        ({"duck": "two"}, 400),
        ({"duck": "4"}, 409),
        ({"outlet": "tiktok"}, 409),
    ],
)
def test_a_refusal_keeps_what_was_typed_and_takes_nothing(desk, packer, aside, changes, status):
    if changes.get("commune"):
        changes = {"commune": desk.market.ninh_kieu.pk}
    if "duck" in changes:
        changes = {f"q{desk.market.duck_offer.pk}": changes["duck"]}
    answer = packer.post(desk.url("enter/"), facts(desk, street="Ngõ nhà cô Mai", **changes))
    assert answer.status_code == status
    content = answer.content.decode()
    assert "Ngõ nhà cô Mai" in content
    assert 'role="alert"' in content
    assert not Purchase.objects.exists()
    assert set(Stock.objects.values_list("reserved", flat=True)) == {0}


def test_the_key_of_a_refused_form_can_be_sent_again(desk, packer, aside):
    sent = facts(desk)
    packer.post(desk.url("enter/"), sent | {f"q{desk.market.duck_offer.pk}": "4"})
    assert packer.post(desk.url("enter/"), sent).status_code == 302


def test_a_paused_sale_is_not_entered(desk, packer, aside):
    actions.pause_offer(offer=desk.market.duck_offer, by=desk.market.organiser)
    assert packer.post(desk.url("enter/"), facts(desk)).status_code == 409


def test_communes_of_a_province_without_javascript(desk, packer, aside):
    answer = packer.post(desk.url("enter/"), facts(desk, communes="1", province=desk.market.can_tho.pk, commune=""))
    content = answer.content.decode()
    assert answer.status_code == 200
    assert "Ninh Kiều" in content
    assert 'value="Vi Thị Lan"' in content
    assert 'value="2"' in content
    assert not Purchase.objects.exists()


def test_each_outlet_shows_what_it_has(desk, packer, aside):
    for outlet, left in (("phone", 3), ("stall", 3), ("tiktok", 0)):
        rows = packer.get(desk.url(f"enter/?outlet={outlet}")).context["form"].rows()
        assert {card.offer.product.slug: n for card, n, _field in rows}["vit-quay"] == left
