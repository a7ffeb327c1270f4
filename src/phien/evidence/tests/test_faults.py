"""The collector in a process of its own, on a disk that fills up and under kill -9; and a clock that jumps."""

import http.client
import json
import os
import random
import resource
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from phien.evidence import actions, journal, queries, tokens
from phien.evidence.actions import salts
from phien.evidence.tests.test_stream import ask, batch
from phien.lib import clock

Sites = Callable[..., Any]
UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


class Phone(threading.Thread):
    """Sends beacons one after another; knows which were acknowledged and which refused, by their subject."""

    def __init__(self, port: int, name: str) -> None:
        super().__init__()
        self.port, self.called = port, name
        self.acknowledged: list[str] = []
        self.refused: list[str] = []
        self.waits: list[str | None] = []
        self.enough = threading.Event()

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        number = 0
        while not self.enough.is_set():
            subject = f"product:{self.called}-{number}"
            number += 1
            body = json.dumps({"events": [{"t": tokens.sign(kind="click", subject=subject), "i": "0"}]})
            try:
                connection.request("POST", "/hit", body, {"User-Agent": "Mozilla/5.0 (iPhone) Safari"})
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                return
            if answer.status == 204:
                self.acknowledged.append(subject)
            else:
                self.refused.append(subject)
                self.waits.append(answer.getheader("retry-after"))


class Phones:
    def __init__(self, port: int, name: str) -> None:
        self.them = [Phone(port, f"{name}{n}") for n in range(4)]
        for phone in self.them:
            phone.start()

    @property
    def acknowledged(self) -> list[str]:
        return [subject for phone in self.them for subject in phone.acknowledged]

    @property
    def refused(self) -> list[str]:
        return [subject for phone in self.them for subject in phone.refused]

    def stop(self) -> None:
        for phone in self.them:
            phone.enough.set()
        for phone in self.them:
            phone.join(30)


def wait_until(question: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not question():
        assert time.monotonic() < end
        time.sleep(0.01)


def subjects(root: Path) -> list[str]:
    """What is in the journals, every line whole but a torn last one."""
    found = []
    for path in (root / "journal").glob("*.ndjson"):
        body, _newline, _torn = path.read_bytes().rpartition(b"\n")
        found += [json.loads(line)["subject"] for line in body.splitlines()]
    return found


@pytest.mark.timeout(180)
def test_a_full_disk_and_kill_9_lose_nothing_that_was_acknowledged(sites: Sites, settings: Settings) -> None:
    site = sites(PHIEN_SECRET_KEY=settings.SECRET_KEY)
    root = Path(site.environment["PHIEN_HOME"]) / "evidence"
    phones = Phones(site.port, "before")
    wait_until(lambda: len(phones.acknowledged) > 20)
    (file,) = (root / "journal").glob("*.open.ndjson")
    # No file of this process may grow beyond this, which is what a full disk looks like: a write takes in half a line.
    resource.prlimit(site.process.pid, resource.RLIMIT_FSIZE, (file.stat().st_size + 5_000, UNLIMITED[1]))
    wait_until(lambda: len(phones.refused) > 20)
    resource.prlimit(site.process.pid, resource.RLIMIT_FSIZE, UNLIMITED)
    so_far = len(phones.acknowledged)
    wait_until(lambda: len(phones.acknowledged) > so_far + 20)
    time.sleep(random.random() / 4)
    os.kill(site.process.pid, signal.SIGKILL)
    site.process.wait(10)
    phones.stop()
    there = subjects(root)
    assert {wait for phone in phones.them for wait in phone.waits} == {"5"}
    assert set(phones.acknowledged) <= set(there)
    assert set(phones.refused).isdisjoint(there)
    assert len(there) == len(set(there)) <= len(phones.acknowledged) + len(phones.them)  # in flight, never answered

    site.start(90)
    after = Phones(site.port, "after")
    wait_until(lambda: len(after.acknowledged) > 5)
    after.stop()
    settings.PHIEN_EVIDENCE_ROOT = root
    assert actions.seal(force=True).left_open == []
    with queries.connect() as found:
        sealed = [row[0] for row in found.execute("SELECT subject FROM hits").fetchall()]
    assert set(phones.acknowledged) | set(after.acknowledged) <= set(sealed)
    assert len(sealed) == len(set(sealed))
    assert queries.check_chain() == []


@pytest.mark.django_db(transaction=True)
def test_a_clock_that_jumps_keeps_every_hit_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    opened = tokens.sign(kind="page", subject="campaign:cho")
    given = []
    for hours in (0, 24, -1, 24, 0):
        monkeypatch.setattr(clock, "now", lambda hours=hours: now + timedelta(hours=hours))
        mine = tokens.sign(kind="page", subject=f"campaign:at{hours}-{len(given)}")
        assert ask(body=batch({"t": mine})).status == 204
        given.append(f"campaign:at{hours}-{len(given)}")
        # A page that was open before the clock went forward by a day looks too old; before it went back, it does not.
        assert ask(body=batch({"t": opened})).status == (410 if hours == 24 else 204)
        actions.seal()
    actions.seal(force=True)
    with queries.connect() as found:
        rows = found.execute("SELECT subject FROM hits WHERE subject <> 'campaign:cho'").fetchall()
        opened_rows = found.execute("SELECT count(*) FROM hits WHERE subject = 'campaign:cho'").fetchone()
    assert sorted(row[0] for row in rows) == sorted(given)
    assert opened_rows in {(1,), (2,)}  # the visitor's id is good for a day: an hour back may be yesterday
    assert queries.check_chain() == []


def test_a_disk_that_is_late_is_given_no_more(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    salts._known[clock.today()] = b"a day's secret, 32 bytes long..."
    may_end = threading.Event()
    fsync = os.fsync

    def slow(fd: int) -> None:
        may_end.wait(20)
        fsync(fd)

    monkeypatch.setattr(journal, "_LATE_SECONDS", 0.05)
    monkeypatch.setattr(os, "fsync", slow)
    assert ask(body=batch({"t": tokens.sign(kind="page")})).status == 204
    wait_until(journal.current().is_late)
    answer = ask(body=batch({"t": tokens.sign(kind="page")}))
    assert (answer.status, answer.code, answer.headers["retry-after"]) == (503, "journal_unavailable", "5")
    may_end.set()
    wait_until(lambda: not journal.current().is_late())
    monkeypatch.setattr(journal, "_LATE_SECONDS", 20)
    assert ask(body=batch({"t": tokens.sign(kind="page")})).status == 204
    assert len(subjects(root)) == 2
