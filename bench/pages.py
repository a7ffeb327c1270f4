"""Pages: the campaign's page of the sample market, as browsers ask for it (compressed, over READERS connections).

Ours is the whole site on one core, the page kept and filled for each reader. The limit is a view that says hello
behind the same middleware in the same arrangement (uvicorn, a2wsgi, threads); `anew` is ours with nothing kept.

Then the rush: STREAMS viewers hold the room's stream open, CLAIMERS connections press the buy button as fast as they
are answered, on the same process, and readers ask for the page PACE times a second all the while.
"""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bench
from bench import driving
from bench.collect import other, under_uvicorn
from bench.day import Day, market
from bench.day.rush import Rush

SECONDS = float(os.environ.get("SECONDS", "4"))
RUNS = int(os.environ.get("RUNS", "3"))
READERS = int(os.environ.get("READERS", "8"))
STREAMS = int(os.environ.get("STREAMS", "1200"))
CLAIMERS = int(os.environ.get("CLAIMERS", "64"))
STAYS = 5.0  # seconds for which a viewer stays, before another comes
PACE = float(os.environ.get("PACE", "40"))
MOST_A_SECOND = {"pages": 2_500, "claims": 16_000}  # of which more are not prepared
HEADERS = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/136.0.0.0 Mobile Safari/537.36",
    "Accept": "text/html",
    "Accept-Encoding": "gzip, deflate, br",
    "Accept-Language": "vi-VN,vi;q=0.9",
}


class Asked:
    """A page of a server on the first core."""

    def __init__(self, name: str, port: int, process: int, path: str, folder: Path) -> None:
        self.name, self.port, self.process = name, port, process
        self.file = folder / name
        request = driving.request("GET", path, HEADERS, host=f"127.0.0.1:{port}")
        driving.write(self.file, [request] * round(MOST_A_SECOND["pages"] * SECONDS))
        market.fetch(port, path)  # the first one makes it
        self.figures: list[dict[str, Any]] = []
        self.cpu_ms: list[float] = []

    def ask(self, driver: str, seconds: float = SECONDS) -> None:
        before = bench.cpu_seconds(self.process)
        figures = driving.drive(driver, self.port, READERS, self.file, seconds=seconds)
        assert set(figures["statuses"]) == {"200"}, figures
        self.figures.append(figures)
        self.cpu_ms.append((bench.cpu_seconds(self.process) - before) / figures["answered"] * 1000)

    def median(self, name: str) -> float:
        return bench.median([figures[name] for figures in self.figures])

    @property
    def row(self) -> tuple[object, ...]:
        times = (f"{self.median(name):.1f} ms" for name in ("p50_ms", "p99_ms"))
        return self.name, self.median("per_second"), f"{bench.median(self.cpu_ms):.2f} ms", *times


def presses(offer: Any, room: market.Page, host: str) -> Iterator[bytes]:
    """Each by another phone, from an address of its own; the first thousands get a duck, then there is a line."""
    attempts = round(MOST_A_SECOND["claims"] * SECONDS * RUNS)
    return Rush(Day(attempts, 0, 0, attempts, 0), offer, room, host).requests()


def rush(site: Any, page: Asked, folder: Path) -> dict[str, float]:
    """The page's times while all of that goes on; and how many claims were answered meanwhile."""
    driver, watchers = bench.compiled("drive", folder), bench.compiled("watchers", folder)
    host = f"127.0.0.1:{site.port}"
    room = next(found for found in market.pages_of(site.port) if found.is_room)
    whole = SECONDS * RUNS
    streams = [driving.request("GET", room.stream, HEADERS, host=host)] * round(STREAMS * (2 + whole / STAYS))
    driving.write(folder / "streams", streams)
    driving.write(folder / "claims", presses(market.duck_offer(), room, host))
    watching = driving.watch(watchers, site.port, STREAMS, folder / "streams", keep_seconds=STAYS)
    time.sleep(STAYS)  # in which they have come
    pressing = driving.start(driver, site.port, CLAIMERS, folder / "claims", seconds=whole)
    p99, p50 = [], []
    for _ in range(RUNS):
        read = driving.start(driver, site.port, READERS, page.file, seconds=SECONDS, per_second=PACE)
        figures = driving.finish(read)
        assert set(figures["statuses"]) == {"200"}, figures
        p99.append(figures["p99_ms"])
        p50.append(figures["p50_ms"])
    claims, watched = driving.finish(pressing), driving.finish(watching)
    print(f"\nIn the rush {claims['per_second']:,.0f} claims/s, answered {json.dumps(claims['statuses'])}, and")
    print(
        f"{watched['most_open']:,} open streams; the page p50 {bench.median(p50):.0f}, p99 {bench.median(p99):.0f} ms"
    )
    return {"p99_ms_in_rush": bench.median(p99), "claims_per_second": claims["per_second"]}


def main() -> None:
    from phien.cli.open_files import allow_many
    from phien.config.testing_servers import free_port

    allow_many()
    market.set_clock()
    with bench.folder() as folder:
        home = folder / "home"
        bench.django(home)
        market.open_market()
        port = free_port()
        words = under_uvicorn("bench.limits.hello_page", port)
        driver = bench.compiled("drive", folder)
        with bench.site(home, core=0) as site, other("hello", words, port) as hello:
            campaign = f"/c/{market.CAMPAIGN}/"
            limit = Asked("a view that says hello", port, hello.process, "/hello/", folder)
            ours = Asked("the campaign's page", site.port, site.process.pid, campaign, folder)
            for _ in range(RUNS):
                limit.ask(driver)
                ours.ask(driver)
            with bench.site(home, core=0, PHIEN_KEPT_PAGES_MB="0") as forgetful:
                anew = Asked("the same, made anew", forgetful.port, forgetful.process.pid, campaign, folder)
                anew.ask(driver)
            bench.table(("", "pages/s", "CPU each", "p50", "p99"), [limit.row, ours.row, anew.row])
            more = rush(site, ours, folder)
    more |= {"anew": round(anew.median("per_second"), 1), "p99_ms": ours.median("p99_ms")}
    bench.result(
        name="pages", ours=ours.median("per_second"), limit=limit.median("per_second"), unit="pages/s", runs=RUNS,
        more=more,
    )  # fmt: skip


if __name__ == "__main__":
    main()
