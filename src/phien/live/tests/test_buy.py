"""Buying over the video: the sheet's form, its answers, and everything that can be wrong."""

import re
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.test import Client

from phien.market import origins
from phien.market.models import OrderLine, Purchase, ShippingRate, Stock
from phien.places.models import Place
from phien.realtime.models import Message

pytestmark = pytest.mark.django_db
PART = {"headers": {"X-Part": "1"}}


@pytest.fixture
def url(day: SimpleNamespace) -> str:
    ShippingRate.objects.create(campaign=day.campaign, up_to_g=30_000, fee=32_000, days=3)
    return f"/en/live/quynh-son/buy/{day.duck.pk}/"


def order(day: SimpleNamespace, **change: object) -> dict[str, object]:
    return {
        "quantity": 2,
        "name": "Trần Thị Hoa",
        "phone": "0912 345 678",
        "province": day.province.pk,
        "commune": day.commune.pk,
        "street": "12 Hòa Bình",
        "provider": "cod",
        "key": str(uuid4()),
        "origin": origins.token("broadcast:quynh-son"),
        "total": 2 * 385_000 + 32_000,
    } | change


def test_the_form_is_a_part_or_a_page(client: Client, day: SimpleNamespace, url: str) -> None:
    assert "<html" not in client.get(url, **PART).content.decode()
    page = client.get(url).content.decode()
    assert "<html" in page
    assert 'name="phone"' in page


def test_the_province_opens_its_communes_and_says_the_fee(client: Client, day: SimpleNamespace, url: str) -> None:
    assert 'name="commune"' not in client.get(url, **PART).content.decode()
    typed = {"preview": "1", "province": day.province.pk, "quantity": 2, "name": "<b>Hoa", "phone": "12"}
    part = client.post(url, typed, **PART).content.decode()
    assert 'name="commune"' in part
    assert "Bắc Sơn" in part
    assert f'name="total" value="{2 * 385_000 + 32_000}"' in part
    assert "&lt;b&gt;Hoa" in part
    assert "errorlist" not in part  # nobody is scolded while writing
    assert not Purchase.objects.exists()


def test_an_order_is_placed_and_told_to_the_room(client: Client, day: SimpleNamespace, url: str) -> None:
    response = client.post(url, order(day), **PART)
    purchase = Purchase.objects.get()
    assert response.status_code == 200
    assert purchase.code in response.content.decode()
    line = OrderLine.objects.get()
    assert (line.origin, line.quantity, purchase.phone) == ("broadcast:quynh-son", 2, "+84912345678")
    assert Stock.objects.get(lot__product=day.duck.product).reserved == 2
    told = Message.objects.get(kind="sold", topic__name="broadcast:quynh-son").payload
    assert (told["product"], told["quantity"], told["province"]) == ("vit-quay", 2, "Lạng Sơn")


def test_a_second_press_is_the_same_order(client: Client, day: SimpleNamespace, url: str) -> None:
    data = order(day)
    answers = [client.post(url, data, **PART).content.decode() for _ in range(2)]
    assert Purchase.objects.count() == 1
    assert all(Purchase.objects.get().code in answer for answer in answers)


def test_nobody_orders_without_having_seen_the_total(client: Client, day: SimpleNamespace, url: str) -> None:
    part = client.post(url, order(day, total=""), **PART)
    assert part.status_code == 200
    assert 'name="total"' in part.content.decode()
    part = client.post(url, order(day, total=1), **PART)
    assert part.status_code == 409
    assert "total has changed" in part.content.decode()
    assert not Purchase.objects.exists()


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"phone": "12"}, 400),
        ({"phone": "'; drop table"}, 400),
        ({"name": ""}, 400),
        ({"quantity": 0}, 400),
        ({"quantity": -1}, 400),
        ({"quantity": "x"}, 400),
        ({"quantity": 10**9, "total": 10**9 * 385_000 + 32_000}, 400),
        ({"quantity": 11, "total": 11 * 385_000 + 32_000}, 400),
        ({"provider": "gold"}, 400),
        ({"commune": 10**12}, 400),
        ({"province": "x"}, 400),
        ({"key": "not-a-uuid"}, 400),
    ],
)
def test_bad_input_is_named_and_loses_nothing(
    client: Client, day: SimpleNamespace, url: str, change: dict[str, object], status: int
) -> None:
    response = client.post(url, order(day, **change), **PART)
    words = response.content.decode()
    assert response.status_code == status
    assert "errorlist" in words or "note error" in words
    assert "12 Hòa Bình" in words  # what was typed is still there
    assert not Purchase.objects.exists()
    assert Stock.objects.get(lot__product=day.duck.product).reserved == 0


def test_a_commune_of_another_province_is_refused(client: Client, day: SimpleNamespace, url: str) -> None:
    far = Place.objects.create(slug="can-tho", code="92", kind="province", name={"vi": "Cần Thơ"})
    elsewhere = Place.objects.create(slug="x", code="31117", kind="commune", name={"vi": "Ninh Kiều"}, parent=far)
    response = client.post(url, order(day, commune=elsewhere.pk), **PART)
    assert response.status_code == 400
    assert "does not belong to that province" in response.content.decode()


def test_what_has_just_sold_out_is_said(client: Client, day: SimpleNamespace, url: str) -> None:
    Stock.objects.filter(lot__product=day.duck.product).update(on_hand=1)
    response = client.post(url, order(day), **PART)
    assert response.status_code == 409
    assert "Only 1 left" in response.content.decode()
    assert "Trần Thị Hoa" in response.content.decode()


def test_a_paused_sale_is_said(client: Client, day: SimpleNamespace, url: str) -> None:
    key = str(uuid4())
    day.duck.paused_at = day.duck.starts_at
    day.duck.save()
    assert client.post(url, order(day, key=key), **PART).status_code == 409
    day.duck.paused_at = None
    day.duck.save()
    assert client.post(url, order(day, key=key), **PART).status_code == 200  # the same form, once it is sold again


def test_a_forged_origin_is_only_this_room(client: Client, day: SimpleNamespace, url: str) -> None:
    client.post(url, order(day, origin="broadcast:elsewhere:forged"), **PART)
    assert OrderLine.objects.get().origin == "broadcast:quynh-son"


def test_it_is_sold_after_the_end_too(client: Client, day: SimpleNamespace, url: str) -> None:
    day.broadcast.ended_at = day.campaign.ends_at
    day.broadcast.save()
    assert client.post(url, order(day), **PART).status_code == 200


def test_without_javascript_it_is_pages(client: Client, day: SimpleNamespace, url: str) -> None:
    page = client.post(url, order(day)).content.decode()
    assert re.search(r"<html.*" + Purchase.objects.get().code, page, re.DOTALL)
