"""The journal under many hands."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from phien.evidence import actions, journal
from phien.evidence.errors import JournalUnavailable
from phien.lib import clock

WRITER = """
import django
django.setup()
from concurrent.futures import ThreadPoolExecutor
from phien.evidence import actions
def one(n):
    return actions.record_hit(kind="page", visitor="v", user_agent="Mozilla/5.0 Chrome/126")
with ThreadPoolExecutor(4) as pool:
    print("\\n".join(pool.map(one, range(500))))
"""


def ids(root: Path) -> list[str]:
    return [json.loads(line)["id"] for path in (root / "journal").glob("*.ndjson") for line in path.open()]


def test_threads_and_processes_write_whole_lines(root: Path, agent: str) -> None:
    environment = {**os.environ, "PHIEN_HOME": str(root.parent), "PHIEN_TESTING": "1"}
    others = [
        subprocess.Popen([sys.executable, "-c", WRITER], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda n: actions.record_hit(kind="page", visitor="v", user_agent=agent), range(1000)))
    for other in others:
        given += other.communicate(timeout=60)[0].split()
    journal.close_all()
    assert len(given) == 2000
    assert sorted(ids(root)) == sorted(given)
    assert list((root / "journal").glob("*.open.ndjson")) == []  # an orderly end closes its file


def test_each_hour_has_a_file_of_its_own(root: Path, agent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    for hours in (0, 1, 1, 2):
        monkeypatch.setattr(clock, "now", lambda hours=hours: now + timedelta(hours=hours))
        actions.record_hit(kind="page", visitor="v", user_agent=agent)
    journal.close_all()
    names = sorted(path.name.partition(".")[0] for path in (root / "journal").iterdir())
    assert names == [journal.hour_name(now + timedelta(hours=hours)) for hours in range(3)]


def test_a_full_disk_refuses_and_leaves_no_half_line(root: Path, agent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = actions.record_hit(kind="page", visitor="v", user_agent=agent)
    write = os.write

    def full(fd: int, data: bytes) -> int:
        if len(data) > 100:
            return write(fd, bytes(data)[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(JournalUnavailable):
        actions.record_hit(kind="page", visitor="v", user_agent=agent)
    monkeypatch.setattr(os, "write", write)
    second = actions.record_hit(kind="page", visitor="v", user_agent=agent)
    assert ids(root) == [first, second]


def test_a_forked_child_writes_a_journal_of_its_own(root: Path, agent: str) -> None:
    first = actions.record_hit(kind="page", visitor="v", user_agent=agent)
    script = """
import os, django
django.setup()
from phien.evidence import actions, journal
actions.record_hit(kind="page", visitor="v", user_agent="Chrome", event_id="parent")
child = os.fork()
if child == 0:
    actions.record_hit(kind="page", visitor="v", user_agent="Chrome", event_id="child")
    journal.close_all()
    os._exit(0)
os.waitpid(child, 0)
actions.record_hit(kind="page", visitor="v", user_agent="Chrome", event_id="parent again")
"""
    environment = {**os.environ, "PHIEN_HOME": str(root.parent), "PHIEN_TESTING": "1"}
    subprocess.run([sys.executable, "-W", "ignore", "-c", script], env=environment, check=True, timeout=60)
    assert sorted(ids(root)) == sorted([first, "parent", "child", "parent again"])
    assert len(list((root / "journal").glob("*.ndjson"))) == 3
