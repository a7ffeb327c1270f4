"""POST /claim against a running site: what it answers, and to whom."""

import json
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from phien.lib import clock
from phien.market import actions
from phien.market.claims import tokens
from phien.market.models import Basket, Hold, Offer, Purchase, Stock
from phien.market.queries import ledger_differences

from .conftest import make_cast
from .web import ask

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db):
    return make_cast(duck_pieces=5)


def body(cast, **changes):
    facts = {"t": tokens.sign("broadcast:quynh-son"), "offer": cast.duck_offer.pk, "quantity": 1}
    return facts | {"key": str(uuid.uuid4())} | changes


def press(site, facts, **headers):
    data = facts if isinstance(facts, bytes) else json.dumps(facts).encode()
    return ask(site, "POST", "/claim", data, {"Content-Type": "application/json"} | headers)


def test_the_desk(sites, cast):
    """One site for all of these: starting one takes seconds."""
    site = sites()
    facts = body(cast, quantity=2, via="")
    status, told, _ = press(site, facts)
    assert status == 201
    assert told["state"] == "held"
    assert (told["price"], told["quantity"], told["url"]) == (385_000, 2, f"/claim/{facts['key']}/")
    assert Hold.objects.get().origin == "broadcast:quynh-son"

    status, again, _ = press(site, facts)
    assert (status, again) == (200, told | {"replayed": True})

    assert press(site, body(cast, quantity=3))[0] == 201
    status, told, _ = press(site, body(cast))
    assert (status, told["state"], told["number"], told["ahead"], told["held"]) == (202, "waiting", 1, 0, 5)
    status, told, _ = press(site, body(cast, quantity=5))
    assert status == 202
    status, told, _ = press(site, body(cast, quantity=5), **{"Accept-Language": "en"})
    assert (status, told["code"], told["left"], told["held"]) == (409, "sold_out", 0, 5)
    assert told["message"] == "Lang Son roast duck is sold out. 5 are still held and may come back."

    before = (Basket.objects.count(), Hold.objects.count())
    for wrong, status, code in (
        (b"", 400, "malformed"),
        (b"{", 400, "malformed"),
        (b"[" * 1000, 400, "malformed"),
        ([], 400, "malformed"),
        (body(cast, key="1"), 400, "malformed"),
        (body(cast, key=None), 400, "malformed"),
        (body(cast, offer="1"), 400, "malformed"),
        (body(cast, offer=True), 400, "malformed"),
        (body(cast, offer=2**40), 400, "malformed"),
        (body(cast, phone=912), 400, "malformed"),
        (body(cast, phone="hello"), 400, "malformed"),
        (body(cast, quantity=0), 400, "wrong_quantity"),
        (body(cast, quantity="2"), 400, "wrong_quantity"),
        (body(cast, quantity=6), 400, "over_limit"),
        (body(cast, offer=999), 404, "unknown_offer"),
        (body(cast, t="x"), 403, "wrong_token"),
        (body(cast, t=""), 403, "wrong_token"),
        (body(cast, t=tokens.sign("a") + "x"), 403, "wrong_token"),
        (b"x" * 3000, 413, "malformed"),
    ):
        found, told, _ = press(site, wrong)
        assert (found, told["code"]) == (status, code), wrong
        assert told["message"]
    assert press(site, body(cast), Origin="https://elsewhere.example")[0] == 403
    assert ask(site, "GET", "/claim", b"", {})[0] == 405
    assert (Basket.objects.count(), Hold.objects.count()) == before

    one_page = body(cast)
    answers = [press(site, one_page | {"key": str(uuid.uuid4())}) for _ in range(7)]
    assert answers[-1][0] == 429
    assert int(answers[-1][2]["retry-after"]) >= 1
    assert ledger_differences() == []


def test_many_at_once_beside_the_ordinary_checkout(sites, cast):
    """Claims over HTTP and purchases through the page's form, all for the same pieces."""
    actions.take_in(lot=cast.duck_lot, quantity=15, by=cast.packer)
    Offer.objects.update(limit_per_order=2)
    site = sites()
    start = threading.Barrier(8)

    def claims(number):
        start.wait()
        return [press(site, body(cast), **{"X-Forwarded-For": f"10.0.{number}.{n}"})[0] for n in range(12)]

    def purchases(number):
        cookies = cookies_of(site, cast)
        start.wait()
        return [buy(site, cast, cookies)[0] for _ in range(4)]

    with ThreadPoolExecutor(8) as pool:
        claimed = [pool.submit(claims, number) for number in range(6)]
        bought = [pool.submit(purchases, number) for number in range(2)]
        statuses = [status for answer in claimed for status in answer.result()]
        orders = [status for answer in bought for status in answer.result()]
    held = statuses.count(201)
    assert set(statuses) <= {201, 202, 409}
    assert set(orders) <= {201, 409}
    assert held + orders.count(201) == 20
    assert Stock.objects.get(lot=cast.duck_lot).reserved == 20
    assert Hold.objects.filter(state="active").count() == held
    assert Purchase.objects.count() == orders.count(201)
    assert ledger_differences() == []


def cookies_of(site, cast):
    """What the form's page sets while there is something to buy."""
    status, _, headers = ask(site, "GET", f"/buy/{cast.duck_offer.pk}/", b"", {})
    assert status == 200
    return dict(line.split(";")[0].split("=", 1) for line in headers.get_all("set-cookie"))


def buy(site, cast, cookies):
    """An order through POST /buy/…, as the form sends it."""
    fields = {
        "name": "Nguyễn Thị Hà",
        "phone": "0912345678",
        "province": cast.lang_son.pk,
        "commune": cast.bac_son.pk,
        "street": "Thôn Nà Riềng",
        "provider": "cod",
        "quantity": 1,
        "key": str(uuid.uuid4()),
    }
    headers = {"Accept": "application/json", "X-CSRFToken": cookies["csrftoken"]}
    headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return ask(site, "POST", f"/buy/{cast.duck_offer.pk}/", fields, headers)


def test_what_was_answered_is_there_after_a_stop(sites, cast):
    site = sites()
    facts = body(cast)
    assert press(site, facts)[0] == 201
    site.process.kill()
    site.process.wait()
    assert Hold.objects.filter(basket__key=facts["key"], expires_at__gt=clock.now()).count() == 1
    site.start()
    assert press(site, facts)[0] == 200
