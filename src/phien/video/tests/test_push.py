"""Pushes to another platform, which here is our own RTMP server."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
import pytest

from phien.video import flv
from phien.video.folder import Air, Folder
from phien.video.push.state import Book
from phien.video.push.target import Target
from phien.video.tests.certificates import certificate
from phien.video.tests.encoders import Doors, admission, running, until
from phien.video.tests.footage import Footage, fragments


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, list[bytes]]:
    return fragments(tmp_path_factory.mktemp("film"), 30)


@pytest.fixture
def footage(tmp_path: Path, film: tuple[bytes, list[bytes]]) -> Footage:
    made = Footage(Folder(tmp_path / "main"), *film)
    made.begin()
    made.folder.set_air(Air(since=1000))
    return made


@pytest.fixture
def there(tmp_path: Path) -> Folder:
    """The folder of the platform."""
    (tmp_path / "there").mkdir()
    return Folder(tmp_path / "there" / "channel")


def state(folder: Folder) -> dict:
    return folder.push_state(7) or {}


@contextmanager
def pushing(folder: Folder, url: str, key: str = "good", **environment: str) -> Iterator["subprocess.Popen[bytes]"]:
    words = [sys.executable, "-m", "phien.video.push", str(folder.path), "7", "--parent-watch"]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, env=environment or None)
    process.stdin.write(json.dumps({"url": url, "key": key}).encode())
    process.stdin.close()
    try:
        until(lambda: state(folder).get("state") == "waiting")
        yield process
    finally:
        process.terminate()
        process.wait(20)


def frames(there: Folder) -> int:
    """How many pictures the platform can decode."""
    count = 0
    for take in there.takes():
        with av.open(str(there.take_folder(take.code) / "stream.flv")) as film:
            count += sum(1 for _frame in film.decode(video=0))
    return count


def test_a_push_sends_what_is_public_from_the_live_edge(footage: Footage, there: Folder, tmp_path: Path) -> None:
    here = footage.folder
    footage.go_on(5)  # before the push began
    before = {path.name: path.read_bytes() for path in here.path.iterdir() if path.is_file()}
    with running(Doors(good=admission(there.path)), there.path.parent) as platform:
        with pushing(here, platform.url) as process:
            footage.go_on(9)
            until(lambda: state(here).get("state") == "sending" and state(here)["sent_frames"] >= 60)
            here.set_air(Air(since=1000, is_cut=True))
            assert process.wait(20) == 0
        until(lambda: [there.end(take.code) for take in there.takes()] != [None])
    after = state(here)
    # Part 5 stands in the middle of a segment; parts 6 to 13 are sent, the last two perhaps not before the cut.
    assert after["state"] == "ended"
    assert after["reconnects"] == 0
    assert 60 <= after["sent_frames"] <= 80
    assert frames(there) == after["sent_frames"]
    take = there.takes()[0]
    tags = list(flv.tags((there.take_folder(take.code) / "stream.flv").read_bytes()))
    assert {tag.kind for tag in tags} == {flv.AUDIO, flv.VIDEO, flv.DATA}
    changed = ("journal.jsonl", "air.json", "s000002.m4s")
    assert {name: here.path.joinpath(name).read_bytes() for name in before if name not in changed} == {
        name: data for name, data in before.items() if name not in changed
    }
    assert there.end(take.code).reason == "unpublish"


def test_practice_is_sent_to_nobody(footage: Footage, there: Folder) -> None:
    here = footage.folder
    here.set_air(Air(since=None))
    with running(Doors(good=admission(there.path)), there.path.parent) as platform, pushing(here, platform.url):
        footage.go_on(4)
        here.set_air(Air(since=1002))
        footage.go_on(4)
        until(lambda: state(here).get("sent_frames", 0) >= 20)
        assert state(here)["dropped_frames"] == 0
    assert frames(there) <= 40
    assert state(here)["state"] == "ended"


def test_a_platform_that_goes_comes_back_at_a_key_frame(footage: Footage, there: Folder) -> None:
    here, door = footage.folder, Doors(good=admission(there.path))
    with running(door, there.path.parent) as platform:
        port, url = platform.server.port, platform.url
        process = pushing(here, url)
        process.__enter__()
        try:
            footage.go_on(4)
            until(lambda: state(here).get("sent_frames", 0) >= 20)
        except BaseException:
            process.__exit__(None, None, None)
            raise
    try:
        until(lambda: footage.go_on(2) or state(here)["state"] == "lost")
        with running(door, there.path.parent, port=port):
            until(lambda: _slowly(footage) or state(here)["state"] == "sending")
            sent = state(here)["sent_frames"]
            footage.go_on(2)
            until(lambda: state(here)["sent_frames"] > sent)
    finally:
        process.__exit__(None, None, None)
    after = state(here)
    assert after["reconnects"] == 1
    assert after["dropped_frames"] > 0
    assert len(there.takes()) == 2
    kinds = [tag for tag in _tags(there, 1) if tag.kind == flv.VIDEO and not flv.is_header(tag.kind, tag.body)]
    assert flv.is_key(kinds[0].body)


def _slowly(footage: Footage) -> None:
    """A part each half second, so that the film lasts."""
    import time

    time.sleep(0.4)
    footage.go_on(1)


def _tags(folder: Folder, place: int) -> list[flv.Tag]:
    take = folder.takes()[place]
    return list(flv.tags((folder.take_folder(take.code) / "stream.flv").read_bytes()))


def test_a_key_that_the_platform_refuses_is_said_without_the_key(footage: Footage, there: Folder) -> None:
    here = footage.folder
    with running(Doors(), there.path.parent) as platform, pushing(here, platform.url, "very-secret"):
        footage.go_on(4)
        until(lambda: state(here).get("state") == "refused")
        assert "No such stream key." in state(here)["error"]
        assert "very-secret" not in json.dumps(state(here))
    assert there.takes() == []


def test_a_new_run_goes_on_over_the_same_line(footage: Footage, there: Folder) -> None:
    here = footage.folder
    with running(Doors(good=admission(there.path)), there.path.parent) as platform, pushing(here, platform.url):
        footage.go_on(4)
        until(lambda: state(here).get("sent_frames", 0) >= 20)
        footage.again(wall=1010)
        footage.go_on(6)
        until(lambda: state(here)["sent_frames"] >= 60)
        assert len(there.takes()) == 1
        times = [tag.milliseconds for tag in _tags(there, 0) if tag.kind == flv.VIDEO]
        assert times == sorted(times)
        assert times[-1] > 10_000


def test_a_push_ends_with_the_broadcast_and_with_its_parent(footage: Footage, there: Folder) -> None:
    here = footage.folder
    with pushing(here, "rtmp://127.0.0.1:1/live") as process:
        here.close()
        assert process.wait(20) == 0
    assert state(here)["state"] == "ended"
    here.reopen()
    told = json.dumps({"url": "rtmp://127.0.0.1:1/live", "key": "k"})
    start = f"{sys.executable} -m phien.video.push {here.path} 7 --parent-watch"
    script = f"echo '{told}' | {start} & echo $!; while [ ! -s {here.path}/push/started ]; do sleep 0.05; done"
    parent = subprocess.Popen(["sh", "-c", script], stdout=subprocess.PIPE)
    child = int(parent.stdout.readline())
    until(lambda: state(here)["state"] == "waiting")
    (here.path / "push" / "started").write_text("yes")
    parent.wait(20)
    until(lambda: not Path(f"/proc/{child}").exists() or state(here)["state"] == "ended")


def test_a_line_too_slow_goes_on_from_a_newer_picture(
    footage: Footage, there: Folder, film: tuple[bytes, list[bytes]]
) -> None:
    book = Book(footage.folder.path / "push" / "7.json")
    with running(Doors(good=admission(there.path)), there.path.parent) as platform:
        target = Target(platform.url, "good", book)
        with av.open(io.BytesIO(film[0] + b"".join(film[1][:4]))) as source:
            target.begin(list(source.streams))
            pictures = [one for one in source.demux(video=0) if one.dts is not None]
            for place, picture in enumerate(pictures):
                wall = 1000 + place / 20
                target.send(picture, wall, newest=wall + (11 if place >= 15 else 1))
        target.close()
    assert (book.state.state, book.state.error) == ("lost", "The line is too slow.")
    assert (book.state.sent_frames, book.state.dropped_frames) == (15, 25)


@pytest.mark.parametrize("is_trusted", [True, False])
def test_rtmps_sends_only_to_who_is_vouched_for(
    footage: Footage, there: Folder, tmp_path: Path, is_trusted: bool
) -> None:
    here = footage.folder
    public, context = certificate(tmp_path, "localhost")
    trust = {"SSL_CERT_FILE": str(public)} if is_trusted else {}
    with running(Doors(good=admission(there.path)), there.path.parent, ssl=context) as platform:
        url = f"rtmps://localhost:{platform.server.port}/live"
        with pushing(here, url, **os.environ | trust):
            footage.go_on(4)
            until(lambda: state(here).get("state") == ("sending" if is_trusted else "lost"))
            if is_trusted:
                until(lambda: state(here)["sent_frames"] >= 20)
    assert len(there.takes()) == is_trusted
