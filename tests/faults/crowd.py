"""Buyers who press, order, and remember every answer they got; whose line breaks press the same button again."""

import contextlib
import http.client
import json
import random
import re
import threading
import time
import uuid
from collections import Counter
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

from phien.market import origins
from phien.market.claims import tokens
from tests.faults.town import ROOM, Town

HANDS = 4
CLAIMS_PER_ORDER = 4
PATIENCE = 60.0
EXPECTED = {200, 201, 202, 409, 503}
BROKEN = (OSError, http.client.HTTPException)


class Crowd:
    """`claims` and `codes` hold what was acknowledged; `wrong` every answer that should not have been given."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town, self.chance = town, random.Random(seed)
        self.claims: set[str] = set()
        self.codes: set[str] = set()
        self.statuses: Counter[int] = Counter()
        self.wrong: list[str] = []
        self._over = threading.Event()
        self._hands = [threading.Thread(target=self._press_and_order, args=(n,), daemon=True) for n in range(HANDS)]

    def __enter__(self) -> Self:
        for hand in self._hands:
            hand.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        for hand in self._hands:
            hand.join(PATIENCE)

    def wait_for(self, *, orders: int = 0, claims: int = 0, away: int = 0) -> None:
        """Until so many more were acknowledged, or refused because something is away."""
        wanted = len(self.codes) + orders, len(self.claims) + claims, self.statuses[503] + away
        deadline = time.monotonic() + PATIENCE
        while not self._reached(*wanted):
            assert time.monotonic() < deadline, f"wanted {wanted}: {self.statuses}, {self.wrong[:3]}"
            time.sleep(0.01)

    def _reached(self, orders: int, claims: int, away: int) -> bool:
        return len(self.codes) >= orders and len(self.claims) >= claims and self.statuses[503] >= away

    def at_a_random_moment(self) -> None:
        self.wait_for(orders=self.chance.randint(1, 4), claims=self.chance.randint(1, 30))
        time.sleep(self.chance.uniform(0, 0.05))

    # One buyer

    def _press_and_order(self, number: int) -> None:
        browser = Browser(self.town, number)
        while not self._over.is_set():
            for _ in range(CLAIMS_PER_ORDER):
                self._insist(browser.claim, str(uuid.uuid4()))
            self._insist(browser.buy, str(uuid.uuid4()))

    def _insist(self, what: Any, key: str) -> None:
        """The same again until there is an answer that is one."""
        while True:
            try:
                status, retry, facts = what(key)
            except BROKEN:
                status, retry, facts = 0, "", {}
            self.statuses[status] += 1
            if status not in EXPECTED | {0} or (status == 503 and not (retry and facts.get("message"))):
                self.wrong.append(f"{status} {retry!r} {facts}")
            if status in {200, 201, 202} and "order_url" in facts:
                self.codes.add(facts["code"])
            elif status in {200, 201, 202}:
                self.claims.add(facts["key"])
            if status not in {0, 503} or self._over.is_set():
                return
            self._over.wait(0.1)


class Browser:
    """One connection, opened again when it breaks."""

    def __init__(self, town: Town, number: int) -> None:
        self.town, self.phone = town, f"09123456{number:02d}"
        self.http = http.client.HTTPConnection("127.0.0.1", town.port, timeout=30)
        self.form: tuple[str, str] | None = None

    def claim(self, key: str) -> tuple[int, str, Any]:
        facts = {"t": tokens.sign(ROOM), "offer": self.town.facts["duck"], "quantity": 1, "key": key}
        return self._ask("POST", "/claim", json.dumps(facts), {"Content-Type": "application/json"})

    def buy(self, key: str) -> tuple[int, str, Any]:
        path = f"/en/buy/{self.town.facts['honey']}/"
        if self.form is None:
            self.form = self._open(path)
        cookie, token = self.form
        facts = {
            "csrfmiddlewaretoken": token, "quantity": 1, "key": key, "origin": origins.token(ROOM),
            "name": "Nguyễn Thị Hà", "phone": self.phone, "province": self.town.facts["province"],
            "commune": self.town.facts["commune"], "street": "Thôn Nà Riềng", "provider": "cod",
        }  # fmt: skip
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(facts), headers)

    def _open(self, path: str) -> tuple[str, str]:
        """The cookie and the form's token. Raises OSError while the site gives no form."""
        with self._closed_when_broken():
            self.http.request("GET", path)
            answer = self.http.getresponse()
            page = answer.read().decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        if found is None:
            raise OSError(answer.status)
        cookies = [line.partition(";")[0] for line in answer.headers.get_all("Set-Cookie") or []]
        return "; ".join(cookies), found[1]

    def _ask(self, method: str, path: str, body: str, headers: dict[str, str]) -> tuple[int, str, Any]:
        with self._closed_when_broken():
            self.http.request(method, path, body.encode(), headers | {"Accept": "application/json"})
            answer = self.http.getresponse()
            said = answer.read().decode()
        with contextlib.suppress(ValueError):
            return answer.status, answer.headers.get("Retry-After", ""), json.loads(said)
        return answer.status, answer.headers.get("Retry-After", ""), {"page": said[:300]}

    @contextlib.contextmanager
    def _closed_when_broken(self) -> Any:
        try:
            yield
        except BROKEN:
            self.http.close()
            raise
