"""A claim's own page in each of its states; the key is the right to it."""

import uuid
from datetime import timedelta

import pytest

from phien.lib import clock
from phien.market import actions
from phien.market.actions.claims import Claim, call_all_lines, settle
from phien.market.models import FlashPrice, Hold, OrderLine, Purchase, Stock, Waiting

from .conftest import make_cast
from .test_pages import address, words

PART = {"headers": {"X-Part": "1"}}
JSON = {"headers": {"Accept": "application/json"}}
FEE = 30_000


@pytest.fixture
def cast(db):
    return make_cast(duck_pieces=2)


def claim(cast, quantity=1, **changes):
    one = Claim(uuid.uuid4(), cast.duck_offer.pk, quantity, origin="broadcast:quynh-son", **changes)
    settle([one])
    return f"/en/claim/{one.key}/"


def order(cast, quantity=1, **changes):
    return address(cast, **({"quantity": quantity, "total": quantity * 385_000 + FEE} | changes))


def reserved(cast):
    return Stock.objects.get(lot=cast.duck_lot).reserved


def test_what_is_held_is_ordered_once(client, cast):
    url = claim(cast)
    page = words(client.get(url))
    assert "Held for you until" in page
    assert "no-store" in client.get(url)["Cache-Control"]
    assert client.get(url, **JSON).json()["state"] == "held"
    part = client.get(url, **PART).content.decode()
    assert "<html" not in part
    for _ in range(2):
        answer = client.post(url, order(cast))
        purchase = Purchase.objects.get()
        assert answer.url == f"/en/orders/{purchase.code}/"
    assert client.get(answer.url).status_code == 200  # unlocked for this visitor
    assert purchase.code in client.post(url, order(cast), **PART).content.decode()
    assert client.get(url, **JSON).json() == {"state": "ordered"}
    assert (OrderLine.objects.get().origin, reserved(cast)) == ("broadcast:quynh-son", 1)


def test_nobody_orders_without_having_seen_the_total(client, cast):
    url = claim(cast)
    answer = client.post(url, order(cast, total=""))
    assert answer.status_code == 200
    assert f'name="total" value="{385_000 + FEE}"' in answer.content.decode()
    answer = client.post(url, order(cast, total="1"))
    assert answer.status_code == 409
    assert "total has changed" in words(answer)
    assert not Purchase.objects.exists()


def test_another_quantity_is_held_no_longer(client, cast):
    url = claim(cast)
    until = Hold.objects.get().expires_at
    part = client.post(url, address(cast, quantity=2, preview="1"), **PART).content.decode()
    assert f'name="total" value="{2 * 385_000 + FEE}"' in part
    assert 'aria-invalid="true"' not in part
    hold = Hold.objects.get(state="active")
    assert (hold.quantity, hold.expires_at, reserved(cast)) == (2, until, 2)
    answer = client.post(url, address(cast, quantity=3, preview="1"), **PART)
    assert answer.status_code == 409
    assert Hold.objects.get(state="active").quantity == 2
    answer = client.post(url, order(cast, quantity=99))
    assert answer.status_code == 400
    assert not Purchase.objects.exists()


def test_the_flash_price_is_kept_but_not_for_more(client, cast):
    now = clock.now()
    flash = FlashPrice.objects.create(
        offer=cast.duck_offer, price=100_000, starts_at=now - timedelta(minutes=1), ends_at=now + timedelta(minutes=1)
    )
    url = claim(cast)
    flash.ends_at = now
    flash.save()
    answer = client.post(url, address(cast, quantity=2, preview="1"), **PART)
    assert answer.status_code == 409
    assert "more of them cost the regular price" in words(answer)
    client.post(url, order(cast, total=100_000 + FEE))
    assert OrderLine.objects.get().unit_price == 100_000


@pytest.mark.parametrize(
    "changes",
    [
        {"phone": "12"},
        {"name": ""},
        {"quantity": "0"},
        {"quantity": "-1"},
        {"quantity": "x"},
        {"quantity": "9" * 12},
        {"provider": "gold"},
        {"commune": "9" * 12},
        {"province": "x"},
    ],
)
def test_bad_input_is_named_and_loses_nothing(client, cast, changes):
    url = claim(cast)
    answer = client.post(url, order(cast) | changes)
    assert answer.status_code == 400
    assert "errorlist" in words(answer)
    assert "Thôn Nà Riềng" in words(answer)
    assert not Purchase.objects.exists()
    assert reserved(cast) == 1


def test_the_phone_of_the_claim_stays(client, cast):
    cast.duck_offer.limit_per_phone = 1
    cast.duck_offer.save()
    url = claim(cast, phone="+84912345678")
    page = words(client.get(url))
    assert "0912 345 678" in page
    assert "At most 1 per phone number" in page
    client.post(url, order(cast, phone="0987 654 321"))  # a disabled field is not read
    assert Purchase.objects.get().phone == "+84912345678"


def test_more_than_the_phone_may_have_is_refused(client, cast):
    cast.duck_offer.limit_per_phone = 1
    cast.duck_offer.save()
    url = claim(cast, phone="+84912345678")
    answer = client.post(url, address(cast, quantity=2, preview="1"), **PART)
    assert answer.status_code == 409
    assert "has had its share" in words(answer)
    assert reserved(cast) == 1


def test_the_line_moves_when_somebody_lets_go(client, cast):
    first, second, third = claim(cast, 2), claim(cast), claim(cast)
    page = words(client.get(third))
    assert "You stand in line" in page
    assert 'http-equiv="refresh"' in page
    assert client.get(third, **JSON).json() == {"state": "waiting", "number": 2, "ahead": 1, "held": 2}
    answer = client.post(second, {"leave": "1"}, **PART)
    assert "You left the line" in words(answer)
    assert client.get(third, **JSON).json()["ahead"] == 0
    assert "You let it go" in words(client.post(first, {"leave": "1"}))
    assert reserved(cast) == 0
    assert call_all_lines() == 1
    called = client.get(third, **JSON).json()
    assert (called["state"], called["number"]) == ("held", 2)
    page = words(client.get(third))
    assert "It is your turn" in page
    assert client.post(third, order(cast)).status_code == 302
    assert Purchase.objects.count() == 1


def test_a_closed_line_and_a_hold_that_ran_out_say_so(client, cast):
    first, second = claim(cast, 2), claim(cast)
    actions.close_line(offer=cast.duck_offer, by=cast.organiser)
    assert "The line is closed" in words(client.get(second))
    with clock.standing_at(clock.now() + timedelta(minutes=16)):
        assert client.get(first, **JSON).json() == {"state": "over"}
        answer = client.post(first, order(cast, 2))
        assert "The time is over" in words(answer)
    assert not Purchase.objects.exists()
    assert Waiting.objects.get().state == "over"


def test_a_paused_sale_keeps_what_was_typed(client, cast):
    url = claim(cast)
    actions.pause_offer(offer=cast.duck_offer, by=cast.organiser)
    answer = client.post(url, order(cast))
    assert answer.status_code == 409
    assert "is paused" in words(answer)
    assert "Thôn Nà Riềng" in words(answer)
    assert not Purchase.objects.exists()


def test_unknown_keys_and_methods(client, cast):
    assert client.get(f"/claim/{uuid.uuid4()}/").status_code == 404
    assert client.post(f"/claim/{uuid.uuid4()}/", {"leave": "1"}).status_code == 404
    assert client.get("/claim/not-a-key/").status_code == 404
    assert client.put(claim(cast)).status_code == 405


def test_it_costs_few_statements(client, cast, django_assert_max_num_queries):
    held, _rest, waits = claim(cast), claim(cast), claim(cast)
    with django_assert_max_num_queries(18):
        client.get(held)
    with django_assert_max_num_queries(6):
        client.get(waits, **JSON)
