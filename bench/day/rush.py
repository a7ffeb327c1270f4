"""The rush: many thousand presses of the room's buy button, all at once, for a few hundred ducks."""

import json
import random
import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bench import driving
from bench.day import Day
from bench.day.market import Page
from bench.day.visits import address, agent

AGAIN = 0.15  # of the presses are a second one of the same page, for the claim that it has made


class Rush:
    """The claims in the order in which they are sent; `keys[i]` belongs to the i-th request."""

    def __init__(self, day: Day, offer: Any, room: Page, host: str) -> None:
        self.offer = offer
        self.host = host
        self.topic = room.mark.subject
        rng = random.Random(5)
        first = round(day.attempts * (1 - AGAIN))
        self.people = [min(number, day.visits - 1) for number in range(first)]
        rng.shuffle(self.people)
        keys = [str(uuid.UUID(int=rng.getrandbits(128), version=4)) for _ in range(first)]
        presses = list(range(first)) + [rng.randrange(first) for _ in range(day.attempts - first)]
        # A second press comes anywhere after the first.
        places = [
            number if number < first else press + rng.random() * (first - press) for number, press in enumerate(presses)
        ]
        self.order = [press for _, press in sorted(zip(places, presses, strict=True))]
        self._keys = keys
        self.keys = [keys[press] for press in self.order]
        self.outcomes: list[tuple[int, int]] = []
        self.figures: dict[str, Any] = {}

    def requests(self) -> Iterator[bytes]:
        from phien.market.claims import tokens

        pages: dict[int, str] = {}
        for press in self.order:
            visitor = self.people[press]
            token = pages.setdefault(press, tokens.sign(self.topic))
            facts = {"t": token, "offer": self.offer.pk, "quantity": 1, "key": self._keys[press]}
            facts["phone"] = f"09{10_000_000 + press * 7:08d}"
            headers = {
                "User-Agent": agent(visitor),
                "X-Forwarded-For": address(visitor),
                "Origin": f"http://{self.host}",
                "Content-Type": "application/json",
            }
            yield driving.request("POST", "/claim", headers, json.dumps(facts).encode(), host=self.host)

    def keys_with(self, *statuses: int) -> set[str]:
        """The claims that were answered so; 200 is what a claim gets that came before."""
        found = zip(self.keys, self.outcomes, strict=True)
        return {key for key, (status, _) in found if status in statuses}

    @property
    def statuses(self) -> Counter[int]:
        return Counter(status for status, _ in self.outcomes)
