"""The rush on a larger machine: two web processes on PostgreSQL and Redis behind nginx, and one of them is killed."""

import http.client
import json
import re
import ssl
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

import pytest

from phien.config.testing_servers import wait_for
from phien.market import origins
from phien.market.claims import tokens
from phien.market.models import Hold, OrderLine, Stock
from phien.market.queries.stock import ledger_differences
from phien.market.tests.conftest import Cast, make_cast
from phien.realtime.tests.listener import Listener
from tests.deploy.conftest import Place
from tests.deploy.front import Front, Web

pytestmark = pytest.mark.timeout(240)  # the first test starts the whole place

ROOM = "broadcast:quynh-son"
PIECES, PRESSES, HANDS = 20, 300, 16


class Hand:
    """A buyer's browser: one connection to nginx, kept open and opened again when it breaks."""

    def __init__(self, front: Front) -> None:
        self.front = front
        self.http = front.connect()

    def claim(self, offer: int, key: uuid.UUID) -> tuple[int, dict[str, Any]]:
        body = json.dumps({"t": tokens.sign(ROOM), "offer": offer, "quantity": 1, "key": str(key)}).encode()
        headers = {"Content-Type": "application/json", "Origin": self.front.origin}
        self.http.request("POST", "/claim", body, headers)
        response = self.http.getresponse()
        return response.status, json.loads(response.read())


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast(duck_pieces=PIECES, honey_pieces=5)


@pytest.fixture
def listen() -> Iterator[Callable[..., Listener]]:
    opened: list[Listener] = []

    def open_one(origin: str, trust: ssl.SSLContext | None = None) -> Listener:
        opened.append(Listener(origin, ROOM, None, trust))
        assert opened[-1].status == 200
        return opened[-1]

    yield open_one
    for listener in opened:
        listener.close()


def press(place: Place, offer: int, keys: list[uuid.UUID]) -> list[tuple[int, dict[str, Any]]]:
    """One claim for each key, over some connections at once."""

    def some(number: int) -> list[tuple[int, dict[str, Any]]]:
        hand = Hand(place.front)
        try:
            return [hand.claim(offer, key) for key in keys[number::HANDS]]
        finally:
            hand.http.close()

    with ThreadPoolExecutor(HANDS) as pool:
        return [answer for answers in pool.map(some, range(HANDS)) for answer in answers]


def buy(web: Web, cast: Cast, offer: int) -> int:
    """An ordinary purchase of one piece through this process's own port. Gives the status."""
    path = f"/en/buy/{offer}/"
    browser = http.client.HTTPConnection("127.0.0.1", web.port, timeout=30)
    browser.request("GET", path)
    form = browser.getresponse()
    html, cookies = form.read().decode(), [line.partition(";")[0] for line in form.headers.get_all("Set-Cookie")]
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)
    assert found is not None
    facts = {
        "csrfmiddlewaretoken": found[1],
        "quantity": 1,
        "key": uuid.uuid4(),
        "origin": origins.token(ROOM),
        "name": "Nguyễn Thị Hà",
        "phone": "0912345678",
        "province": cast.lang_son.pk,
        "commune": cast.bac_son.pk,
        "street": "Thôn Nà Riềng",
        "provider": "cod",
    }
    headers = {
        "Cookie": "; ".join(cookies),
        "Accept": "application/json",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    browser.request("POST", path, urlencode(facts), headers)
    answer = browser.getresponse()
    answer.read()
    browser.close()
    return answer.status


def viewers(listener: Listener) -> int:
    told = [figures["viewers"] for figures in listener.kinds("counters") if "viewers" in figures]
    return told[-1] if told else 0


def test_the_rush_across_two_processes(place: Place, cast: Cast, listen: Callable[..., Listener]) -> None:
    first, second = place.webs
    here, there = listen(first.origin), listen(second.origin)
    before_nginx = listen(place.front.origin, place.front.trust)

    # Twenty pieces, three hundred presses: twenty are held, and each got an answer of its own.
    keys = [uuid.uuid4() for _ in range(PRESSES)]
    answers = press(place, cast.duck_offer.pk, keys)
    said = Counter(status for status, _facts in answers)
    assert said[201] == PIECES, answers
    assert set(said) <= {201, 202, 409}
    assert Stock.objects.values_list("on_hand", "reserved").get(lot=cast.duck_lot) == (PIECES, PIECES)
    assert Hold.objects.filter(offer=cast.duck_offer).count() == PIECES
    assert ledger_differences() == []
    told = {facts["key"] for status, facts in answers if status == 201}
    assert len(told) == PIECES

    # A stream on one process hears what another did, and both know of all viewers.
    assert [buy(second, cast, cast.honey_offer.pk), buy(first, cast, cast.honey_offer.pk)] == [201, 201]
    for listener in (here, there, before_nginx):
        listener.wait_for(2)
        assert [message["product"] for message in listener.kinds("sold")] == ["mat-ong", "mat-ong"]
    assert here.numbers == there.numbers == before_nginx.numbers
    wait_for(lambda: viewers(here) == viewers(there) == 3, "both count three viewers")

    # One process dies in the middle: nginx goes on with the other, and a repeated key finds the same hold there.
    with ThreadPoolExecutor(1) as pool:
        pressing = pool.submit(press, place, cast.duck_offer.pk, [*keys, *(uuid.uuid4() for _ in range(100))])
        second.kill()
        again = pressing.result(60)
    assert there.ended.wait(10)
    assert {facts["key"] for status, facts in again if facts.get("state") == "held"} == told
    assert Counter(status for status, _facts in again)[201] == 0
    assert {place.front.ask("GET", "/en/").status for _ in range(20)} == {200}
    assert buy(first, cast, cast.honey_offer.pk) == 201
    here.wait_for(3)

    # And comes back.
    second.start()
    second.wait()
    assert buy(second, cast, cast.honey_offer.pk) == 201
    here.wait_for(4)
    assert OrderLine.objects.filter(offer=cast.honey_offer).count() == 4
    assert Stock.objects.values_list("on_hand", "reserved").get(lot=cast.duck_lot) == (PIECES, PIECES)
    assert ledger_differences() == []
