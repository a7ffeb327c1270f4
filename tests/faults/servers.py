"""What a test does to the town's own PostgreSQL."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg

from phien.config.testing_servers import postgres_folder, wait_for
from tests.faults.town import Town


def folder(town: Town) -> Path:
    """Of its socket, its data and its log."""
    return Path(parse_qs(urlsplit(town.database).query)["host"][0])


def control(town: Town, *words: str) -> None:
    programs, place = postgres_folder(), folder(town)
    assert programs is not None
    user = "postgres" if os.getuid() == 0 else None
    words = (str(programs / "pg_ctl"), "-D", f"{place}/data", "-w", *words)
    subprocess.run(words, user=user, cwd=place, check=True, stdout=subprocess.DEVNULL)


def stop_postgres(town: Town) -> None:
    """As when the machine loses its power, but for what the kernel still writes."""
    control(town, "-m", "immediate", "stop")


def start_postgres(town: Town) -> None:
    place = folder(town)
    control(town, "-l", f"{place}/second-log", "-o", f"-k {place} -c listen_addresses= -c fsync=off", "start")


def backends(town: Town) -> list[int]:
    """The processes of PostgreSQL that serve the site just now."""
    with psycopg.connect(town.database) as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).fetchall()
    return sorted(pid for (pid,) in rows)


@contextlib.contextmanager
def recovering(town: Town) -> Iterator[None]:
    """What is done inside makes PostgreSQL start anew; it is there again afterwards."""
    began = started(town)
    yield
    wait_for(lambda: started(town) not in {None, began}, "PostgreSQL after it recovered")


def started(town: Town) -> object:
    """When PostgreSQL last began to answer; None while it does not. A crash of a backend begins it anew."""
    with contextlib.suppress(psycopg.OperationalError), psycopg.connect(town.database) as connection:
        return connection.execute("SELECT stats_reset FROM pg_stat_bgwriter").fetchone()
    return None
