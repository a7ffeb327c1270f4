"""Orders beside other shops: accepted orders per second, the wait for one, and whether more is sold than there is.

Every shop sells the same duck to the same buyers on the same two cores, on one PostgreSQL that waits for its disk
(Phiên on SQLite too, which is its default). A purchase is everything from an empty cart to a placed order, as a guest,
with payment on delivery, in as few HTTP requests as the shop's own storefront accepts; nothing is pinned to a core.

First the shops take turns with ample stock. Then each gets 5 pieces for one buyer, who must get 5 and be refused
twice (so the shop does count its stock), and then 200 pieces for 64 buyers who try 800 times.

PEERS=oscar,vendure chooses shops, SECONDS and RUNS the turns, PIECES, ATTEMPTS and RUSHING the rush, PEERS_HOME where
the others are installed (once, some minutes).
"""

import contextlib
import json
import os
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field

import bench
from bench.order_peers import postgres, sqlite
from bench.order_peers.crowd import Crowd, Outcomes
from bench.order_peers.medusa import Medusa
from bench.order_peers.oscar import Oscar
from bench.order_peers.phien import ClaimDesk, Phien, PhienOnSQLite
from bench.order_peers.pretix import Pretix
from bench.order_peers.shop import NotHere, Open, Shop
from bench.order_peers.vendure import Vendure

SHOPS: dict[str, type[Shop]] = {
    shop.name: shop for shop in (PhienOnSQLite, ClaimDesk, Phien, Oscar, Vendure, Pretix, Medusa)
}
SECONDS = float(os.environ.get("SECONDS", "8"))
RUNS = int(os.environ.get("RUNS", "3"))
BUYERS = int(os.environ.get("BUYERS", "16"))
ABSENT = {"saleor": "its server is published neither on PyPI nor on npm, where saleor is a command-line client"}
AMPLE = 100_000
ALONE, ALONE_ATTEMPTS = 5, 7
PIECES = int(os.environ.get("PIECES", "200"))
ATTEMPTS = int(os.environ.get("ATTEMPTS", "800"))
RUSHING = int(os.environ.get("RUSHING", "64"))
RUSH_SECONDS = 150.0  # a slow shop is not waited for longer


@dataclass
class Measured:
    """What was seen of one shop; `reason` says why there is no more."""

    shop: Shop
    turns: list[Outcomes] = field(default_factory=list)
    rush: Outcomes | None = None
    counts_stock: bool = False
    oversold: int = 0
    untold: int = 0
    reason: str = ""

    @property
    def per_second(self) -> float:
        return bench.median([turn.per_second for turn in self.turns])

    @property
    def p95_ms(self) -> float:
        return bench.median([turn.quantile_ms(0.95) for turn in self.turns])

    @property
    def requests(self) -> float:
        return bench.median([turn.requests_each for turn in self.turns])

    @contextlib.contextmanager
    def noted(self) -> Iterator[None]:
        """A shop that stops is no reason for the others to stop."""
        try:
            yield
        except Exception as error:
            self.reason = self.reason or f"{type(error).__name__}: {error}"
            if not isinstance(error, NotHere):
                traceback.print_exc()


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def take_turns(all_measured: list[Measured], server: postgres.Server) -> None:
    """All shops stand open, and are asked one after another, RUNS times."""
    with contextlib.ExitStack() as stack:
        crowds: list[tuple[Measured, Crowd]] = []
        for measured in all_measured:
            with measured.noted():
                selling = stack.enter_context(measured.shop.open(server, pieces=AMPLE))
                crowd = Crowd(measured.shop.purchase, selling.port, BUYERS)
                stack.callback(crowd.close)
                crowd.warm(BUYERS)
                crowds.append((measured, crowd))
        for _ in range(RUNS):
            for measured, crowd in crowds:
                turn = crowd.buy(seconds=SECONDS)
                measured.turns.append(turn)
                say(f"{measured.shop.title} on {measured.shop.on}: {turn.per_second:.1f}/s, {turn.failed} failed")


def rush(measured: Measured, server: postgres.Server) -> None:
    with measured.shop.open(server, pieces=ALONE) as selling:
        crowd = Crowd(measured.shop.purchase, selling.port, 1)
        alone = crowd.buy(attempts=ALONE_ATTEMPTS)
        crowd.close()
        measured.counts_stock = (alone.accepted, alone.refused, selling.sold()) == (
            ALONE,
            ALONE_ATTEMPTS - ALONE,
            ALONE,
        )
        if not measured.counts_stock:
            say(f"{measured.shop.title} with one buyer: {alone}, sold {selling.sold()}")
        measured.rush = hurry(selling)
        sold = selling.sold()
        measured.oversold = max(0, sold - ALONE - PIECES)
        measured.untold = sold - alone.accepted - measured.rush.accepted
    seen = measured.rush
    say(f"{measured.shop.title}: {seen.accepted} accepted, {seen.refused} refused, {seen.failures}")


def hurry(selling: Open) -> Outcomes:
    selling.shop.stock(selling.server, selling.database, PIECES)
    crowd = Crowd(selling.shop.purchase, selling.port, RUSHING)
    try:
        return crowd.buy(attempts=ATTEMPTS, seconds=RUSH_SECONDS)
    finally:
        crowd.close()


def show(all_measured: list[Measured]) -> None:
    rows: list[list[object]] = []
    for measured in all_measured:
        shop = f"{measured.shop.title} on {measured.shop.on}"
        if not measured.turns:
            rows.append([shop, *["–"] * 8])
            continue
        turns = [measured.per_second, measured.p95_ms, measured.requests, sum(turn.failed for turn in measured.turns)]
        cells = [f"{turns[0]:.1f}", f"{turns[1]:.0f}", f"{turns[2]:.0f}", turns[3]]
        seen = measured.rush
        rows.append(
            [shop, *cells, *((seen.accepted, seen.refused, seen.failed, measured.oversold) if seen else ["–"] * 4)]
        )
    head = ["with ample stock, then the rush", "orders/s", "p95 ms", "requests", "failed"]
    bench.table([*head, "accepted", "refused", "failed", "oversold"], rows)
    for name, reason in ABSENT.items():
        print(f"{name} was not measured: {reason}")
    for measured in all_measured:
        if measured.reason:
            print(f"{measured.shop.title} on {measured.shop.on} was not measured to the end: {measured.reason[:1500]}")
        elif not measured.counts_stock:
            print(
                f"{measured.shop.title} on {measured.shop.on}: one buyer alone did not get exactly {ALONE} of {ALONE}"
            )


def main() -> None:
    chosen = [name for name in os.environ.get("PEERS", ",".join(SHOPS)).split(",") if name]
    if strangers := set(chosen) - set(SHOPS):
        raise SystemExit(f"no such shop: {', '.join(strangers)}; there are {', '.join(SHOPS)}")
    all_measured = [Measured(SHOPS[name]()) for name in chosen]
    limits: dict[str, list[float]] = {"pgbench_single_row": [], "sqlite_batch": []}
    with bench.folder() as folder, postgres.serving() as server:

        def limit() -> None:
            limits["pgbench_single_row"].append(server.single_row(folder, buyers=BUYERS, seconds=SECONDS))
            limits["sqlite_batch"].append(sqlite.batch(folder / f"{len(limits['sqlite_batch'])}.sqlite3", seconds=3))

        for measured in all_measured:
            with measured.noted():
                measured.shop.prepare(server)
        limit()
        take_turns([measured for measured in all_measured if not measured.reason], server)
        limit()
        for measured in all_measured:
            if measured.turns:
                with measured.noted():
                    rush(measured, server)
    tell(all_measured, {name: round(bench.median(values), 1) for name, values in limits.items()})


def tell(all_measured: list[Measured], limits: dict[str, float]) -> None:
    print(
        f"{BUYERS} buyers, {RUNS} turns of {SECONDS:.0f} s; then {RUSHING} buyers try {ATTEMPTS:,} times for {PIECES}"
    )
    show(all_measured)
    print(f"limits: pgbench on one row {limits['pgbench_single_row']:,.0f} orders/s with {BUYERS} clients,", end=" ")
    print(f"SQLite in batches of {sqlite.BATCH} {limits['sqlite_batch']:,.0f} orders/s")
    seen = {measured.shop.name: measured for measured in all_measured if measured.turns}
    ours = next((seen[name] for name in ("phien_sqlite", "phien") if name in seen), None)
    rates = {name: round(measured.per_second, 1) for name, measured in seen.items()}
    facts = {
        "name": "peers",
        "ours": round(ours.per_second, 1) if ours else None,
        "unit": "accepted orders per second",
        "phien": {name: rate for name, rate in rates.items() if isinstance(seen[name].shop, Phien)},
        "peers": {name: rate for name, rate in rates.items() if not isinstance(seen[name].shop, Phien)},
        "p95_ms": {name: round(measured.p95_ms) for name, measured in seen.items()},
        "requests": {name: round(measured.requests, 1) for name, measured in seen.items()},
        "oversold": {name: measured.oversold for name, measured in seen.items() if measured.rush},
        "untold": {name: measured.untold for name, measured in seen.items() if measured.untold},
        "rush_per_second": {
            name: round(measured.rush.per_second, 1) for name, measured in seen.items() if measured.rush
        },
        "failed_in_rush": {name: measured.rush.failed for name, measured in seen.items() if measured.rush},
        "missing": ABSENT | {one.shop.name: one.reason[:300] for one in all_measured if one.reason},
        "limit": limits,
        "runs": RUNS,
    }
    print(json.dumps(facts, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
