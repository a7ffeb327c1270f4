"""Claims: presses of a room's buy button per second, each on the disk before it is answered.

Ours is the claim desk of a whole site over HTTP (POST /claim: token, phone, pace, stock, basket, hold, ledger), on
SQLite (synchronous FULL) and on PostgreSQL (fsync and synchronous_commit on), the site on one core and the driver on
the other; PostgreSQL's own processes have both. The limit is the database alone, in the same folder with the same
durability: the same rows, 256 claims in each transaction, driven from Python without a site. In between stands the
desk's writer without HTTP. At the end a rush of many on few pieces: exactly so many are held, and the ledger agrees.

CLAIMS, CONNECTIONS and RUNS change how much is asked. `python -m bench.claims sqlite` runs one engine.
"""

import json
import os
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import bench
from bench import driving

RUNS = int(os.environ.get("RUNS", "3"))
CLAIMS = int(os.environ.get("CLAIMS", "60000"))
CONNECTIONS = int(os.environ.get("CONNECTIONS", "256"))
TOGETHER = 256
PIECES = 5_000_000
FEW, MANY = 500, 20_000

TABLES = """
CREATE TABLE stock (id INTEGER PRIMARY KEY, on_hand INT, reserved INT, CHECK (reserved BETWEEN 0 AND on_hand));
CREATE TABLE basket (id INTEGER PRIMARY KEY, key TEXT UNIQUE, campaign INT, phone TEXT, made_at TEXT);
CREATE TABLE hold (id INTEGER PRIMARY KEY, basket INT, stock INT, quantity INT, price INT, state TEXT, expires_at TEXT);
CREATE TABLE ledger (id INTEGER PRIMARY KEY, stock INT, kind TEXT, change INT, hold INT, at TEXT);
CREATE INDEX of_basket ON hold (basket);
"""


def database_alone(execute: Callable[[str, list[tuple[Any, ...]]], None], commit: Callable[[], None]) -> float:
    """Claims per second of a database alone. `execute` runs a statement for all rows, with ? for its parameters."""
    at, first = "2026-12-08 09:00:00", 1
    end = time.perf_counter() + 4
    while time.perf_counter() < end:
        ids = range(first, first + TOGETHER)
        execute("INSERT INTO basket VALUES (?, ?, 1, '+84912345678', ?)", [(n, uuid.uuid4().hex, at) for n in ids])
        execute("INSERT INTO hold VALUES (?, ?, 1, 1, 385000, 'active', ?)", [(n, n, at) for n in ids])
        execute("INSERT INTO ledger VALUES (?, 1, 'held', 1, ?, ?)", [(n, n, at) for n in ids])
        claim = "UPDATE stock SET reserved = reserved + ? WHERE id = 1 AND on_hand >= reserved + ?"
        execute(claim, [(TOGETHER, TOGETHER)])
        commit()
        first += TOGETHER
    return (first - 1) / 4


def sqlite_alone(folder: Path) -> float:
    path = folder / f"alone-{uuid.uuid4().hex}.sqlite3"
    connection = sqlite3.connect(path)
    connection.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; {TABLES}")
    connection.execute("INSERT INTO stock VALUES (1, ?, 0)", (PIECES,))
    try:
        return database_alone(
            lambda statement, rows: connection.executemany(statement, rows) and None, connection.commit
        )
    finally:
        connection.close()


def postgres_alone(url: str) -> float:
    import psycopg

    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS alone CASCADE; CREATE SCHEMA alone; SET search_path TO alone")
        cursor.execute(TABLES)
        cursor.execute("INSERT INTO stock VALUES (1, %s, 0)", (PIECES,))
        connection.commit()

        def execute(statement: str, rows: list[tuple[Any, ...]]) -> None:
            cursor.executemany(statement.replace("?", "%s").encode(), rows)

        return database_alone(execute, connection.commit)


def writer_alone(cast: Any) -> float:
    """Claims per second of the desk's writer without HTTP."""
    from phien.market.actions.claims import Claim, settle

    offer, settled = cast.duck_offer.pk, 0
    end = time.perf_counter() + 4
    while time.perf_counter() < end:
        settled += len(settle([Claim(uuid.uuid4(), offer, 1, "+84912345678") for _ in range(TOGETHER)]))
    return settled / 4


def presses(offer: int, count: int) -> Iterator[bytes]:
    """As many people, each with a page, a phone and an address."""
    from phien.market.claims import tokens

    for number in range(count):
        facts = {"t": tokens.sign("broadcast:quynh-son"), "offer": offer, "quantity": 1, "key": str(uuid.uuid4())}
        facts["phone"] = f"09{10_000_000 + number:08d}"
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        headers = {"Content-Type": "application/json", "X-Forwarded-For": address}
        yield driving.request("POST", "/claim", headers, json.dumps(facts).encode())


def press(folder: Path, site: Any, offer: int, count: int) -> tuple[dict[str, Any], int]:
    """Send so many claims; the driver's figures, and how many were answered "held"."""
    driving.write(folder / "claims", presses(offer, count))
    figures = driving.drive(bench.compiled("drive", folder), site.port, CONNECTIONS, folder / "claims")
    return figures, sum(status == 201 for status, _ in driving.outcomes(folder / "claims"))


def measure(engine: str, folder: Path, url: str) -> dict[str, Any]:
    """All figures of one engine, and the checks."""
    bench.django(folder / "home")
    from phien.market import actions
    from phien.market.models import Hold, Offer, Stock, Waiting
    from phien.market.queries import ledger_differences
    from phien.market.tests.conftest import make_cast

    cast = make_cast(duck_pieces=0, honey_pieces=0)
    for _ in range(PIECES // 1_000_000):
        actions.take_in(lot=cast.duck_lot, quantity=1_000_000, by=cast.packer)
    actions.take_in(lot=cast.honey_lot, quantity=FEW, by=cast.packer)
    Offer.objects.update(limit_per_phone=5)
    speeds: dict[str, list[float]] = {"limit": [], "writer": [], "http": [], "p99_ms": [], "cpu_us": []}
    held = 0
    with bench.site(folder / "home", core=0) as site:
        for _ in range(RUNS):
            speeds["limit"].append(sqlite_alone(folder) if engine == "sqlite" else postgres_alone(url))
            speeds["writer"].append(writer_alone(cast))
            before = bench.cpu_seconds(site.process.pid)
            figures, accepted = press(folder, site, cast.duck_offer.pk, CLAIMS)
            assert accepted == CLAIMS, f"{CLAIMS - accepted} claims were refused: {figures}"
            speeds["http"].append(figures["per_second"])
            speeds["p99_ms"].append(figures["p99_ms"])
            speeds["cpu_us"].append((bench.cpu_seconds(site.process.pid) - before) / CLAIMS * 1e6)
            held += accepted
        rush, won = press(folder, site, cast.honey_offer.pk, MANY)
    reserved = Stock.objects.get(lot=cast.honey_lot).reserved
    assert won == reserved == Hold.objects.filter(stock__lot=cast.honey_lot).count(), "held and stock disagree"
    assert Hold.objects.filter(stock__lot=cast.duck_lot).count() >= held, "an answered claim is missing"
    assert ledger_differences() == [], "the ledger and the counters disagree"
    return {name: round(bench.median(values), 1) for name, values in speeds.items()} | {
        "oversold": max(0, won - FEW),
        "rush": {"pieces": FEW, "attempts": MANY, "held": won, "in_line": Waiting.objects.count()},
        "rush_per_second": rush["per_second"],
    }


def engine(name: str) -> None:
    """Measure one engine in this process, and print its figures."""
    with bench.folder() as folder:
        if name == "sqlite":
            print(json.dumps(measure(name, folder, "")))
            return
        from bench.order_peers.postgres import SETTINGS
        from phien.config.testing_servers import postgres, postgres_folder

        programs = postgres_folder()
        if programs is None:
            raise SystemExit("PostgreSQL is not installed")
        with postgres(programs, *SETTINGS) as url:
            os.environ["PHIEN_DATABASE_URL"] = url
            print(json.dumps(measure(name, folder, url)))


def asked(name: str) -> dict[str, Any]:
    """The figures of one engine, from a process of its own."""
    done = subprocess.run([sys.executable, "-m", "bench.claims", name], stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def main() -> None:
    if len(sys.argv) > 1:
        engine(sys.argv[1])
        return
    both = {name: asked(name) for name in ("sqlite", "postgresql")}
    print(f"{CONNECTIONS} connections, {RUNS} runs of {CLAIMS:,} claims; then {MANY:,} people for {FEW} pieces")
    rows = []
    for name, words in (
        ("limit", "the database alone (the limit)"),
        ("writer", "the writer without HTTP"),
        ("http", "POST /claim"),
    ):
        rows.append((words, both["sqlite"][name], both["postgresql"][name]))
    bench.table(("durable claims per second", "SQLite", "PostgreSQL"), rows)
    for name, found in both.items():
        rush = found["rush"]
        print(f"{name}: p99 {found['p99_ms']} ms; {found['cpu_us']:.0f} µs of the site's CPU a claim;", end=" ")
        print(f"in the rush {rush['held']} held, {rush['in_line']} in line, {found['rush_per_second']:,.0f} answers/s")
    facts: dict[str, Any] = {
        "name": "claims",
        "sqlite": both["sqlite"]["http"],
        "postgresql": both["postgresql"]["http"],
    }
    facts["oversold"] = sum(found["oversold"] for found in both.values())
    facts |= {"ours": facts["sqlite"], "limit": both["sqlite"]["limit"]}
    facts["ratio"] = round(facts["ours"] / facts["limit"], 3)
    facts |= {"p99_ms": {name: found["p99_ms"] for name, found in both.items()}, "rush": both["sqlite"]["rush"]}
    facts |= {"postgresql_limit": both["postgresql"]["limit"], "unit": "durable claims per second", "runs": RUNS}
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
