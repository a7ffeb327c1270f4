"""Claims: orders for one product per second, each on the disk before it is acknowledged.

Ours is the site's own checkout over HTTP (`POST /buy/…`: form, address, stock, order, payment, parcel, evidence,
session), with several buyers at once. The limit is SQLite alone, driven from Python: one transaction per order that
claims one piece and writes the order, its line and the ledger's, in the same folder with the same durability
(write-ahead log, synchronous FULL). Between them stands the action alone, without HTTP, pages and session.
"""

import http.client
import json
import os
import sqlite3
import threading
import time
import urllib.parse
import uuid
from pathlib import Path
from typing import Any

import bench

RUNS = 3
SECONDS = float(os.environ.get("SECONDS", "6"))
BUYERS = int(os.environ.get("BUYERS", "8"))
PIECES = 900_000


def raw_sqlite(path: Path) -> float:
    """Orders per second of SQLite alone."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(
        """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;
        DROP TABLE IF EXISTS stock; DROP TABLE IF EXISTS orders; DROP TABLE IF EXISTS line; DROP TABLE IF EXISTS ledger;
        CREATE TABLE stock (id INTEGER PRIMARY KEY, on_hand INT, reserved INT, CHECK (reserved BETWEEN 0 AND on_hand));
        CREATE TABLE orders (id INTEGER PRIMARY KEY, code TEXT UNIQUE, phone TEXT, at TEXT);
        CREATE TABLE line (id INTEGER PRIMARY KEY, order_id INT, stock_id INT, quantity INT);
        CREATE TABLE ledger (id INTEGER PRIMARY KEY, stock_id INT, line_id INT, reserved_change INT);
        """
    )
    connection.execute("INSERT INTO stock VALUES (1, ?, 0)", (PIECES,))
    placed, end = 0, time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        connection.execute("BEGIN IMMEDIATE")
        row = ("+84912345678", "2026-12-08 09:00")
        order = connection.execute("INSERT INTO orders VALUES (NULL, ?, ?, ?)", (uuid.uuid4().hex, *row)).lastrowid
        line = connection.execute("INSERT INTO line VALUES (NULL, ?, 1, 1)", (order,)).lastrowid
        connection.execute("INSERT INTO ledger VALUES (NULL, 1, ?, 1)", (line,))
        claim = "UPDATE stock SET reserved = reserved + 1 WHERE id = 1 AND on_hand >= reserved + 1"
        assert connection.execute(claim).rowcount == 1
        connection.execute("COMMIT")
        placed += 1
    connection.close()
    return placed / SECONDS


def action_alone(cast: Any) -> float:
    """Orders per second of market.actions.buy_now in this process."""
    from phien.market import actions

    buyer = cast.buyer()
    placed, end = 0, time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        actions.buy_now(offer=cast.duck_offer, quantity=1, buyer=buyer, provider="cod", idempotency_key=uuid.uuid4())
        placed += 1
    return placed / SECONDS


class Buyer(threading.Thread):
    """One buyer with one connection, who orders again as soon as the last order is acknowledged."""

    def __init__(self, port: int, cast: Any, begin: threading.Barrier) -> None:
        super().__init__()
        self.begin = begin
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.path = f"/buy/{cast.duck_offer.pk}/"
        self.fields = {
            "name": "Nguyễn Thị Hà",
            "phone": "0912345678",
            "province": cast.lang_son.pk,
            "commune": cast.bac_son.pk,
            "street": "Thôn Nà Riềng",
            "provider": "cod",
            "quantity": 1,
        }
        self.connection.request("GET", self.path)
        answer = self.connection.getresponse()
        answer.read()
        self.cookies = {}
        self.keep_cookies(answer)
        self.placed = 0

    def keep_cookies(self, answer: http.client.HTTPResponse) -> None:
        for cookie in answer.msg.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value

    def order(self) -> None:
        body = urllib.parse.urlencode(self.fields | {"key": str(uuid.uuid4())})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
            "X-CSRFToken": self.cookies["csrftoken"],
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        self.connection.request("POST", self.path, body, headers)
        answer = self.connection.getresponse()
        said = answer.read()
        if answer.status != 201:
            raise RuntimeError(f"{answer.status}: {said[:300]!r}")
        self.keep_cookies(answer)
        self.placed += bool(json.loads(said)["code"])

    def run(self) -> None:
        self.order()
        self.begin.wait()
        self.placed, end = 0, time.perf_counter() + SECONDS
        while time.perf_counter() < end:
            self.order()


def checkout(port: int, cast: Any) -> float:
    """Orders per second of the site's own checkout."""
    begin = threading.Barrier(BUYERS)
    buyers = [Buyer(port, cast, begin) for _ in range(BUYERS)]
    for buyer in buyers:
        buyer.start()
    for buyer in buyers:
        buyer.join()
    return sum(buyer.placed for buyer in buyers) / SECONDS


def main() -> None:
    with bench.folder() as folder:
        bench.django(folder / "home")
        from phien.market.models import OrderLine, Stock
        from phien.market.queries import ledger_differences
        from phien.market.tests.conftest import make_cast

        cast = make_cast(duck_pieces=PIECES)
        figures: dict[str, list[float]] = {"limit": [], "action": [], "checkout": []}
        with bench.site(folder / "home", core=0) as site:
            for _ in range(RUNS):
                figures["limit"].append(raw_sqlite(folder / "raw.sqlite3"))
                figures["action"].append(action_alone(cast))
                figures["checkout"].append(checkout(site.port, cast))
        reserved = Stock.objects.get(lot=cast.duck_lot).reserved
        assert reserved == OrderLine.objects.count(), "stock and orders disagree"
        assert ledger_differences() == [], "the ledger and the counters disagree"
        limit, action, ours = (bench.median(figures[name]) for name in ("limit", "action", "checkout"))
        print(f"{BUYERS} buyers, {RUNS} runs of {SECONDS:.0f} s; {reserved:,} pieces claimed, as many ordered")
        rows = [
            ("SQLite alone (the limit)", limit, "1"),
            ("the action alone", action, f"{action / limit:.2f}"),
            ("checkout over HTTP", ours, f"{ours / limit:.2f}"),
        ]
        bench.table(("durable orders per second", "median", "of the limit"), rows)
        bench.result(
            name="claims",
            ours=ours,
            limit=limit,
            unit="durable orders per second",
            runs=RUNS,
            peers={"action_alone": round(action, 1)},
        )


if __name__ == "__main__":
    main()
