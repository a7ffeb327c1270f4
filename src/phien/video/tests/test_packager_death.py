"""A packager that is killed at any moment loses nothing and writes nothing twice."""

import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from phien.video.fmp4 import SOUND, VIDEO
from phien.video.folder import Folder
from phien.video.tests.recordings import Broadcast, Packaged, pictures_in, recording

PACKAGER = (sys.executable, "-m", "phien.video.packager")


def packager(folder: Folder, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*PACKAGER, str(folder.path), *words])


@pytest.mark.parametrize(
    ("format", "video", "audio"),
    [("flv", "libx264", "aac"), ("webm", "libx264", "libopus"), ("webm", "libvpx", "libopus")],
)
def test_killed_again_and_again(tmp_path: Path, format: str, video: str, audio: str) -> None:
    data = recording(format, video=video, audio=audio, seconds=5)
    whole, broken = Broadcast(Folder(tmp_path / "whole")), Broadcast(Folder(tmp_path / "broken"))
    whole.send(data, format=format)
    whole.end()
    whole.close()
    expected = whole.package()

    def send() -> None:
        step = len(data) // 30
        for at in range(0, len(data), step):
            broken.send(data[at : at + step], format=format)
            time.sleep(0.03)
        broken.end()
        broken.close()

    sender = threading.Thread(target=send)
    broken.open(format=format)
    sender.start()
    chance = random.Random(format + video)
    for _ in range(3):
        process = packager(broken.folder)
        time.sleep(chance.uniform(0.25, 0.6))
        process.kill()
        process.wait()
    sender.join()
    last = packager(broken.folder)
    assert last.wait(30) == 0
    made = Packaged(broken.folder)
    made.check()
    assert made.timeline.is_over
    assert len(made.timeline.runs) == 1
    assert made.times(VIDEO) == expected.times(VIDEO)
    sound = expected.times(SOUND)
    assert made.times(SOUND)[: len(sound)] == sound
    if video == "libx264":
        assert pictures_in(made.film()) == pictures_in(data)
    else:
        assert len(pictures_in(made.film())) == len(pictures_in(data))


@pytest.mark.parametrize("lost", ["half a line", "half a part", "a part's bytes", "nothing"])
def test_what_a_full_disk_or_a_power_cut_leaves_is_mended(tmp_path: Path, lost: str) -> None:
    broadcast = Broadcast(Folder(tmp_path / "key"))
    data = recording(seconds=6)
    broadcast.send(data)
    broadcast.end()
    broadcast.close()
    broadcast.package()
    folder = broadcast.folder
    lines = folder.journal().read_bytes().splitlines(keepends=True)
    cut = next(number for number, line in enumerate(lines) if b'"segment":1,"number":3' in line)
    kept = b"".join(lines[: cut + 1])
    segment = folder.segment("main", 1)
    if lost == "half a line":
        kept = kept[:-20]
    elif lost == "half a part":
        segment.write_bytes(segment.read_bytes() + b"more than the journal knows")
    elif lost == "a part's bytes":
        segment.write_bytes(segment.read_bytes()[:-10])
    folder.journal().write_bytes(kept)
    for path in folder.path.glob("*00002.m4s"):
        path.unlink()
    (folder.take_folder("take-0001") / "consumed.json").unlink()
    made = broadcast.package()
    made.check()
    assert len(made.timeline.runs) == 1
    assert [segment.seconds for segment in made.timeline.segments] == [2, 2, 2]
    assert pictures_in(made.film()) == pictures_in(data)


def test_one_at_a_time(tmp_path: Path) -> None:
    broadcast = Broadcast(Folder(tmp_path / "key"))
    broadcast.send(recording(seconds=1))
    first = packager(broadcast.folder)
    try:
        while not broadcast.folder.journal().exists():
            time.sleep(0.02)
        assert packager(broadcast.folder).wait(10) == 3
        assert packager(broadcast.folder, "--lane", "late").wait(10) == 0
    finally:
        first.kill()
        first.wait()


def test_it_goes_with_its_parent(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "key").make()
    words = [*PACKAGER, str(folder.path), "--parent-watch"]
    code = f"import subprocess, time; print(subprocess.Popen({words!r}).pid, flush=True); time.sleep(60)"
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    try:
        child = int(parent.stdout.readline())
        while not folder.journal().exists():
            time.sleep(0.02)
    finally:
        parent.kill()
        parent.wait()
    deadline = time.monotonic() + 10
    while _lives(child):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
