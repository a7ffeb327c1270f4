"""Buyers with a browser of their own each, who order through the pages of the checkout."""

import html
import http.client
import json
import random
import re
import threading
import urllib.parse
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bench.day.market import CAMPAIGN, DUCK
from bench.day.visits import address, agent


class NotOrdered(RuntimeError):
    """The checkout said no where it should not."""


class Browser:
    """One visitor's cookies and address. Redirects are not followed: they are the answer."""

    def __init__(self, port: int, visitor: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"User-Agent": agent(visitor), "X-Forwarded-For": address(visitor)}
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> str:
        return self._ask("GET", path, {}, b"")[1]

    def post(self, path: str, fields: dict[str, Any], *, accept: str = "text/html") -> tuple[int, str, str]:
        """(status, text, where it leads)."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
        headers["X-CSRFToken"] = self._cookies.get("csrftoken", "")
        return self._ask("POST", path, headers, urllib.parse.urlencode(fields).encode())

    def _ask(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        self._connection.request(method, path, body, self._headers | headers | ({"Cookie": cookies} if cookies else {}))
        answer = self._connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.msg.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        if answer.status >= 400:
            said = re.search(r'(?:<title>|role="alert">)([^<]+)', text)
            raise NotOrdered(f"{method} {path}: {answer.status} {said[1] if said else text[:100]}")
        return answer.status, text, answer.msg.get("Location", "")

    def close(self) -> None:
        self._connection.close()


def hidden(text: str, form: str) -> dict[str, str]:
    """The hidden fields of the form that goes to an address."""
    found = re.search(rf'<form[^>]*action="{re.escape(form)}"[^>]*>(.*?)</form>', text, re.DOTALL)
    if not found:
        raise NotOrdered(f"no form for {form}")
    fields = {}
    for tag in re.findall(r'<input[^>]*type="hidden"[^>]*>', found[1]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            fields[name[1]] = html.unescape(value[1]) if value else ""
    return fields


@dataclass(slots=True)
class Placed:
    """What was acknowledged: the purchases' codes, and what they come to."""

    codes: list[str] = field(default_factory=list)
    orders: int = 0
    pieces: int = 0
    amount: int = 0
    baskets: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, code: str, lines: list[tuple[Any, int]], *, price: int | None = None) -> None:
        with self.lock:
            self.codes.append(code)
            self.orders += len({offer.product.producer_id for offer, _ in lines})
            self.pieces += sum(quantity for _, quantity in lines)
            self.amount += sum((price or offer.price) * quantity for offer, quantity in lines)


class Buyers:
    """Those who order what is not the duck, and those whom the rush gave one."""

    def __init__(self, port: int, visitors: int) -> None:
        from phien.market.models import Offer
        from phien.places.models import Place

        self.port = port
        self.visitors = visitors
        self.placed = Placed()
        self.refused: list[str] = []
        self._rng = random.Random(6)
        # Those with the most pieces, so that nobody is refused for want of goods.
        offers = Offer.objects.filter(campaign__slug=CAMPAIGN).exclude(product__slug=DUCK).select_related("product")
        self.offers = [offer for offer in offers if offer.limit_per_order >= 5]
        province = Place.objects.get(kind=Place.Kind.PROVINCE, code="20")
        self.address = {
            "province": province.pk,
            "commune": Place.objects.filter(parent=province, kind=Place.Kind.COMMUNE).order_by("code")[0].pk,
            "street": "Thôn Nà Riềng",
            "provider": "cod",
            "name": "Nguyễn Thị Hà",
        }

    def person(self, number: int) -> dict[str, Any]:
        return self.address | {"phone": f"09{20_000_000 + number * 3:08d}"}

    def order(self, number: int) -> None:
        """One ordinary order: by turns in one step from the product's page, and with a basket."""
        with self._browser(number) as browser:
            (self._in_one_step if number % 2 else self._with_a_basket)(browser, number)

    @contextmanager
    def _browser(self, number: int) -> Iterator[Browser]:
        browser = Browser(self.port, number % self.visitors)
        try:
            yield browser
        except NotOrdered as error:
            self.refused.append(str(error))
        finally:
            browser.close()

    def _in_one_step(self, browser: Browser, number: int) -> None:
        offer, quantity = self._rng.choice(self.offers), self._rng.choice((1, 1, 2))
        browser.get(f"/buy/{offer.pk}/")
        fields = self.person(number) | {"quantity": quantity, "key": str(uuid.uuid4())}
        _, said, _ = browser.post(f"/buy/{offer.pk}/", fields, accept="application/json")
        self.placed.note(json.loads(said)["code"], [(offer, quantity)])

    def _with_a_basket(self, browser: Browser, number: int) -> None:
        lines = [(offer, self._rng.choice((1, 1, 2))) for offer in self._rng.sample(self.offers, number % 3 + 1)]
        for offer, quantity in lines:
            browser.get(f"/p/{CAMPAIGN}/{offer.product.slug}/")
            browser.get(f"/buy/{offer.pk}/")  # gives the token that forms need
            browser.post(f"/basket/add/{offer.pk}/", {"quantity": quantity})
            self.placed.baskets += 1
        text = browser.get("/checkout/")
        _, text, _ = browser.post("/checkout/", hidden(text, "/checkout/") | self.person(number) | {"review": "1"})
        _, _, leads = browser.post("/checkout/place/", hidden(text, "/checkout/place/"))
        self.placed.note(_code_in(leads), lines)

    def order_held(self, number: int, key: str, offer: Any) -> None:
        """The address for a duck that the rush gave, a look at the total, and the order."""
        path, form = f"/claim/{key}/", self.person(number) | {"quantity": 1}
        with self._browser(number) as browser:
            text = browser.get(path)
            _, text, _ = browser.post(path, hidden(text, path) | form)
            _, _, leads = browser.post(path, hidden(text, path) | form)
            self.placed.note(_code_in(leads), [(offer, 1)])

    def let_go(self, number: int, key: str) -> None:
        """Thinks better of it: the duck goes to the first in line."""
        path = f"/claim/{key}/"
        with self._browser(number) as browser:
            text = browser.get(path)
            browser.post(path, hidden(text, path) | {"leave": "1"})


def _code_in(address: str) -> str:
    found = re.search(r"/orders/([^/]+)/", address)
    if not found:
        raise NotOrdered(f"the checkout led to {address!r}")
    return found[1]
