"""Ten minutes of four villages at once, on whatever cores there are: two encoders, two phones, a viewer in each room.

One phone loses its network for thirty seconds. All four replays must have every picture that was sent.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import pytest
from playwright.sync_api import Browser, Page

from phien.video.folder import Folder
from phien.video.footage import timelines_of
from tests.browser.conftest import PHONE, Site, environment, sign_in

SECONDS = int(os.environ.get("PHIEN_SOAK_SECONDS", "600"))
LOST_SECONDS = 30
FPS = 25
pytestmark = [pytest.mark.browser, pytest.mark.soak, pytest.mark.timeout(SECONDS + 600)]

SLUGS = ("soak-encoder-1", "soak-encoder-2", "soak-phone-1", "soak-phone-2")
OPEN = """
import sys
from pathlib import Path
from phien.cli.site import open_site
open_site(Path(sys.argv[1]))
import json
from phien.live import actions
from phien.live.models import Broadcast, Recording, StreamKey
"""
MAKE = """
event = Broadcast.objects.get(slug="quynh-son").event
made = {}
for slug in sys.argv[2:]:
    row = actions.schedule_broadcast(event=event, slug=slug, name={"vi": slug})
    key = actions.make_stream_key(broadcast=row, role=StreamKey.Role.MAIN, by=None)
    if "encoder" in slug:
        actions.start_broadcast(broadcast=row)
    made[slug] = [row.video_key, key]
print(json.dumps(made))
"""
END = """
for row in Broadcast.objects.filter(slug__in=sys.argv[2:], ended_at=None):
    actions.end_broadcast(broadcast=row)
print("{}")
"""
SEALED = """
rows = Recording.objects.filter(broadcast__slug__in=sys.argv[2:], sealed_at__isnull=False)
print(json.dumps({row.broadcast.slug: row.frames for row in rows}))
"""


def told(site: Site, script: str, *words: str) -> dict[str, object]:
    """What a script says that looks into the site's rows."""
    run = [sys.executable, "-c", OPEN + script, str(site.home), *words]
    answer = subprocess.run(run, env=environment(), capture_output=True, text=True, timeout=120, check=True)
    return dict(json.loads(answer.stdout.splitlines()[-1]))


@dataclass
class Room:
    slug: str
    folder: Folder
    key: str
    kept: Path

    def keep_chunks(self) -> None:
        """Keep what a phone sent: the site forgets it once all of it is packaged."""
        for chunk in self.folder.path.glob("in/*/*.part"):
            target = self.kept / chunk.parent.name / chunk.name
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                with contextlib.suppress(FileExistsError, FileNotFoundError):
                    os.link(chunk, target)

    def sent_by_phone(self) -> dict[str, int]:
        """{take: pictures in the chunks that the site acknowledged}."""
        found = {}
        for take in sorted(path for path in self.kept.iterdir() if path.is_dir()):
            whole = self.kept / f"{take.name}.webm"
            whole.write_bytes(b"".join(chunk.read_bytes() for chunk in sorted(take.glob("*.part"))))
            with av.open(str(whole)) as film:
                found[take.name] = sum(1 for packet in film.demux(video=0) if packet.size)
        return found

    def packaged(self) -> dict[str, int]:
        """{take: pictures in the segments that both lanes' journals name}."""
        found: dict[str, int] = {}
        for timeline in timelines_of(self.folder):
            for segment in timeline.segments:
                take = timeline.runs[segment.run].take
                found[take] = found.get(take, 0) + segment.frames
        return found


@pytest.fixture
def rooms(site: Site, tmp_path: Path) -> Iterator[dict[str, Room]]:
    made = told(site, MAKE, *SLUGS)
    found = {
        slug: Room(slug, Folder(site.home / "video" / facts[0]), facts[1], tmp_path / slug)  # type: ignore[index]
        for slug, facts in made.items()
    }
    stop = threading.Event()

    def keep() -> None:
        while not stop.wait(0.2):
            for room in found.values():
                room.keep_chunks()

    keeper = threading.Thread(target=keep)
    keeper.start()
    yield found
    stop.set()
    keeper.join()


def encoder(site: Site, room: Room) -> "subprocess.Popen[bytes]":
    """Debian's ffmpeg, which sends exactly SECONDS × FPS pictures in real time."""
    ffmpeg = shutil.which("ffmpeg")
    assert ffmpeg, "the set-up of the tests installs ffmpeg"
    words = [ffmpeg, "-v", "error", "-re", "-f", "lavfi", "-i", f"testsrc2=size=640x360:rate={FPS}"]
    words += ["-re", "-f", "lavfi", "-i", f"sine=frequency=330:duration={SECONDS}"]
    words += ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-g", "50"]
    words += ["-b:v", "800k", "-frames:v", str(SECONDS * FPS), "-c:a", "aac", "-f", "flv"]
    return subprocess.Popen([*words, f"rtmp://127.0.0.1:{site.rtmp_port}/live/{room.key}"])


def phone(browser: Browser, site: Site, room: Room) -> Page:
    """A host's phone that is on air."""
    page = browser.new_context(viewport=PHONE, locale="vi-VN", has_touch=True).new_page()
    sign_in(page, site, "organiser")
    page.goto(site.at(f"/desk/live/{room.slug}/camera/"))
    page.locator("[data-do=open]").click()
    page.locator("[data-phase=ready]").wait_for()
    page.locator(".choice").click()
    page.locator("[name=quality][value='360']").check()
    page.locator("[data-settings] .head button").click()
    page.locator("[data-do=live]:visible").click()
    page.locator("[data-phase=live]").wait_for()
    return page


def until(question: Callable[[], object], pages: list[Page], seconds: float) -> None:
    """Wait while the pages go on."""
    deadline = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < deadline, "it did not come"
        pages[0].wait_for_timeout(500)


def position(page: Page) -> float:
    return float(page.evaluate("document.querySelector('.screen video').currentTime"))


def test_four_publishers_and_every_picture_is_kept(
    site: Site, rooms: dict[str, Room], launch_chromium: Callable[..., Browser]
) -> None:
    camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    browser = launch_chromium(*camera)
    encoders = [encoder(site, rooms[slug]) for slug in SLUGS[:2]]
    try:
        began = time.monotonic()
        phones = [phone(browser, site, rooms[slug]) for slug in SLUGS[2:]]
        viewers = [browser.new_context(viewport=PHONE, locale="vi-VN").new_page() for _ in SLUGS]
        for viewer, slug in zip(viewers, SLUGS, strict=True):
            viewer.goto(site.at(f"/live/{slug}/"))
        until(lambda: time.monotonic() - began > SECONDS / 3, phones, SECONDS)
        phones[0].context.set_offline(True)
        phones[1].wait_for_timeout(LOST_SECONDS * 1000)
        phones[0].context.set_offline(False)
        until(lambda: time.monotonic() - began > SECONDS - 15, phones, SECONDS)
        before = [position(viewer) for viewer in viewers]
        phones[0].wait_for_timeout(10_000)
        after = [position(viewer) for viewer in viewers]
        assert all(later > earlier + 4 for earlier, later in zip(before, after, strict=True)), (before, after)
        for process in encoders:
            assert process.wait(60) == 0
        for page in phones:
            page.locator("[data-do=ask]").click()
            page.locator("[data-end] [data-do=end]").click()
        told(site, END, *SLUGS[:2])
        until(lambda: len(told(site, SEALED, *SLUGS)) == len(SLUGS), phones, 120)
    finally:
        browser.close()
        for process in encoders:
            process.kill()
            process.wait()
    for slug in SLUGS[:2]:
        assert sum(rooms[slug].packaged().values()) == SECONDS * FPS, slug
    for slug in SLUGS[2:]:
        sent = rooms[slug].sent_by_phone()
        assert rooms[slug].packaged() == sent, slug
        assert sum(sent.values()) > SECONDS * 5, "the phone sent hardly a picture"
    assert len(rooms[SLUGS[2]].sent_by_phone()) > 1, (
        "after the gap the phone began anew, so that viewers saw the present"
    )
