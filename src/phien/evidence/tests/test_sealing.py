"""Sealing: journals and changes become segments; nothing is lost, nothing doubled, whatever dies when."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as site

from phien.evidence import actions, journal, manifest, queries
from phien.evidence.actions.sealing import Sealing, sealer_lock
from phien.evidence.errors import SealerBusy
from phien.evidence.hits import Hit
from phien.evidence.models import Change
from phien.lib import clock

pytestmark = pytest.mark.django_db


def ids(root: Path) -> list[str]:
    with queries.connect() as found:
        return [row[0] for row in found.execute("SELECT id FROM hits ORDER BY id").fetchall()]


def count(number: int, agent: str, **facts: object) -> list[str]:
    return [
        actions.record_hit(kind="page", visitor=f"{n:016x}", user_agent=agent, **facts)  # type: ignore[arg-type]
        for n in range(number)
    ]


def later() -> datetime:
    return clock.now() + timedelta(hours=1)


def child(root: Path, script: str, *args: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PHIEN_HOME": str(root.parent), "PHIEN_TESTING": "1"}
    return subprocess.run(
        [sys.executable, "-c", script, *args], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_an_hour_is_sealed_when_it_is_over(root: Path, agent: str) -> None:
    given = count(3, agent)
    assert actions.seal().lines == []
    journal.current().rotate()
    assert actions.seal().lines == []
    (line,) = actions.seal(later()).lines
    assert (line.seq, line.stream, line.rows, line.previous) == (1, "hits", 3, manifest.START)
    assert line.hash == line.computed_hash()
    assert ids(root) == sorted(given)
    assert list((root / "journal").glob("*.ndjson")) == []
    assert actions.seal(later()).lines == []


def test_force_seals_the_open_hour_and_counting_goes_on(root: Path, agent: str) -> None:
    given = count(2, agent)
    assert actions.seal(force=True).lines[0].rows == 2
    given += count(2, agent)
    assert actions.seal(force=True).lines[0].rows == 2
    assert actions.seal(force=True).lines == []
    assert ids(root) == sorted(given)
    assert queries.check_chain() == []
    first, second = queries.segments()
    assert second.previous == first.hash
    assert queries.manifest_head() == second


def test_a_repeated_event_counts_once_within_a_segment_and_across(root: Path, agent: str) -> None:
    for _ in range(2):
        for _ in range(2):
            actions.record_hit(kind="order", subject="order:A", visitor="v", user_agent=agent, event_id="order-a")
        actions.seal(force=True)
    assert ids(root) == ["order-a"]


def test_late_hits_keep_their_time_and_go_into_the_hour_of_receipt(root: Path, agent: str) -> None:
    long_ago = clock.now() - timedelta(days=3)
    count(1, agent, at=long_ago)
    (line,) = actions.seal(force=True).lines
    assert line.hour == journal.hour_name(clock.now())
    assert datetime.fromisoformat(line.first_at) == long_ago


def test_a_clock_that_is_set_back_loses_nothing(root: Path, agent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    given = []
    for hours in (0, 2, -1, 0):
        monkeypatch.setattr(clock, "now", lambda hours=hours: now + timedelta(hours=hours))
        given += count(1, agent)
    journal.close_all()
    actions.seal(now)  # the hour of now stays open; those before and ahead of it are over
    assert len(ids(root)) == 2
    actions.seal(now + timedelta(hours=1))
    assert ids(root) == sorted(given)


def test_only_one_seals_at_a_time(root: Path, agent: str) -> None:
    count(1, agent)
    with sealer_lock(root), pytest.raises(SealerBusy):
        actions.seal()


def test_what_is_no_hit_is_set_aside_and_the_rest_is_sealed(root: Path, agent: str) -> None:
    given = count(2, agent)
    journal.current().rotate()
    (path,) = (root / "journal").glob("*.ndjson")
    good = path.read_bytes()
    path.write_bytes(b'{"id":"x"}\n' + b"\x00" * 40 + b"\n" + good + b'{"id": 3, "kind"')
    assert actions.seal(later()).rejected_lines == 3
    assert ids(root) == sorted(given)
    (rejected,) = (root / "journal" / "rejected").iterdir()
    assert len(rejected.read_bytes().splitlines()) == 3


def test_changes_are_sealed_once(root: Path) -> None:
    now = clock.now()
    actions.record_change(noun="order", key="A-1", verb="placed", facts={"lines": [{"product": "vit", "amount": 3}]})
    actions.record_change(noun="order", key="A-1", verb="cancelled", at=now - timedelta(hours=5))
    assert [line.rows for line in actions.seal().lines] == [1]
    assert [line.rows for line in actions.seal(force=True).lines] == [1]
    assert actions.seal(force=True).lines == []
    with queries.connect() as found:
        rows = found.execute("SELECT verb, facts->>'$.lines[0].product' FROM changes ORDER BY number").fetchall()
    assert rows == [("placed", "vit"), ("cancelled", None)]
    assert not Change.objects.filter(sealed_in="").exists()
    assert {line.stream for line in queries.segments()} == {"changes"}


def test_a_change_sealed_but_not_yet_marked_is_not_sealed_again(root: Path) -> None:
    actions.record_change(noun="order", key="A-1", verb="placed")
    (line,) = actions.seal(force=True).lines
    Change.objects.update(sealed_in="")
    actions.record_change(noun="order", key="A-2", verb="placed")
    assert [made.rows for made in actions.seal(force=True).lines] == [1]
    assert Change.objects.get(key="A-1").sealed_in == line.file
    with queries.connect() as found:
        assert found.execute("SELECT count(*) FROM changes").fetchone() == (2,)


WRITER = """
import django, sys, os
django.setup()
from phien.evidence import actions
for n in range(10**6):
    given = actions.record_hit(kind="page", visitor=sys.argv[1], user_agent="Mozilla/5.0 Chrome/126")
    os.write(1, given.encode() + b"\\n")
"""


def test_kill_9_loses_no_acknowledged_hit(root: Path) -> None:
    environment = {**os.environ, "PHIEN_HOME": str(root.parent), "PHIEN_TESTING": "1"}
    acknowledged: list[str] = []
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, f"{turn:016x}"], env=environment, stdout=subprocess.PIPE, text=True
        )
        for turn in range(2)
    ]
    for process in writers:
        assert process.stdout
        acknowledged += [process.stdout.readline().strip() for _ in range(300)]
        process.send_signal(signal.SIGKILL)
        acknowledged += [line.strip() for line in process.stdout if line.endswith("\n") and len(line) == 33]
        process.wait()
    assert len(list((root / "journal").glob("*.open.ndjson"))) == 2
    with next((root / "journal").glob("*.open.ndjson")).open("ab") as torn:
        torn.write(b'{"id":"never acknow')
    result = actions.seal(force=True)
    assert result.torn_bytes >= 19
    found = ids(root)
    assert set(acknowledged) <= set(found)
    assert len(found) == len(set(found))


def test_an_open_journal_of_a_living_process_is_left_alone_until_its_hour_is_over(root: Path, agent: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER.replace("range(10**6)", "range(5)") + "\ninput()", "0" * 16],
        env={**os.environ, "PHIEN_HOME": str(root.parent), "PHIEN_TESTING": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    given = [process.stdout.readline().strip() for _ in range(5)]
    (path,) = (root / "journal").glob("*.open.ndjson")
    actions.seal(later())
    assert path.exists()
    result = actions.seal(force=True)  # asks the living process to close its file
    assert result.left_open == []
    assert ids(root) == sorted(given)
    process.communicate("\n")


SEALER = """
import os, signal, sys
import django
django.setup()
from phien.evidence import manifest
from phien.evidence.actions.sealing import Sealing, sealer_lock
from phien.lib import clock

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

class Dying(Sealing):
    def ready_changes(self):
        return []  # this process has no database

name, when = sys.argv[1], sys.argv[2]
step = getattr(Sealing, name)

def dying(self, *args, **kwargs):
    if when == "after":
        step(self, *args, **kwargs)
    if when == "half":
        line = args[0].json()
        with open(self.root / manifest.NAME, "ab") as file:
            file.write(line[: len(line) // 2])
    die()

setattr(Dying, name, dying)
with sealer_lock(manifest.root()):
    Dying(manifest.root(), clock.now(), force=True).run()
"""


@pytest.mark.parametrize(
    ("step", "when"),
    [
        ("write_segment", "before"),
        ("write_segment", "after"),
        ("publish", "after"),
        ("append_line", "half"),
        ("append_line", "after"),
        ("delete_journals", "after"),
    ],
)
def test_kill_9_while_sealing_loses_and_doubles_nothing(root: Path, agent: str, step: str, when: str) -> None:
    given = count(20, agent)
    actions.seal(force=True)
    given += count(30, agent)
    journal.close_all()
    died = child(root, SEALER, step, when)
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert [problem.code for problem in queries.check_chain()] == (["torn_line"] if when == "half" else [])
    given += count(5, agent)
    actions.seal(force=True)
    assert ids(root) == sorted(given)
    assert queries.check_chain() == []
    assert list((root / "journal").glob("*.ndjson")) == []
    assert list((root / "segments").glob("*/*.tmp")) == []
    with queries.connect() as found:
        assert found.execute("SELECT count(*) FROM hits").fetchone() == (55,)


@pytest.mark.parametrize("step", ["write_segment", "publish", "append_line", "mark_changes"])
@pytest.mark.parametrize("done", [True, False])
def test_an_interruption_loses_and_doubles_no_change(
    root: Path, monkeypatch: pytest.MonkeyPatch, step: str, done: bool
) -> None:
    class Died(Exception):
        pass

    whole = getattr(Sealing, step)

    def dying(self: Sealing, *args: object) -> None:
        if done:
            whole(self, *args)
        raise Died

    for key in ("A-1", "A-2", "A-3"):
        actions.record_change(noun="order", key=key, verb="placed")
    with monkeypatch.context() as patch:
        patch.setattr(Sealing, step, dying)
        with pytest.raises(Died):
            actions.seal(force=True)
    assert queries.check_chain() == []
    actions.record_change(noun="order", key="A-4", verb="placed")
    actions.seal(force=True)
    with queries.connect() as found:
        keys = found.execute("SELECT key FROM changes ORDER BY key").fetchall()
    assert keys == [("A-1",), ("A-2",), ("A-3",), ("A-4",)]
    assert not Change.objects.filter(sealed_in="").exists()
    assert queries.check_chain() == []
    assert list((root / "journal").glob("*.staged")) == []


def test_every_field_of_a_hit_comes_back_as_it_was(root: Path, agent: str) -> None:
    hit = actions.make_hit(
        kind="live",
        subject="broadcast:quynh-son",
        campaign="cho-phien-lang-son",
        place="quynh-son",
        creator="lan",
        link="AB2C",
        visitor="0123456789abcdef",
        user_agent=agent,
        seconds=15,
        session_token="once",
        at=datetime(2026, 7, 31, 2, 0, 15, 123456, tzinfo=UTC),
        simulated=True,
    )
    actions.record_hits(hits=[hit])
    actions.seal(force=True)
    with queries.connect() as found:
        row = found.execute("SELECT * FROM hits").fetchone()
        names = [column[0] for column in found.description]
    assert Hit(**dict(zip(names, row or (), strict=True))) == hit
    assert site.TIME_ZONE == "Asia/Ho_Chi_Minh"


def test_an_empty_site_has_empty_views(root: Path) -> None:
    with queries.connect() as found:
        for view in ("hits", "changes", "visits", "watching"):
            assert found.table(view).fetchall() == []
    assert queries.manifest_head() is None
    assert queries.check_chain() == []


def test_a_connection_reads_nothing_but_evidence(root: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text(json.dumps({"a": 1}))
    with queries.connect() as found, pytest.raises(Exception, match="disabled"):
        found.read_json(str(tmp_path / "secret.json"))
