"""Many buyers at once, each from empty cart to placed order and again, and what became of each purchase."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.order_peers.visitor import Visitor

TRIES = 3  # for the very first purchase: on a busy machine a shop may not have loaded all of itself in time


class SoldOut(Exception):
    """The shop said that the duck is gone."""


class Failed(Exception):
    """The shop did neither sell nor say that it was sold out: an error page, a lock not got, a broken answer."""


Purchase = Callable[[Visitor], None]


@dataclass
class Outcomes:
    """What became of the purchases. `seconds` are of the accepted ones, `elapsed` until the last accepted one."""

    seconds: list[float] = field(default_factory=list)
    refused: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    elapsed: float = 0.0

    @property
    def accepted(self) -> int:
        return len(self.seconds)

    @property
    def failed(self) -> int:
        return self.failures.total()

    @property
    def per_second(self) -> float:
        return self.accepted / self.elapsed if self.elapsed else 0.0

    @property
    def requests_each(self) -> float:
        """HTTP requests of one accepted purchase; only true where all were accepted."""
        return self.requests / max(1, self.accepted)

    def quantile_ms(self, share: float) -> float:
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


class Crowd:
    """`buyers` visitors on one port. `warm` before the first figure: programs compile and fill their caches."""

    def __init__(self, purchase: Purchase, port: int, buyers: int) -> None:
        self.purchase = purchase
        self.visitors = [Visitor(port, number) for number in range(buyers)]
        self.lock = threading.Lock()

    def warm(self, purchases: int) -> None:
        """The very first purchase alone: some shops stumble when two are the first at once. Raises when none comes."""
        first = Outcomes()
        for _ in range(TRIES):
            if not first.accepted:
                self.once(self.visitors[0], first, time.perf_counter())
        said = self.buy(attempts=purchases)
        if not first.accepted or not said.accepted:
            raise RuntimeError(f"it does not sell: {first.failures + said.failures}")

    def buy(self, *, attempts: int = 10**9, seconds: float = 10**9) -> Outcomes:
        """So many attempts in all, or for so many seconds; the last purchases begun are finished and counted."""
        said, left = Outcomes(), iter(range(attempts))
        begun = time.perf_counter()

        def run(visitor: Visitor) -> None:
            before = visitor.requests
            while time.perf_counter() - begun < seconds:
                with self.lock:
                    if next(left, None) is None:
                        break
                self.once(visitor, said, begun)
            with self.lock:
                said.requests += visitor.requests - before

        threads = [threading.Thread(target=run, args=(visitor,)) for visitor in self.visitors]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return said

    def once(self, visitor: Visitor, said: Outcomes, begun: float) -> None:
        visitor.forget()
        began = time.perf_counter()
        try:
            self.purchase(visitor)
        except SoldOut:
            with self.lock:
                said.refused += 1
        except (Failed, OSError, http.client.HTTPException) as failure:
            with self.lock:
                said.failures[f"{type(failure).__name__}: {failure}"[:300]] += 1
        else:
            ended = time.perf_counter()
            with self.lock:
                said.seconds.append(ended - began)
                said.elapsed = max(said.elapsed, ended - begun)

    def close(self) -> None:
        for visitor in self.visitors:
            visitor.forget()
