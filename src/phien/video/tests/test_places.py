"""How many pictures are transcoded at once."""

import subprocess
import sys
import threading
from pathlib import Path

from phien.video.folder import Folder
from phien.video.packager.places import Places

HOLD = """
import sys, time
from pathlib import Path
from phien.video.folder import Folder
from phien.video.packager.places import Places
Places(Folder(Path(sys.argv[1])), 1, lambda: None).take()
print("held", flush=True)
time.sleep(60)
"""


def places(path: Path, most: int) -> tuple[Folder, Places, threading.Event]:
    """A folder's places, and what is set once it has waited."""
    waited = threading.Event()
    folder = Folder(path).make()
    return folder, Places(folder, most, waited.set), waited


def test_who_finds_no_place_waits_for_one(tmp_path: Path) -> None:
    _first, held, _ = places(tmp_path / "a", 1)
    second, wanted, waited = places(tmp_path / "b", 1)
    held.take()
    held.take()
    thread = threading.Thread(target=wanted.take)
    thread.start()
    assert waited.wait(10)
    assert second.is_waiting
    held.give_back()
    thread.join(10)
    assert not thread.is_alive()
    assert not second.is_waiting
    wanted.give_back()
    wanted.give_back()


def test_two_places_hold_two(tmp_path: Path) -> None:
    for name in ("a", "b"):
        _folder, wanted, waited = places(tmp_path / name, 2)
        wanted.take()
        assert not waited.is_set()


def test_without_a_limit_nobody_waits(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        _folder, wanted, waited = places(tmp_path / name, 0)
        wanted.take()
        assert not waited.is_set()


def test_who_dies_gives_its_place_back(tmp_path: Path) -> None:
    _folder, wanted, waited = places(tmp_path / "b", 1)
    (tmp_path / "a").mkdir()
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path / "a")], stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        thread = threading.Thread(target=wanted.take)
        thread.start()
        assert waited.wait(10)
    finally:
        process.kill()
        process.wait()
    thread.join(10)
    assert not thread.is_alive()
