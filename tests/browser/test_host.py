"""A phone's browser sends a broadcast: live, through a lost network, a reload, a turned phone, and beside a guest."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from phien.video.folder import Folder, Lane
from phien.video.journal import Reader
from tests.browser import acts
from tests.browser.conftest import DESKTOP, PHONE, Site, environment, overflow, serious_violations
from tests.browser.conftest import sign_in as sign_in_as

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
INSECURE = "phone.test"
PATIENCE = 60.0
LANES: tuple[Lane, ...] = ("main", "late")
NAMES = [
    "phone-live-360",
    "phone-live-1280",
    "phone-gap",
    "phone-reload",
    "phone-turned",
    "phone-guest",
    "phone-refused",
    "phone-closed",
]
MAKE = """
import json, sys
from pathlib import Path
from phien.cli.site import open_site
open_site(Path(sys.argv[1]))
from phien.live import actions
from phien.live.models import Broadcast
event = Broadcast.objects.get(slug="quynh-son").event
made = [actions.schedule_broadcast(event=event, slug=s, name={"vi": "Thử máy"}, is_practice=True) for s in sys.argv[2:]]
print(json.dumps({row.slug: row.video_key for row in made}))
"""


@dataclass
class Room:
    """A practice broadcast of the sample day, and what lies on the disk of it."""

    slug: str
    folder: Path

    @property
    def camera(self) -> str:
        return f"/desk/live/{self.slug}/camera/"

    def takes(self) -> list[Path]:
        """In the order in which they began."""
        found = [path.parent for path in (self.folder / "in").glob("*/take.json")]
        return sorted(found, key=lambda path: json.loads((path / "take.json").read_text())["began"])


def parts(take: Path) -> list[Path]:
    return sorted(take.glob("*.part"))


def is_whole(take: Path) -> bool:
    """The phone said how many chunks there are, and the site had them all: else it would not have taken the word."""
    path = take / "end.json"
    said = json.loads(path.read_text()) if path.exists() else {}
    return said.get("reason") == "unpublish" and said["chunks"] > 0


def pictures(take: Path, tmp_path: Path) -> int:
    """How many pictures can be read from what came."""
    whole = tmp_path / f"{take.name}.webm"
    whole.write_bytes(b"".join(part.read_bytes() for part in parts(take)))
    with av.open(str(whole)) as film:
        return sum(1 for packet in film.demux(video=0) if packet.size)


def until(what: Callable[[], bool], page: Page) -> None:
    """Wait for something on the disk while the page goes on."""
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, "it did not come"
        page.wait_for_timeout(150)


def packaged(room: Room, take: Path) -> int:
    """How many of its pictures stand in the replay."""
    found = 0
    for lane in LANES:
        reader = Reader(Folder(room.folder).journal(lane), lane)
        reader.poll()
        runs = reader.timeline.runs
        found += sum(piece.frames for piece in reader.timeline.segments if runs[piece.run].take == take.name)
    return found


@pytest.fixture(scope="module")
def rooms(site: Site) -> dict[str, Room]:
    words = [sys.executable, "-c", MAKE, str(site.home), *NAMES]
    made = subprocess.run(words, env=environment(), capture_output=True, text=True, timeout=100, check=True)
    keys = json.loads(made.stdout.splitlines()[-1])
    return {slug: Room(slug, site.home / "video" / key) for slug, key in keys.items()}


@pytest.fixture(scope="module")
def phones(launch_chromium: Callable[..., Browser]) -> Iterator[Browser]:
    """A browser with a camera that it may use."""
    browser = launch_chromium(*CAMERA, f"--host-resolver-rules=MAP {INSECURE} 127.0.0.1")
    yield browser
    browser.close()


@pytest.fixture
def context(phones: Browser, viewport: dict[str, int]) -> Iterator[BrowserContext]:
    context = phones.new_context(viewport=viewport, locale="vi-VN", has_touch=viewport == PHONE)
    acts.limit(context)
    yield context
    context.close()


@pytest.fixture
def host(page: Page, site: Site) -> Page:
    sign_in_as(page, site, "organiser")
    return page


on_a_phone = pytest.mark.parametrize("viewport", [PHONE], ids=["360"], indirect=True)


def open_camera(page: Page, site: Site, room: Room) -> None:
    """To the point where only one tap is missing, with the smallest picture: the machine encodes it."""
    page.goto(site.at(room.camera))
    page.locator("[data-do=open]").click()
    page.locator("[data-phase=ready]").wait_for()
    expect(page.locator(".choice [data-uplink]")).to_contain_text("Mbit/s")
    page.locator(".choice").click()
    page.locator("[name=quality][value='360']").check()
    page.locator("[data-settings] .head button").click()


def begin(page: Page, room: Room, *, chunks: int = 4) -> Path:
    """Go live, and wait until something lies on the disk."""
    page.locator("[data-do=live]:visible").click()
    page.locator("[data-phase=live]").wait_for()
    until(lambda: any(len(parts(take)) >= chunks for take in room.takes()), page)
    return room.takes()[-1]


def end(page: Page) -> None:
    page.locator("[data-do=ask]").click()
    page.locator("[data-end] [data-do=end]").click()
    expect(page.locator("[data-all-sent]")).to_be_visible(timeout=60_000)


def test_it_goes_live_and_ends(
    host: Page, viewport: dict[str, int], site: Site, rooms: dict[str, Room], tmp_path: Path
) -> None:
    room = rooms[f"phone-live-{viewport['width']}"]
    host.goto(site.at(room.camera))
    assert serious_violations(host) == []
    acts.picture(host, "host-1-closed")
    open_camera(host, site, room)
    acts.picture(host, "host-2-ready")
    host.locator("[data-do=practise]").click()
    expect(host.locator("[data-phase=practice]")).to_be_visible()
    acts.picture(host, "host-3-practice")
    take = begin(host, room)
    expect(host.locator("[data-time]")).to_be_visible()
    host.locator("[data-do=mute]").click()
    expect(host.locator("[data-do=mute]")).to_have_attribute("aria-pressed", "true")
    host.locator("[data-do=rest]").click()
    expect(host.locator("[data-slate]")).to_be_visible()
    known = len(parts(take))
    until(lambda: len(parts(take)) > known + 1, host)  # the recording goes on, dark and silent
    acts.picture(host, "host-4-pause")
    host.locator("[data-do=rest]").click()
    expect(host.locator("[data-slate]")).to_be_hidden()
    acts.picture(host, "host-5-live")
    assert serious_violations(host) == []
    assert overflow(host) <= 0
    assert pictures(take, tmp_path) > 0
    end(host)
    acts.picture(host, "host-6-over")
    assert serious_violations(host) == []
    assert overflow(host) <= 0
    assert room.takes() == [take]
    assert is_whole(take)
    assert json.loads((take / "take.json").read_text())["label"] == "Lương Thu Hà"
    assert host.evaluate("indexedDB.databases().then((all) => all.map(({ name }) => name))") == ["phien-camera"]
    assert kept(host) == 0


def kept(page: Page) -> int:
    """How many chunks the phone still keeps."""
    return int(
        page.evaluate("""() => new Promise((resolve) => {
            const request = indexedDB.open("phien-camera");
            request.onsuccess = () => {
                const count = request.result.transaction("chunks").objectStore("chunks").count();
                count.onsuccess = () => resolve(count.result);
            };
        })""")
    )


@on_a_phone
def test_nothing_is_missing_after_a_lost_network(
    host: Page, site: Site, rooms: dict[str, Room], tmp_path: Path
) -> None:
    """So much waits when the line is back that a new take goes first, for those who watch now."""
    room = rooms["phone-gap"]
    open_camera(host, site, room)
    first = begin(host, room)
    before = len(parts(first))
    host.context.set_offline(True)
    expect(host.locator("[data-key=offline]")).to_be_visible()
    host.wait_for_timeout(17_000)
    expect(host.locator("[data-waits]")).to_have_attribute("data-late", "true")
    acts.picture(host, "host-7-offline")
    assert len(parts(first)) <= before + 2
    host.context.set_offline(False)
    until(lambda: len(room.takes()) == 2 and is_whole(first), host)
    sent = pictures(first, tmp_path)
    assert len(parts(first)) >= before + 30
    end(host)
    assert [is_whole(take) for take in room.takes()] == [True, True]
    until(lambda: packaged(room, first) == sent, host)


@on_a_phone
def test_what_waited_arrives_after_a_reload(host: Page, site: Site, rooms: dict[str, Room], tmp_path: Path) -> None:
    room = rooms["phone-reload"]
    open_camera(host, site, room)
    first = begin(host, room)
    host.context.route("**/up/**", lambda route: route.abort())
    expect(host.locator("[data-waits]")).to_have_attribute("data-late", "true")
    until(lambda: kept(host) > 1, host)
    waited, before = kept(host), len(parts(first))
    host.reload()
    expect(host.locator("[data-key=resumed]")).to_be_visible()
    expect(host.locator("[data-key=old]")).to_be_visible()
    acts.picture(host, "host-8-reloaded")
    host.locator("[data-phase=live]").wait_for()
    host.context.unroute("**/up/**")
    until(lambda: len(room.takes()) == 2 and is_whole(first) and len(parts(room.takes()[-1])) > 2, host)
    sent = pictures(first, tmp_path)
    assert len(parts(first)) >= before + waited
    expect(host.locator("[data-key=old]")).to_be_hidden()
    end(host)
    assert [is_whole(take) for take in room.takes()] == [True, True]
    until(lambda: packaged(room, first) == sent, host)


@on_a_phone
def test_a_turned_phone_begins_another_take(host: Page, site: Site, rooms: dict[str, Room], tmp_path: Path) -> None:
    room = rooms["phone-turned"]
    open_camera(host, site, room)
    begin(host, room)
    host.evaluate("""document.querySelector("[data-preview]").srcObject.getVideoTracks()[0]
        .applyConstraints({ width: { exact: 360 }, height: { exact: 640 } })""")
    until(lambda: len(room.takes()) > 1 and len(parts(room.takes()[-1])) > 4, host)
    lying, upright = [sizes_of(take, tmp_path) for take in (room.takes()[0], room.takes()[-1])]
    assert lying[0][0] > lying[0][1]  # its last pictures may be turned already: the packager begins a new run there
    assert [width < height for width, height in upright] == [True]
    end(host)
    assert all(is_whole(take) for take in room.takes())


def sizes_of(take: Path, tmp_path: Path) -> list[tuple[int, int]]:
    """The sizes of the pictures in what came, in the order in which they first appear."""
    whole = tmp_path / f"{take.name}.webm"
    whole.write_bytes(b"".join(part.read_bytes() for part in parts(take)))
    with av.open(str(whole)) as film:
        return list(dict.fromkeys((frame.width, frame.height) for frame in film.decode(video=0)))


@on_a_phone
def test_a_guest_takes_over_by_choice(host: Page, phones: Browser, site: Site, rooms: dict[str, Room]) -> None:
    room = rooms["phone-guest"]
    host.goto(site.at(f"/desk/live/{room.slug}/guests/"))
    host.locator("[name=name]").fill("Bác Vy")
    host.locator("main form.form button").click()
    link = host.locator(".address").inner_text()
    assert serious_violations(host) == []
    assert overflow(host) <= 0
    acts.picture(host, "host-9-guests")
    open_camera(host, site, room)
    first = begin(host, room)
    with acts.somebody_else(phones, PHONE) as guest:
        guest.goto(link)
        acts.picture(guest, "host-10-guest-asked")
        guest.locator("main form button").click()
        open_camera(guest, site, room)
        guest.locator("[data-do=live]:visible").click()
        note = guest.locator("[data-key=elsewhere]")
        expect(note).to_contain_text("Lương Thu Hà")
        acts.picture(guest, "host-11-elsewhere")
        assert room.takes() == [first]
        note.locator("[data-do=over]").click()
        until(lambda: len(room.takes()) == 2 and len(parts(room.takes()[-1])) > 1, guest)
        expect(host.locator("[data-key=replaced]")).to_be_visible()
        expect(host.locator("[data-phase=ready]")).to_be_visible()
        assert json.loads((room.takes()[-1] / "take.json").read_text())["label"] == "Bác Vy"
        assert guest.locator("[data-do=ask], [data-do=rest]").count() == 0
        closes_the_link(host, guest, site, room)


def closes_the_link(host: Page, guest: Page, site: Site, room: Room) -> None:
    """In the middle of the guest's picture: it ends, and the page opens nothing any more."""
    host.goto(site.at(f"/desk/live/{room.slug}/guests/"))
    host.locator("form[action$='/revoke/'] button").click()
    expect(guest.locator("[data-key=refused]")).to_be_visible()
    expect(guest.locator("[data-phase=ready]")).to_be_visible()
    assert json.loads((room.takes()[-1] / "end.json").read_text())["reason"] == "revoked"
    guest.reload()
    guest.wait_for_url("**/account/login/**")


@on_a_phone
def test_what_the_site_refuses_is_said_and_tried_again(host: Page, site: Site, rooms: dict[str, Room]) -> None:
    room = rooms["phone-refused"]
    answers = [(401, "wrong_token", ""), (507, "disk_full", "Đĩa sắp đầy"), (503, "", ""), (429, "too_many", "")]

    def refuse(route: Route) -> None:
        if route.request.method != "PUT" or not answers:
            route.continue_()
            return
        status, code, message = answers.pop(0)
        route.fulfill(status=status, json={"code": code, "message": message})

    host.context.route("**/up/**", refuse)
    open_camera(host, site, room)
    with host.expect_response("**/camera/token/") as renewed:
        take = begin(host, room)
    assert renewed.value.status == 200
    expect(host.locator("[data-key=refused]")).to_contain_text("Đĩa sắp đầy")
    assert answers == []
    end(host)
    assert is_whole(take)


@on_a_phone
def test_an_insecure_page_says_what_to_do(context: BrowserContext, site: Site, rooms: dict[str, Room]) -> None:
    page = context.new_page()
    there = Site(site.url.replace("127.0.0.1", INSECURE), site.home)
    page.goto(there.at(site.links["organiser"].removeprefix(site.url)))
    page.locator("main form button").click()
    page.wait_for_url("**/desk/**")
    page.goto(there.at(rooms["phone-closed"].camera))
    note = page.locator("[data-key=insecure]")
    expect(note).to_contain_text("phien serve --tls")
    assert serious_violations(page) == []
    assert overflow(page) <= 0
    acts.picture(page, "host-12-insecure")


@pytest.mark.parametrize(("flags", "why"), [([], "none"), ([CAMERA[0]], "denied")], ids=["no camera", "not allowed"])
def test_a_camera_that_does_not_come_is_explained(
    launch_chromium: Callable[..., Browser], site: Site, rooms: dict[str, Room], flags: list[str], why: str
) -> None:
    browser = launch_chromium(*flags, *(["--deny-permission-prompts"] if flags else []))
    try:
        with acts.somebody_else(browser, DESKTOP) as page:
            sign_in_as(page, site, "organiser")
            page.goto(site.at(rooms["phone-closed"].camera))
            page.locator("[data-do=open]").click()
            note = page.locator(f"[data-key={why}]")
            expect(note.locator("[data-do=open]")).to_be_visible()
            acts.picture(page, f"host-13-{why}")
    finally:
        browser.close()
