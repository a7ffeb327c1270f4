"""A real site for the browser: the sample day, prepared once by `phien demo`, served by `phien web` on a free port."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

PHONE, DESKTOP = {"width": 360, "height": 780}, {"width": 1280, "height": 800}
START_SECONDS = 90


@dataclass
class Site:
    """The served sample day: its address, its folder, and the personal link of each desk's person."""

    url: str
    home: Path
    rtmp_port: int = 0
    links: dict[str, str] = field(default_factory=dict)

    def at(self, path: str) -> str:
        return self.url + path


def environment() -> dict[str, str]:
    """A child's environment without what the test plugin set for its own process."""
    left_out = {"PHIEN_TESTING", "PHIEN_HOME", "PHIEN_ALLOWED_HOSTS", "DJANGO_SETTINGS_MODULE"}
    return {k: v for k, v in os.environ.items() if k not in left_out} | {"PHIEN_LANGUAGE": "en"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def phien(home: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "phien", "--home", str(home), *words]


def prepare(home: Path, port: int) -> None:
    """The sample day in a folder; where it is already there, with the links of this port."""
    words = phien(home, "demo", "--prepare-only", "--visits", "1500", "--port", str(port))
    subprocess.run(words, check=True, env=environment(), timeout=240)


@pytest.fixture(scope="session")
def sample_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """To be copied: the one that was prepared beside other stages (scripts/test.sh), or the first worker makes it."""
    if given := os.environ.get("PHIEN_SAMPLE_DAY"):
        return Path(given)
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with (shared / "sample-day.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "sample-day").exists():
            prepare(shared / "making", free_port())
            (shared / "making").rename(shared / "sample-day")
    return shared / "sample-day"


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    given = os.environ.get("PHIEN_BROWSER_HOME")  # a demo prepared before, while one works on a browser test
    home = Path(given) if given else tmp_path_factory.mktemp("browser") / "site"
    if not given:
        shutil.copytree(request.getfixturevalue("sample_day"), home)
    port, rtmp_port = free_port(), free_port()
    prepare(home, port)
    served = environment() | {
        "PHIEN_ORIGIN": f"http://localhost:{port}",
        "PHIEN_RTMP_PORT": str(rtmp_port),
        "PHIEN_RTMP_HOST": "127.0.0.1",
    }
    children = [
        subprocess.Popen(phien(home, "web", "--port", str(port)), env=served),
        subprocess.Popen(phien(home, "tick"), env=served),
        subprocess.Popen(phien(home, "media"), env=served),
    ]
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url)
        links = dict(line.split(" ", 1) for line in (home / "desk-links.txt").read_text().splitlines() if " " in line)
        yield Site(url, home, rtmp_port, {who: url + link.split(f":{port}", 1)[1] for who, link in links.items()})
    finally:
        for child in children:
            child.send_signal(signal.SIGTERM)
        for child in children:
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def wait_for(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


@pytest.fixture(params=[PHONE, DESKTOP], ids=["360", "1280"])
def viewport(request: pytest.FixtureRequest) -> dict[str, int]:
    return dict(request.param)


@pytest.fixture
def context(chromium: Browser, viewport: dict[str, int]) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport=viewport, locale="vi-VN", has_touch=viewport == PHONE)
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def sign_in(page: Page, site: Site, who: str) -> None:
    """Open the person's own link and confirm."""
    page.goto(site.links[who])
    page.locator("main form button").click()
    page.wait_for_url("**/desk/**")


def serious_violations(page: Page) -> list[str]:
    """What axe-core finds that is serious or critical, each with where it is."""
    found = Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {v['help']} ({'; '.join(str(n['target']) for n in v['nodes'][:4])})"
        for v in found
        if v["impact"] in {"serious", "critical"}
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
