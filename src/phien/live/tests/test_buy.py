"""The room's buy button without scripts: it claims by a form and leads to the claim's page."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.test import Client

from phien.live import queries
from phien.market import actions as market
from phien.market.models import Hold, OrderLine, Purchase, ShippingRate, Stock, Waiting
from phien.realtime.models import Message

pytestmark = pytest.mark.django_db
PART = {"headers": {"X-Part": "1"}}


@pytest.fixture
def url(day: SimpleNamespace) -> str:
    ShippingRate.objects.create(campaign=day.campaign, up_to_g=30_000, fee=32_000, days=3)
    return f"/en/live/quynh-son/buy/{day.duck.pk}/"


def press(**change: object) -> dict[str, object]:
    return {"quantity": 2, "key": str(uuid4()), "via": ""} | change


def order(day: SimpleNamespace, **change: object) -> dict[str, object]:
    return {
        "quantity": 2,
        "name": "Trần Thị Hoa",
        "phone": "0912 345 678",
        "province": day.province.pk,
        "commune": day.commune.pk,
        "street": "12 Hòa Bình",
        "provider": "cod",
        "total": 2 * 385_000 + 32_000,
    } | change


def reserved(day: SimpleNamespace) -> int:
    return Stock.objects.get(lot__product=day.duck.product).reserved


def test_it_is_a_part_or_a_page(client: Client, day: SimpleNamespace, url: str) -> None:
    part = client.get(url, **PART).content.decode()
    assert "<html" not in part
    assert 'name="phone"' not in part  # no limit per phone: it is asked with the address
    page = client.get(url).content.decode()
    assert "<html" in page
    assert 'name="key"' in page


def test_it_claims_once_and_the_order_is_told_to_the_room(client: Client, day: SimpleNamespace, url: str) -> None:
    facts = press()
    for _ in range(2):
        assert client.post(url, facts).url == f"/en/claim/{facts['key']}/"
    hold = Hold.objects.get()
    assert (hold.quantity, hold.origin, hold.unit_price, reserved(day)) == (2, "broadcast:quynh-son", 385_000, 2)
    response = client.post(f"/en/claim/{facts['key']}/", order(day), **PART)
    purchase = Purchase.objects.get()
    assert purchase.code in response.content.decode()
    line = OrderLine.objects.get()
    assert (line.origin, line.quantity, purchase.phone) == ("broadcast:quynh-son", 2, "+84912345678")
    told = Message.objects.get(kind="sold", topic__name="broadcast:quynh-son").payload
    assert (told["product"], told["quantity"], told["province"]) == ("vit-quay", 2, "Lạng Sơn")


@pytest.mark.parametrize(
    "change",
    [{"quantity": 0}, {"quantity": "x"}, {"quantity": 10**9}, {"quantity": 11}, {"key": "not-a-uuid"}, {"key": ""}],
)
def test_bad_input_is_named_and_claims_nothing(
    client: Client, day: SimpleNamespace, url: str, change: dict[str, object]
) -> None:
    response = client.post(url, press(**change), **PART)
    assert response.status_code == 400
    assert not Hold.objects.exists()
    assert reserved(day) == 0


def test_what_is_held_by_others_is_waited_for(client: Client, day: SimpleNamespace, url: str) -> None:
    Stock.objects.filter(lot__product=day.duck.product).update(on_hand=2)
    client.post(url, press())
    page = client.get(url, **PART).content.decode()
    assert "2 pieces are still held and may come back" in page
    facts = press(quantity=1)
    client.post(url, facts)
    assert Waiting.objects.get().number == 1
    assert "You stand in line" in client.get(f"/en/claim/{facts['key']}/").content.decode()
    figures = queries.line_of_topics(["broadcast:quynh-son"])
    assert figures["broadcast:quynh-son"][str(day.duck.pk)] == [0, 1, 2]


def test_sold_out_says_so(client: Client, day: SimpleNamespace, url: str) -> None:
    Stock.objects.filter(lot__product=day.duck.product).update(on_hand=1)
    response = client.post(url, press(), **PART)
    assert response.status_code == 409
    assert "Only 1 left" in response.content.decode()
    Stock.objects.filter(lot__product=day.duck.product).update(on_hand=0)
    response = client.post(url, press(), **PART)
    assert response.status_code == 409
    assert "has just sold out" in response.content.decode()
    assert not Hold.objects.exists()


def test_a_paused_sale_is_said(client: Client, day: SimpleNamespace, url: str) -> None:
    facts = press()
    market.pause_offer(offer=day.duck, by=day.organiser)
    assert client.post(url, facts, **PART).status_code == 409
    market.resume_offer(offer=day.duck, by=day.organiser)
    assert client.post(url, facts).status_code == 302  # the same form, once it is sold again


def test_a_limit_per_phone_asks_for_the_phone_first(client: Client, day: SimpleNamespace, url: str) -> None:
    day.duck.limit_per_phone = 2
    day.duck.save()
    assert 'name="phone"' in client.get(url, **PART).content.decode()
    assert client.post(url, press(), **PART).status_code == 400
    assert client.post(url, press(phone="12"), **PART).status_code == 400
    facts = press(phone="0912 345 678")
    assert client.post(url, facts).status_code == 302
    refused = client.post(url, press(phone="0912345678", quantity=1), **PART)
    assert refused.status_code == 409
    assert "has had its share" in refused.content.decode()
    assert Hold.objects.count() == 1
    room = client.get("/en/live/quynh-son/").content.decode()
    assert "data-asks-phone" in room
    assert "At most 2 per phone number" in room


def test_what_is_not_there_and_wrong_methods(client: Client, day: SimpleNamespace, url: str) -> None:
    assert client.get("/live/quynh-son/buy/999999/").status_code == 404
    assert client.post("/live/nowhere/buy/1/", press()).status_code == 404
    assert client.put(url).status_code == 405


def test_it_is_sold_after_the_end_too(client: Client, day: SimpleNamespace, url: str) -> None:
    day.broadcast.ended_at = day.campaign.ends_at
    day.broadcast.save()
    assert client.post(url, press()).status_code == 302
