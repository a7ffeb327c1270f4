"""The site that the day is played on: the sample market, its rooms on air, all of its ducks on this site."""

import html
import http.client
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

CAMPAIGN = "cho-phien-lang-son"
DUCK = "vit-quay"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
# The rooms are on air from nine to four. So the clock's hour, with its journals, turns while the day is played.
STARTS_AT = time(9, 54)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as the site serves it: the marks that its beacon and its player send back, and its room's stream."""

    path: str
    mark: Any
    beat: Any = None
    stream: str = ""

    @property
    def is_room(self) -> bool:
        return self.beat is not None


def set_clock() -> None:
    """Let the site's clock show the market day's morning. Before Django is set up."""
    real = datetime.now(ZONE)
    shift = datetime.combine(real.date(), STARTS_AT, tzinfo=ZONE) - real
    os.environ["PHIEN_CLOCK_SHIFT"] = str(round(shift / timedelta(seconds=1)) or 1)
    os.environ.setdefault("PHIEN_SECRET_KEY", "only-for-this-day-of-the-benchmark")


def open_market() -> None:
    """Load the sample market day, put all ducks on this site, and let the rooms begin."""
    from phien.cli.demo import SAMPLE
    from phien.cli.import_ import import_folder
    from phien.lib import clock
    from phien.live import actions as live
    from phien.market import actions as market
    from phien.market.models import Outlet, Stock

    import_folder(SAMPLE, day=clock.today())
    for stock in Stock.objects.filter(lot__product__slug=DUCK).exclude(outlet=Outlet.SITE):
        market.set_aside(lot=stock.lot, quantity=stock.free, to=Outlet.SITE, from_outlet=stock.outlet, by=None)
    live.tick(clock.now())


@contextmanager
def tick(home: Path) -> Iterator[None]:
    """`phien tick` beside the site, as `phien serve` starts it."""
    words = [sys.executable, "-m", "phien", "--home", str(home), "tick"]
    process = subprocess.Popen(words)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def talk() -> Iterator[None]:
    """Somebody writes in each room every second, so that the streams have something to tell."""
    over = threading.Event()

    def write() -> None:
        from phien.lib.errors import Refused
        from phien.live import actions as live
        from phien.live.models import Broadcast

        rooms = list(Broadcast.objects.filter(event__campaign__slug=CAMPAIGN))
        said = 0
        while not over.wait(1):
            for room in rooms:
                said += 1
                with suppress(Refused):
                    live.say(broadcast=room, author_key=f"viewer-{said}", name="Hà", text=f"Còn vịt không cô? {said}")

    talking = threading.Thread(target=write)
    talking.start()
    try:
        yield
    finally:
        over.set()
        talking.join()


def fetch(port: int, path: str) -> str:
    """A page's text. RuntimeError where it is not there."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return text


def page_of(port: int, path: str) -> Page:
    from phien.evidence import tokens

    text = fetch(port, path)

    def attribute(name: str) -> str:
        found = re.search(rf'{name}="([^"]+)"', text)
        return html.unescape(found[1]) if found else ""

    beat, stream = attribute("data-heartbeat"), attribute("data-stream")
    mark = tokens.read(attribute("data-hit"))
    return Page(path, mark, tokens.read(beat) if beat else None, stream)


def pages_of(port: int) -> list[Page]:
    """The campaign's pages, its clips', its products' and its rooms', as they are served now."""
    from phien.content.models import Post
    from phien.live.models import Broadcast
    from phien.market.models import Offer

    paths = ["/", f"/c/{CAMPAIGN}/", f"/c/{CAMPAIGN}/programme/"]
    paths += [f"/clip/{slug}/" for slug in Post.objects.filter(campaign__slug=CAMPAIGN).values_list("slug", flat=True)]
    offers = Offer.objects.filter(campaign__slug=CAMPAIGN)
    paths += [f"/p/{CAMPAIGN}/{slug}/" for slug in offers.values_list("product__slug", flat=True)]
    rooms = Broadcast.objects.filter(event__campaign__slug=CAMPAIGN)
    paths += [f"/live/{slug}/" for slug in rooms.values_list("slug", flat=True)]
    return [page_of(port, path) for path in paths]


def duck_offer() -> Any:
    from phien.market.models import Offer

    return Offer.objects.get(campaign__slug=CAMPAIGN, product__slug=DUCK)
