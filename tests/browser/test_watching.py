"""A viewer watches a real stream: before its first picture, through pauses and a lost network, and its replay."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser import acts
from tests.browser.conftest import DESKTOP, PHONE, Site, environment, overflow, serious_violations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
on_a_phone = pytest.mark.parametrize("viewport", [PHONE], ids=["360"], indirect=True)
on_a_desktop = pytest.mark.parametrize("viewport", [DESKTOP], ids=["1280"], indirect=True)

SLUG = "watched"
PATIENCE = 40_000
OPEN = """
import json, sys
from pathlib import Path
from phien.cli.site import open_site
open_site(Path(sys.argv[1]))
from phien.live import actions, queries
from phien.live.models import Broadcast, StreamKey
def row():
    return queries.public_broadcast(sys.argv[2])
"""
MAKE = """
event = Broadcast.objects.get(slug="quynh-son").event
made = actions.schedule_broadcast(event=event, slug=sys.argv[2], name={"vi": "Buổi xem thử"})
key = actions.make_stream_key(broadcast=made, role=StreamKey.Role.MAIN, by=None)
actions.start_broadcast(broadcast=made)
print(json.dumps(key))
"""
PIN = """
goods = queries.room_of(row())["goods"]
pin = actions.pin_product(broadcast=row(), offer=goods[int(sys.argv[3])].offer, by=None)
print(json.dumps([str(pin.offer.pk), pin.pinned_at.isoformat()]))
"""
PAUSE = "actions.back_soon(broadcast=row()); print('0')"
GO_ON = "actions.back_again(broadcast=row()); print('0')"
END = "actions.end_broadcast(broadcast=row()); print('0')"
WHEN_SHOWN = """async () => {
    const script = performance.getEntriesByType("resource").find(({ name }) => name.includes("/media_time"));
    const { mediaTime } = await import(script.name);
    document.addEventListener("pin:shown", () => { window.seenAt = mediaTime(); });
}"""


@dataclass
class Room:
    site: Site
    key: str

    def tell(self, script: str, *words: str) -> object:
        """What a script of the studio's says."""
        run = [sys.executable, "-c", OPEN + script, str(self.site.home), SLUG, *words]
        answer = subprocess.run(run, env=environment(), capture_output=True, text=True, timeout=100, check=True)
        return json.loads(answer.stdout.splitlines()[-1])

    @property
    def address(self) -> str:
        return self.site.at(f"/en/live/{SLUG}/")


@pytest.fixture(scope="module")
def room(site: Site) -> Room:
    made = Room(site, "")
    made.key = str(made.tell(MAKE))
    return made


@pytest.fixture
def encoder(site: Site, room: Room) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """What a test starts sending goes on until the test is over."""
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for process in started:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def send(site: Site, room: Room) -> "subprocess.Popen[bytes]":
    ffmpeg = shutil.which("ffmpeg")
    assert ffmpeg, "the set-up of the tests installs ffmpeg"
    words = [ffmpeg, "-v", "error", "-re", "-f", "lavfi", "-i", "testsrc2=size=270x480:rate=25"]
    words += ["-re", "-f", "lavfi", "-i", "sine=frequency=330", "-t", "240"]
    words += ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-g", "25"]
    words += ["-b:v", "400k", "-c:a", "aac", "-f", "flv"]
    return subprocess.Popen([*words, f"rtmp://127.0.0.1:{site.rtmp_port}/live/{room.key}"])


def plays(page: Page) -> None:
    """The picture moves on from where it is."""
    page.wait_for_function("() => document.querySelector('[data-player] video').readyState > 2", timeout=PATIENCE)
    before = acts.seconds_played(page)
    page.wait_for_function(
        "at => Math.abs(document.querySelector('[data-player] video').currentTime - at) > 0.5",
        arg=before,
        timeout=PATIENCE,
    )


@on_a_phone
def test_a_viewer_watches_through_what_happens_to_a_broadcast(
    page: Page, site: Site, room: Room, encoder: list["subprocess.Popen[bytes]"]
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1].split("?")[0]))
    page.goto(room.address)
    caption = page.locator("[data-caption]")
    expect(caption).to_have_text(caption.get_attribute("data-waiting") or "?")
    expect(caption).to_be_visible()
    acts.picture(page, "watch-1-waiting")

    encoder.append(send(site, room))
    plays(page)
    expect(caption).to_be_hidden()
    assert "ll.m3u8" in asked
    assert any(name.startswith("p") and name.endswith(".m4s") for name in asked)

    page.evaluate(WHEN_SHOWN)
    offer, at = room.tell(PIN, "0")  # type: ignore[misc]  # two words
    expect(page.locator("[data-pin] [data-buy-of]")).to_have_attribute("data-buy-of", offer, timeout=PATIENCE)
    assert page.evaluate("at => window.seenAt >= Date.parse(at)", at)

    page.locator("[data-more] summary").click()
    acts.picture(page, "watch-2-menu")
    assert serious_violations(page) == []
    page.locator("[data-listen]").click()
    expect(page.locator("[data-listening] img")).to_be_visible(timeout=PATIENCE)
    plays(page)
    assert "audio.m3u8" in asked
    acts.picture(page, "watch-3-sound-only")
    page.locator("[data-more] summary").click()
    page.locator("[data-listen]").click()
    page.wait_for_function("() => document.querySelector('[data-player] video').videoWidth > 0", timeout=PATIENCE)

    room.tell(PAUSE)
    expect(page.locator("[data-slate]")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("[data-player] video")).to_be_hidden()
    acts.picture(page, "watch-4-back-soon")
    room.tell(GO_ON)
    expect(page.locator("[data-slate]")).to_be_hidden(timeout=PATIENCE)
    plays(page)

    page.context.set_offline(True)
    expect(caption).to_have_text(caption.get_attribute("data-lost") or "?", timeout=PATIENCE)
    expect(caption).to_be_visible(timeout=PATIENCE)
    page.context.set_offline(False)
    plays(page)
    assert overflow(page) <= 0


@on_a_desktop
def test_the_end_gives_the_replay_with_its_moments(
    page: Page, site: Site, room: Room, encoder: list["subprocess.Popen[bytes]"]
) -> None:
    encoder.append(send(site, room))
    page.goto(room.address)
    plays(page)
    offer, _at = room.tell(PIN, "1")  # type: ignore[misc]  # two words
    expect(page.locator("[data-pin] [data-buy-of]")).to_have_attribute("data-buy-of", offer, timeout=PATIENCE)
    words = acts.fresh("Gạo này mới xay phải không?")
    acts.say(page, words, "Chị Hoa")
    page.wait_for_timeout(1500)  # some film of it

    room.tell(END)
    start = page.locator("[data-start]")
    expect(page.locator("[data-transport]")).to_be_visible(timeout=PATIENCE)  # the page comes again by itself
    acts.picture(page, "watch-5-replay")
    assert serious_violations(page) == []
    start.click()
    plays(page)
    moment = page.locator(f"[data-chapters] [data-offer-shown='{offer}']").last
    second = float(moment.get_attribute("data-from") or "nan")
    moment.locator("a").click()
    page.wait_for_function(
        "at => document.querySelector('[data-player] video').currentTime >= at - 0.5", arg=second, timeout=PATIENCE
    )
    expect(page.locator("[data-pin] [data-buy-of]")).to_have_attribute("data-buy-of", offer, timeout=PATIENCE)
    expect(acts.said(page, words)).to_be_visible(timeout=PATIENCE)  # as it was said then
    page.locator("[data-pin] [data-buy]").click()
    expect(page.locator("form[data-order]")).to_be_visible()
    acts.picture(page, "watch-6-buy-in-replay")
    page.keyboard.press("Escape")

    page.goto(f"{room.address}?t=4")
    assert page.locator("[data-seek]").input_value() == "4"
    page.locator("[data-start]").click()
    page.wait_for_function("() => document.querySelector('[data-player] video').currentTime >= 3.5", timeout=PATIENCE)
    assert overflow(page) <= 0
