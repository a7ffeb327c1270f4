"""One town for all faults: on SQLite, or on a PostgreSQL and a Redis of its own where the suite runs on those."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from phien.config.testing_servers import database_url, postgres, postgres_folder
from phien.realtime.tests.listener import Listener
from tests.faults import servers
from tests.faults.crowd import Crowd
from tests.faults.disk import small_disk
from tests.faults.town import ROOM, Answer, Town


@pytest.fixture(scope="session")
def built_town(migrated_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    home = tmp_path_factory.mktemp("town")
    if connection.vendor == "sqlite":
        with small_disk(home):
            shutil.copyfile(migrated_database, home / "phien.sqlite3")
            yield from opened(Town(home, f"sqlite:///{home / 'phien.sqlite3'}"))
        return
    programs = postgres_folder()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres(programs, "fsync=off") as url:
        dump = subprocess.run([programs / "pg_dump", database_url()], check=True, capture_output=True).stdout
        subprocess.run([programs / "psql", "-q", url], input=dump, check=True, stdout=subprocess.DEVNULL)
        built = Town(home, url, has_redis=True)
        built.start("redis")
        try:
            yield from opened(built)
        finally:
            servers.stop_postgres(built)  # it may be one that a test started


def opened(town: Town) -> Iterator[Town]:
    try:
        town.start("bookkeeper")
        town.facts = town.tell("open")
        yield town
    finally:
        town.stop_all()


@pytest.fixture
def town(db: None, built_town: Town) -> Town:
    """With all its processes up, whatever the test before did to them, and something to sell."""
    for name in ["redis", "web"] if built_town.has_redis else ["web"]:
        if name not in built_town.processes:
            built_town.start(name)
    built_town.tell("take_in", ducks=150, honeys=2000)
    return built_town


@pytest.fixture
def balanced(town: Town) -> Callable[[Crowd], None]:
    """Asks whether ledger, counters, holds and orders agree, and everything that was acknowledged is there."""

    def ask(crowd: Crowd) -> None:
        found = town.tell("count")
        assert crowd.wrong == []
        assert crowd.claims - set(found.pop("claims")) == set()
        assert crowd.codes - set(found.pop("codes")) == set()
        assert found == {"differences": 0, "unexplained": 0, "oversold": 0, "half": 0, "untold": 0}

    return ask


@pytest.fixture
def listen(town: Town) -> Iterator[Callable[[], Listener]]:
    opened: list[Listener] = []

    def open_one() -> Listener:
        opened.append(Listener(town.origin, ROOM, None))
        assert opened[-1].status == 200
        return opened[-1]

    yield open_one
    for listener in opened:
        listener.close()


def says_that_it_is_away(page: Answer) -> bool:
    """In words, with the time to come again, and without what happened inside."""
    told = page.status == 503 and page.headers["Retry-After"] is not None and "Back in a moment" in page.text
    return told and "Traceback" not in page.text
