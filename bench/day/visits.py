"""Who comes when, and what each visit sends: bytes for the drivers, and a count of what they say."""

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bench import driving
from bench.day import Day
from bench.day.market import CAMPAIGN, Page

REPEATED = 100  # every so many-th beacon is sent a second time, as after a doubtful answer; it is the same hit
FETCHED = 20  # every so many-th visit fetches its page too
# The shares of the pages among visits that do not watch: campaign, home, clips, products, programme, rooms.
SHARES = {"/c/": 45, "/": 12, "/clip/": 22, "/p/": 15, "/live/": 6}
PHONES = ("SM-A155F", "SM-A245F", "Redmi Note 12", "CPH2565", "V2247", "M2101K6G", "RMX3710", "22101316G")
AGENTS = [
    f"Mozilla/5.0 (Linux; Android {android}; {phone}) AppleWebKit/537.36 (KHTML, like Gecko) "
    f"Chrome/{chrome}.0.0.0 Mobile Safari/537.36"
    for android, chrome in ((12, 128), (13, 136), (14, 142))
    for phone in PHONES
]


def address(visitor: int) -> str:
    """Where a visitor comes from: each from a network of its own, since visitors are told apart by networks."""
    return f"{11 + (visitor >> 16)}.{visitor >> 8 & 255}.{visitor & 255}.7"


def agent(visitor: int) -> str:
    return AGENTS[visitor % len(AGENTS)]


class Visits:
    """The visits of the day. `sent` counts them by page, `watched` live views by room; `repeated` come on top."""

    def __init__(self, day: Day, pages: list[Page], host: str) -> None:
        self.day = day
        self.host = host
        self.rooms = [page for page in pages if page.is_room]
        self.drawn = _drawn(pages)
        self.sent: Counter[str] = Counter()
        self.watched: Counter[str] = Counter()
        self.repeated = 0
        self._watching: list[tuple[int, str]] = []

    def watches(self, visitor: int) -> bool:
        """Spread evenly over the day."""
        views, visits = self.day.live_views, self.day.visits
        return visitor * views // visits != (visitor + 1) * views // visits

    def page_of(self, visitor: int) -> Page:
        if self.watches(visitor):
            return self.rooms[visitor % len(self.rooms)]
        return self.drawn[visitor % len(self.drawn)]

    def hits(self, part: range) -> Iterator[bytes]:
        """The beacons of these visits; who watches begins to, and who watched in the part before ends."""
        ending, self._watching = iter(self._watching), []
        repeated = []
        for visitor in part:
            page = self.page_of(visitor)
            beacon = self._beacon(visitor, _signed(page.mark), f"{visitor}.0", 0)
            self.sent[page.path] += 1
            yield beacon
            if visitor % REPEATED == 0:
                repeated.append(beacon)
            if self.watches(visitor):
                token = _signed(page.beat)
                self._watching.append((visitor, token))
                self.watched[page.path] += 1
                yield self._beacon(visitor, token, f"{visitor}.1", 0)
                yield from (self._end(*one) for one in [next(ending, None)] if one)
        yield from (self._end(*one) for one in ending)
        self.repeated += len(repeated)
        yield from repeated

    def _end(self, visitor: int, token: str) -> bytes:
        return self._beacon(visitor, token, f"{visitor}.2", 15)

    def _beacon(self, visitor: int, token: str, name: str, seconds: int) -> bytes:
        """What hit.js sends."""
        body = f'{{"events":[{{"t":"{token}","i":"{name}","s":{seconds}}}]}}'
        return (
            f"POST /hit HTTP/1.1\r\nHost: {self.host}\r\nUser-Agent: {agent(visitor)}\r\n"
            f"X-Forwarded-For: {address(visitor)}\r\nOrigin: http://{self.host}\r\nSec-Fetch-Site: same-origin\r\n"
            f"Content-Type: text/plain;charset=UTF-8\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        ).encode()

    def fetches(self, part: range) -> Iterator[bytes]:
        """The pages that one in twenty fetches."""
        for visitor in part[::FETCHED]:
            yield driving.request("GET", self.page_of(visitor).path, self._headers(visitor), host=self.host)

    def streams(self, part: range) -> Iterator[bytes]:
        """The streams that those who watch open."""
        for visitor in part:
            if self.watches(visitor):
                yield driving.request("GET", self.page_of(visitor).stream, self._headers(visitor), host=self.host)

    def _headers(self, visitor: int) -> dict[str, str]:
        return {
            "User-Agent": agent(visitor),
            "X-Forwarded-For": address(visitor),
            "Accept-Encoding": "gzip",
            "Accept-Language": "vi-VN,vi;q=0.9",
        }


def _drawn(pages: list[Page]) -> list[Page]:
    """A thousand pages as visitors choose them."""
    by_kind: dict[str, list[Page]] = {kind: [] for kind in SHARES}
    for page in pages:
        kind = next(kind for kind in sorted(SHARES, key=len, reverse=True) if page.path.startswith(kind))
        by_kind[kind].append(page)
    # The campaign's own page, not its programme, is where nearly all links lead.
    by_kind["/c/"] = [page for page in by_kind["/c/"] for _ in range(9 if page.path == f"/c/{CAMPAIGN}/" else 1)]
    drawn = [by_kind[kind][n % len(by_kind[kind])] for kind, share in SHARES.items() for n in range(share * 10)]
    random.Random(4).shuffle(drawn)
    return drawn


def _signed(mark: Any) -> str:
    """A token such as the page would have had: the mark of the page that was fetched, with a nonce of its own."""
    from phien.evidence import tokens

    fields = ("kind", "subject", "campaign", "creator", "place", "link")
    return tokens.sign(**{name: getattr(mark, name) for name in fields})
