"""The processes that work on a folder: started, started again, ended, told their secrets by their input."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from phien.live.studio.children import Children, Job

PROGRAM = """
import os, sys, time
folder, name, seconds, code = sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
told = sys.stdin.read()
with open(f"{folder}/{name}", "a") as file:
    file.write(f"{os.getpid()} {told}\\n")
time.sleep(seconds)
sys.exit(code)
"""


@pytest.fixture
def children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Children]:
    (tmp_path / "phien_child_of_a_test.py").write_text(PROGRAM)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    found = Children()
    yield found
    found.end()


def job(folder: Path, name: str, seconds: float, code: int = 0, **more: object) -> Job:
    return Job((name,), ("phien_child_of_a_test", str(folder), name, str(seconds), str(code)), **more)


def until(question: Callable[[], object], keep: Callable[[], None]) -> None:
    deadline = time.monotonic() + 20
    while not question():
        assert time.monotonic() < deadline
        keep()
        time.sleep(0.05)


def starts(folder: Path, name: str) -> list[str]:
    path = folder / name
    return path.read_text().splitlines() if path.exists() else []


def test_what_fails_is_started_again_and_what_is_not_wanted_ends(children: Children, tmp_path: Path) -> None:
    wanted = [job(tmp_path, "fails", 0, 1), job(tmp_path, "works", 60)]
    until(lambda: len(starts(tmp_path, "fails")) >= 3 and starts(tmp_path, "works"), lambda: children.keep(wanted))
    assert len(starts(tmp_path, "works")) == 1
    until(lambda: not children.pids(), lambda: children.keep([]))


def test_what_finishes_by_itself_is_let_finish(children: Children, tmp_path: Path) -> None:
    children.keep([job(tmp_path, "packs", 1.5, finishes=True)])
    until(lambda: starts(tmp_path, "packs"), lambda: children.keep([]))
    assert children.pids()
    until(lambda: not children.pids(), lambda: children.keep([]))


def test_a_secret_is_told_and_another_one_starts_it_anew(children: Children, tmp_path: Path) -> None:
    first, second = job(tmp_path, "sends", 60, told=b"one"), job(tmp_path, "sends", 60, told=b"two")
    assert "one" not in repr(first)
    until(lambda: len(starts(tmp_path, "sends")) == 1, lambda: children.keep([first]))
    until(lambda: len(starts(tmp_path, "sends")) == 2, lambda: children.keep([second]))
    assert [line.split()[1] for line in starts(tmp_path, "sends")] == ["one", "two"]
