"""What players make of the lists: hls.js and Chromium's own player, mpv, and FFmpeg counting the frames."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import av
import pytest
from playwright.sync_api import Browser, Page

from phien.video.journal import Reader
from phien.video.tests.asking import Site, ask, folder_at
from phien.video.tests.on_air import OnAir, flv
from phien.video.tests.reading import parse

pytestmark = pytest.mark.browser
PLAY = """async ([url, how]) => {
  const video = document.createElement("video");
  document.body.append(video);
  video.muted = true;
  window.video = video; window.troubles = [];
  if (how === "native") video.src = url;
  else {
    const { default: Hls } = await import("/static/phien/vendor/hls.light.min.mjs");
    window.hls = new Hls({ enableWorker: false, lowLatencyMode: how === "low", maxLiveSyncPlaybackRate: 1.15 });
    hls.on(Hls.Events.ERROR, (_, error) => troubles.push([error.details, error.fatal, error.response?.code]));
    hls.loadSource(url);
    hls.attachMedia(video);
  }
  await video.play();
}"""


@pytest.fixture(scope="module")
def browser(launch_chromium: Callable[[], Browser]) -> Iterator[Browser]:
    """One that plays nothing else."""
    browser = launch_chromium()
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return flv(tmp_path_factory.mktemp("film") / "film.flv", 60)


@pytest.fixture
def site(one_site: Site) -> Site:
    return one_site


def until(question: Callable[[], object], what: Callable[[], object] = lambda: "", seconds: float = 25) -> None:
    end = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < end, what()
        time.sleep(0.1)


class Viewer:
    def __init__(self, browser: Browser, site: Site, path: str, how: str) -> None:
        self.page: Page = browser.new_page()
        self.asked: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url.rsplit("/", 1)[-1]))
        self.page.goto(f"{site.origin}/stream")
        self.page.evaluate(PLAY, [path, how])

    def ask(self, words: str) -> Any:
        return self.page.evaluate(words)

    @property
    def at(self) -> float:
        return float(self.ask("video.currentTime"))

    def plays_on(self, seconds: float = 2) -> None:
        begin = self.at
        until(lambda: self.at > begin + seconds, lambda: (self.asked[-9:], self.ask("[video.readyState, troubles]")))

    @property
    def fatal(self) -> list[Any]:
        return [trouble for trouble in self.ask("troubles") if trouble[1]]


def mpv(url: str, *words: str) -> str:
    told = ["mpv", "--no-config", "--vo=null", "--ao=null", "--length=2", *words, url]
    done = subprocess.run(told, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_players_follow_a_broadcast_and_its_replay(site: Site, browser: Browser, film: Path) -> None:
    folder = folder_at(site, "a" * 24)
    base = f"/v/{folder.path.name}"
    with OnAir(folder, film) as on_air:
        until(lambda: ask(site, f"{base}/live.m3u8").status == 200)
        low = Viewer(browser, site, f"{base}/ll.m3u8", "low")
        plain = Viewer(browser, site, f"{base}/live.m3u8", "plain")
        native = Viewer(browser, site, f"{base}/live.m3u8", "native")
        sound = Viewer(browser, site, f"{base}/audio.m3u8", "plain")
        for viewer in (low, plain, native, sound):
            viewer.plays_on()
            assert not viewer.fatal
        assert [name for name in low.asked if name.startswith("p")], "parts were asked for"
        assert [name for name in low.asked if "_HLS_part=" in name], "and reloads held back"
        assert low.ask("hls.latency") < plain.ask("hls.latency")
        assert sound.ask("[video.videoWidth, video.videoHeight]") == [0, 0]
        assert plain.ask("[video.videoWidth, video.videoHeight]") == [320, 180]
        # what is seen now was filmed when the list says: the film began when its take did
        filmed = low.ask("hls.playingDate.getTime() / 1000")
        assert on_air.began < filmed < time.time()
        if shutil.which("mpv"):
            assert "320x180" in mpv(f"{site.origin}{base}/live.m3u8")
        on_air.end()
    reader = Reader(folder.journal())
    reader.poll()
    frames = sum(segment.frames for segment in reader.timeline.segments)
    replay = f"{site.origin}{base}/replay.m3u8"
    until(lambda: parse(ask(site, f"{base}/replay.m3u8").text).is_ended)
    with av.open(replay) as container:
        assert sum(bool(packet.size) for packet in container.demux(video=0)) == frames
    seen = Viewer(browser, site, f"{base}/replay.m3u8", "plain")
    seen.plays_on(1)
    seconds = sum(segment.seconds for segment in reader.timeline.segments)
    assert seen.ask("video.duration") == pytest.approx(seconds, abs=0.5)
    seen.ask("video.currentTime = video.duration - 1")
    until(lambda: seen.ask("video.ended"), lambda: seen.ask("[video.currentTime, troubles]"))
    assert not seen.fatal
    if shutil.which("mpv"):
        assert "320x180" in mpv(replay)


def test_a_viewer_of_parts_outlives_a_lost_network_of_the_sender(site: Site, browser: Browser, film: Path) -> None:
    folder = folder_at(site, "b" * 24)
    with OnAir(folder, film) as on_air:
        until(lambda: ask(site, f"/v/{folder.path.name}/live.m3u8").status == 200)
        low = Viewer(browser, site, f"/v/{folder.path.name}/ll.m3u8", "low")
        low.plays_on(1)
        on_air.hold()
        held = time.monotonic()
        until(lambda: time.monotonic() > held + 9)
        on_air.go_on()
        low.plays_on(3)
        assert not low.fatal
