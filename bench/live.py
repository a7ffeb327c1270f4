"""make bench NAME=live: what a broadcast costs, how far behind its viewers are, and how many two cores hold.

Delay: a sender burns the time into its picture and encodes it without buffering; headless Chromium plays it with hls.js
and reads the time back. So a camera, its encoder and the way to the server come on top. Cost: CPU time of the media
process and its packagers while films of 2.7 Mbit/s (720p, 30 pictures a second) come in by RTMP, beside nginx-rtmp with
HLS on the same senders. Capacity: films are added until a packager falls behind; the senders share the cores.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import bench
from bench.live_camera import make_film

COST_OF, COST_SECONDS = 4, 20.0
STEPS, STEP_SECONDS, BEHIND = (8, 16, 24, 32, 48, 64), 8.0, 2.0
RUNS = 3
PLAYER = Path(__file__).parent / "live_player.html"


def children_of(process: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [int(word) for word in task.read_text().split()]
    return found


def cost(processes: list[int]) -> float:
    """CPU seconds of these processes and their children."""
    total = 0.0
    for process in processes:
        for one in [process, *children_of(process)]:
            with contextlib.suppress(OSError):
                total += bench.cpu_seconds(one)
    return total


@contextlib.contextmanager
def senders(urls: list[str], mode: str, seconds: float) -> Iterator[None]:
    words = [sys.executable, "-m", "bench.live_camera", mode]
    started = [subprocess.Popen([*words, url, str(seconds)]) for url in urls]
    try:
        yield
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(10)


class Studio:
    """The site with its media process, and broadcasts that are on."""

    def __init__(self, home: Path) -> None:
        from phien.config.testing_servers import free_port

        self.home, self.rtmp_port = home, free_port()
        self.environment = os.environ | {
            "PHIEN_RTMP_PORT": str(self.rtmp_port),
            "PHIEN_RTMP_HOST": "127.0.0.1",
            "PHIEN_SECRET_KEY": "a secret of this benchmark alone",
        }
        self.keys: list[str] = []
        self.folders: list[Path] = []

    def prepare(self, count: int) -> None:
        from datetime import timedelta

        from django.conf import settings

        from phien.campaigns.models import Campaign, Event
        from phien.lib import clock
        from phien.live import actions
        from phien.live.models import Broadcast, StreamKey
        from phien.people.models import Actor, Scope
        from phien.places.models import Place

        now = clock.now()
        hours = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=6)}
        place = Place.objects.create(slug="p", kind="country", name={"vi": "P"})
        actor = Actor.objects.create(slug="a", kind="organisation", name={"vi": "A"})
        scope = Scope.objects.create(kind="campaign", label="c")
        campaign = Campaign.objects.create(
            slug="c", name={"vi": "C"}, organiser=actor, place=place, scope=scope, is_public=True, **hours
        )
        for number in range(count):
            event = Event.objects.create(
                campaign=campaign, slug=f"e{number}", kind="live", name={"vi": "E"}, place=place,
                scope=Scope.objects.create(kind="event", label="e", parent=scope), **hours,
            )  # fmt: skip
            broadcast = Broadcast.objects.create(event=event, slug=f"b{number}", name={"vi": "B"}, started_at=now)
            key = actions.make_stream_key(broadcast=broadcast, role=StreamKey.Role.MAIN, by=None)
            self.keys.append(f"rtmp://127.0.0.1:{self.rtmp_port}/live/{key}")
            self.folders.append(settings.PHIEN_VIDEO_ROOT / broadcast.video_key)

    @contextlib.contextmanager
    def running(self) -> Iterator[int]:
        """The media process; gives its id."""
        from phien.config.testing_servers import listens, wait_for

        process = subprocess.Popen(
            [sys.executable, "-m", "phien", "--home", str(self.home), "media"], env=self.environment
        )
        try:
            wait_for(lambda: listens(self.rtmp_port), "the media process", process)
            yield process.pid
        finally:
            process.terminate()
            process.wait(15)

    def is_behind(self, folder: Path) -> bool:
        from phien.video.folder import Folder

        health = Folder(folder).health()
        return health is None or time.time() - health.media > BEHIND


def delay(studio: Studio, origin: str, browser: object, number: int, source: str, *, low: bool) -> float:
    """The median delay in seconds of the last ten seconds of twenty-five."""
    page = browser.new_page()  # type: ignore[attr-defined]
    library = "hls.min.mjs" if (VENDOR / "hls.min.mjs").exists() else "hls.light.min.mjs"
    page.route(f"{origin}/bench?*", lambda route: route.fulfill(path=PLAYER, content_type="text/html"))
    asked = {"source": f"/v/{studio.folders[number].name}/{source}", "library": library} | ({"low": "1"} if low else {})
    page.goto(f"{origin}/bench?{urlencode(asked)}")
    page.wait_for_timeout(15_000)
    page.evaluate("window.delays.length = 0")
    page.wait_for_timeout(10_000)
    found = page.evaluate("window.delays")
    page.close()
    return bench.median(found) if found else float("nan")


VENDOR = Path(__file__).resolve().parent.parent / "src/phien/static/phien/vendor"
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--autoplay-policy=no-user-gesture-required",
]


def delays(studio: Studio, origin: str) -> tuple[float, float]:
    """(low latency, plain), each the median of RUNS runs."""
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    low, plain = [], []
    with sync_playwright() as playwright, studio.running():
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        with senders(studio.keys[:1], "clock", 240):
            time.sleep(8)
            for _ in range(RUNS):
                low.append(delay(studio, origin, browser, 0, "ll.m3u8", low=True))
                plain.append(delay(studio, origin, browser, 0, "live.m3u8", low=False))
        browser.close()
    return bench.median(low), bench.median(plain)


def our_cost(studio: Studio, film: Path) -> float:
    """Per cent of one core for each of COST_OF broadcasts."""
    with studio.running() as process, senders(studio.keys[:COST_OF], str(film), COST_SECONDS + 20):
        time.sleep(8)
        before, began = cost([process]), time.monotonic()
        time.sleep(COST_SECONDS)
        return 100 * (cost([process]) - before) / (time.monotonic() - began) / COST_OF


NGINX = """
daemon off; master_process off; worker_processes 1; pid {folder}/pid; error_log {folder}/log;
load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
events {{ worker_connections 512; }}
rtmp {{ server {{
  listen 127.0.0.1:{port};
  application live {{ live on; hls on; hls_path {folder}/hls; hls_fragment 2s; }}
}} }}
"""


def nginx_cost(film: Path, folder: Path) -> float | None:
    """The same by nginx-rtmp, which also writes HLS; None where Debian's package is not there."""
    from phien.config.testing_servers import end, free_port, listens, wait_for

    if shutil.which("nginx") is None or not Path("/usr/lib/nginx/modules/ngx_rtmp_module.so").exists():
        return None
    port = free_port()
    (folder / "hls").mkdir(parents=True)
    (folder / "hls").chmod(0o777)
    (folder / "conf").write_text(NGINX.format(folder=folder, port=port))
    process = subprocess.Popen(["nginx", "-c", str(folder / "conf"), "-p", str(folder)])
    try:
        wait_for(lambda: listens(port), "nginx", process)
        urls = [f"rtmp://127.0.0.1:{port}/live/b{number}" for number in range(COST_OF)]
        with senders(urls, str(film), COST_SECONDS + 20):
            time.sleep(8)
            before, began = cost([process.pid]), time.monotonic()
            time.sleep(COST_SECONDS)
            return 100 * (cost([process.pid]) - before) / (time.monotonic() - began) / COST_OF
    finally:
        end(process)


def capacity(studio: Studio, film: Path) -> int:
    """How many broadcasts are packaged at once without falling behind, of those tried."""
    held = 0
    with studio.running(), contextlib.ExitStack() as stack:
        sending = 0
        for step in STEPS:
            stack.enter_context(senders(studio.keys[sending:step], str(film), 300))
            sending = step
            time.sleep(STEP_SECONDS + step / 4)
            behind = sum(studio.is_behind(folder) for folder in studio.folders[:step])
            print(f"{step} broadcasts: {behind} behind", flush=True)
            if behind:
                break
            held = step
    return held


def main() -> None:
    with bench.folder() as folder:
        film = make_film(folder / "film.mp4")
        home = folder / "site"
        bench.django(home)
        studio = Studio(home)
        os.environ |= {name: studio.environment[name] for name in ("PHIEN_SECRET_KEY",)}
        studio.prepare(STEPS[-1])
        with bench.site(home, core=1) as served:
            low, plain = delays(studio, served.origin)
        costs = [our_cost(studio, film) for _ in range(RUNS)]
        theirs = [nginx_cost(film, folder / f"nginx{run}") for run in range(RUNS)]
        held = capacity(studio, film)
    ours = bench.median(costs)
    peers = [value for value in theirs if value is not None]
    print()
    bench.table(
        ["", "ours", "nginx-rtmp"],
        [
            ["delay, low latency, s", f"{low:.2f}", ""],
            ["delay, plain, s", f"{plain:.2f}", ""],
            ["% of a core per broadcast", f"{ours:.2f}", f"{bench.median(peers):.2f}" if peers else "not here"],
            ["broadcasts at once", held, ""],
        ],
    )
    facts = {
        "name": "live",
        "latency_s": round(low, 2),
        "latency_plain_s": round(plain, 2),
        "cpu_percent_per_broadcast": round(ours, 2),
        "broadcasts": held,
        "peers": {"nginx_rtmp_cpu_percent": round(bench.median(peers), 2)} if peers else {},
        "runs": RUNS,
    }
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
