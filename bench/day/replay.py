"""Sends the day, slice by slice, and keeps what was seen of it."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import bench
from bench import driving
from bench.day import SLICES, Day, market
from bench.day.buyers import Buyers
from bench.day.rush import Rush
from bench.day.visits import Visits

RUSH_AT = SLICES // 2
WATCH_SECONDS = 2.5  # that a stream stays open; from 2 seconds on it is a view
MOST_AT_ONCE = 4_000  # streams
HIT_CONNECTIONS, PAGE_CONNECTIONS, CLAIM_CONNECTIONS = 64, 8, 256
TIMES_AGAIN = 5  # that a page sends again what was not acknowledged


class Replay:
    """One playing of the day, and what was seen of it."""

    def __init__(self, day: Day, folder: Path, port: int, process: int) -> None:
        self.day, self.folder, self.port, self.process = day, folder, port, process
        host = f"127.0.0.1:{port}"
        self.visits = Visits(day, market.pages_of(port), host)
        self.rush = Rush(day, market.duck_offer(), self.visits.rooms[-1], host)
        self.buyers = Buyers(port, day.visits)
        self.driver, self.watchers = bench.compiled("drive", folder), bench.compiled("watchers", folder)
        self.wrong: list[str] = []
        self.acknowledged = self.sent_again = self.opened = self.most_open = self.fetched = 0
        self.rows: list[tuple[object, ...]] = []

    def play(self) -> None:
        for number in range(SLICES):
            self.play_slice(number)
        time.sleep(WATCH_SECONDS)
        leaving = self.folder / "leaving"
        if driving.write(leaving, self.visits.hits(range(0))):
            driving.drive(self.driver, self.port, HIT_CONNECTIONS, leaving)
            self.acknowledged += self.make_sure(leaving, 204)

    def play_slice(self, number: int) -> None:
        part = self.day.part(self.day.visits, number)
        hits, fetches, streams = (self.folder / name for name in ("hits", "fetches", "streams"))
        viewers = driving.write(streams, self.visits.streams(part))
        driving.write(fetches, self.visits.fetches(part))
        driving.write(hits, self.visits.hits(part))
        began, busy = time.monotonic(), bench.cpu_seconds(self.process)
        at_once = min(MOST_AT_ONCE, viewers // 4)
        watching = driving.watch(self.watchers, self.port, at_once, streams, keep_seconds=WATCH_SECONDS)
        fetching = driving.start(self.driver, self.port, PAGE_CONNECTIONS, fetches)
        hitting = driving.start(self.driver, self.port, HIT_CONNECTIONS, hits)
        for buyer in self.day.part(self.day.orders, number):
            self.buyers.order(buyer)
        if number == RUSH_AT:
            self.play_rush()
        told = [driving.finish(process) for process in (hitting, fetching, watching)]
        took = time.monotonic() - began, bench.cpu_seconds(self.process) - busy
        self.acknowledged += self.make_sure(hits, 204)
        self.fetched += self.make_sure(fetches, 200)
        self.opened += self.make_sure(streams, 200)
        self.most_open = max(self.most_open, told[2]["most_open"])
        speeds = [figure for one in told for figure in (one["answered"] / one["seconds"], one["p99_ms"])]
        self.rows.append((f"{number + 1}{' with the rush' if number == RUSH_AT else ''}", *took, *speeds))

    def play_rush(self) -> None:
        """All presses at once. Then who was given a duck orders it; one in ten lets it go, one in ten does nothing."""
        claims = self.folder / "claims"
        driving.write(claims, self.rush.requests())
        self.rush.figures = driving.drive(self.driver, self.port, CLAIM_CONNECTIONS, claims)
        self.rush.outcomes = driving.outcomes(claims)
        with ThreadPoolExecutor(4) as people:
            doing = [
                people.submit(self.settle_claim, number, key)
                for number, key in enumerate(sorted(self.rush.keys_with(201)))
            ]
            for one in doing:
                one.result()

    def settle_claim(self, number: int, key: str) -> None:
        if number % 10 == 0:
            self.buyers.let_go(number, key)
        elif number % 10 != 1:
            self.buyers.order_held(self.day.orders + number, key, self.rush.offer)

    def make_sure(self, path: Path, status: int) -> int:
        """Send again what was not answered so, as a page does; gives how many were at last."""
        missing = path
        total = len(driving.outcomes(path))
        for turn in range(TIMES_AGAIN + 1):
            again = driving.answered_otherwise(missing, status)
            if not again or turn == TIMES_AGAIN:
                break
            self.sent_again += len(again)
            missing = Path(f"{path}.again")
            driving.write(missing, again)
            if status == 200 and path.name == "streams":
                driving.finish(driving.watch(self.watchers, self.port, len(again), missing, keep_seconds=WATCH_SECONDS))
            else:
                driving.drive(self.driver, self.port, HIT_CONNECTIONS, missing)
        if again:
            self.wrong.append(f"{len(again)} of {total} {path.name} were not answered with {status}")
        return total - len(again)
