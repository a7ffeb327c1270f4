"""Excerpts of replays that a real packager wrote, their frames counted."""

import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import av
import pytest
from PIL import Image

from phien.video import progress
from phien.video.boxes import boxes
from phien.video.errors import NothingFilmed
from phien.video.excerpt import Excerpt, take_excerpt
from phien.video.folder import Air, End, Folder, Take
from phien.video.tests.on_air import RATE, flv, tags

WALL = 1_790_000_000.0


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    path = tmp_path_factory.mktemp("films")
    return {
        "plain": flv(path / "plain.flv", 12).read_bytes(),
        "reordered": flv(path / "reordered.flv", 8, "-preset", "veryfast", "-bf", "2").read_bytes(),
        "wide": flv(path / "wide.flv", 6, size="640x360").read_bytes(),
    }


def send(folder: Folder, code: str, wall: float, film: bytes, *, ends: bool = True) -> Path:
    take = Take(code, "rtmp", "flv", "key:1", "Camera", wall, wall)
    path = folder.make().open_take(take) / "stream.flv"
    with path.open("ab") as file:
        file.write(film)
    if ends:
        folder.end_take(code, End("unpublish"))
    return path


def packager(folder: Folder, *words: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "phien.video.packager", str(folder.path), *words])


def package(folder: Folder) -> None:
    folder.close()
    assert packager(folder).wait(30) == 0


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path / "broadcast")
    folder.set_air(Air(since=WALL, until=WALL + 1000))
    return folder


@pytest.fixture
def take(folder: Folder, tmp_path: Path) -> Callable[[float, float], Excerpt]:
    return lambda begin, end: take_excerpt(folder, WALL + begin, WALL + end, tmp_path / "excerpt")


def pictures(excerpt: Excerpt) -> int:
    """Every picture, decoded."""
    with av.open(str(excerpt.film)) as film:
        times = [frame.time for frame in film.decode(video=0)]
    assert times == sorted(set(times))
    assert times[0] == pytest.approx(0, abs=0.05)
    assert max(after - before for before, after in pairwise(times)) < 1.5 / RATE
    return len(times)


def test_an_excerpt_begins_at_the_key_frame_before(
    folder: Folder, films: dict[str, bytes], take: Callable[[float, float], Excerpt]
) -> None:
    send(folder, "rtmp-000001", WALL, films["plain"])
    package(folder)
    excerpt = take(3.3, 7.1)
    assert excerpt.began == pytest.approx(WALL + 2, abs=0.05)
    assert excerpt.seconds == pytest.approx(5.1, abs=0.1)
    assert abs(pictures(excerpt) - 5.1 * RATE) <= 2
    data = excerpt.film.read_bytes()
    kinds = [kind for kind, _begin, _end in boxes(data)]
    assert kinds.index(b"moov") < kinds.index(b"mdat")
    with av.open(BytesIO(data)) as film:
        sound = [packet for packet in film.demux(audio=0) if packet.size]
        assert float(sound[0].pts * sound[0].time_base) == pytest.approx(0, abs=0.05)
        assert len(sound) == pytest.approx(5.1 * 48_000 / 1024, abs=3)
    with Image.open(excerpt.poster) as poster:
        assert (poster.format, poster.size) == ("JPEG", (320, 180))


def test_pictures_out_of_order_are_all_there(
    folder: Folder, films: dict[str, bytes], take: Callable[[float, float], Excerpt]
) -> None:
    send(folder, "rtmp-000001", WALL, films["reordered"])
    send(folder, "rtmp-000002", WALL + 20, films["reordered"])
    package(folder)
    assert pictures(take(0, 100)) == 16 * RATE


def test_a_pause_between_two_takes_is_left_out_and_another_size_ends_it(
    folder: Folder, films: dict[str, bytes], take: Callable[[float, float], Excerpt]
) -> None:
    send(folder, "rtmp-000001", WALL, films["plain"])
    send(folder, "rtmp-000002", WALL + 30, films["plain"])
    send(folder, "rtmp-000003", WALL + 60, films["wide"])
    package(folder)
    assert pictures(take(-5, 100)) == 24 * RATE
    assert take(45, 100).began == pytest.approx(WALL + 60, abs=0.05)
    assert take(20, 32).began == pytest.approx(WALL + 30, abs=0.05)


def test_footage_that_came_late_is_joined_without_a_seam(
    folder: Folder, films: dict[str, bytes], take: Callable[[float, float], Excerpt]
) -> None:
    pieces = tags(films["plain"])
    early = b"".join(data for second, data in pieces if second < 5)
    rest = b"".join(data for second, data in pieces if second >= 5)
    path = send(folder, "rtmp-000001", WALL, early, ends=False)
    send(folder, "rtmp-000002", WALL + 20, films["wide"])
    main = packager(folder)
    deadline = time.monotonic() + 20
    while progress.glance(folder.journal()).take != "rtmp-000002":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    with path.open("ab") as file:
        file.write(rest)
    folder.end_take("rtmp-000001", End("lost"))
    folder.close()
    assert main.wait(30) == 0
    assert packager(folder, "--lane", "late").wait(30) == 0
    assert folder.journal("late").exists()
    assert pictures(take(0, 15)) == 12 * RATE
    assert take(5.5, 8).began == pytest.approx(WALL + 4, abs=0.05), "the key frame lies in the other lane"


def test_only_what_the_replay_shows_is_there_to_be_taken(
    folder: Folder, films: dict[str, bytes], take: Callable[[float, float], Excerpt]
) -> None:
    send(folder, "rtmp-000001", WALL - 7, films["plain"])
    package(folder)
    assert take(-7, 100).began == pytest.approx(WALL - 1, abs=0.05), "the segment in which it began"
    for begin, end in ((-7, -2), (50, 60), (3, 3)):
        with pytest.raises(NothingFilmed):
            take(begin, end)
    folder.set_air(Air(since=WALL, is_cut=True))
    with pytest.raises(NothingFilmed):
        take(1, 3)


def test_broken_footage_harms_nobody(
    folder: Folder, films: dict[str, bytes], take: Callable[[float, float], Excerpt]
) -> None:
    send(folder, "rtmp-000001", WALL, films["plain"])
    package(folder)
    for path in folder.path.glob("s*.m4s"):
        path.write_bytes(b"\xff" * 5000)
    with pytest.raises(NothingFilmed):
        take(1, 3)
