"""A pytest plugin: each worker's SQLite database is a copy of one that was migrated once.

The migrated file is kept in `build/`, named after what the migrations say, so that it is made anew when one changes.
On PostgreSQL each worker migrates for itself, as pytest-django does it.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

PACKAGE = Path(__file__).resolve().parent.parent
FOLDER = PACKAGE.parent.parent / "build" / "test-databases"


def migrated() -> Path:
    """Where the migrated database of this state of the code is, or will be once one was made."""
    said = hashlib.sha256()
    for name in ("django", "django-allauth"):
        said.update(version(name).encode())
    for path in sorted([*PACKAGE.glob("*/migrations/*.py"), PACKAGE / "config" / "settings.py"]):
        said.update(path.read_bytes())
    return FOLDER / f"{said.hexdigest()[:16]}.sqlite3"


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """One process at a time: the second one copies what the first one made."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def keep(database: Path) -> None:
    """The copy for later runs; those of other states of the code go."""
    kept = migrated()
    for old in FOLDER.glob("*.sqlite3"):
        old.unlink()
    with contextlib.closing(sqlite3.connect(database)) as source:
        source.execute("VACUUM INTO ?", (str(kept),))


def pytest_configure(config: pytest.Config) -> None:
    if not os.environ.get("PHIEN_DATABASE_URL", "").startswith("postgres"):
        config.option.reuse_db = True  # else pytest-django empties what was copied; its folder goes with the process


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Iterator[None]:
    if fixturedef.argname != "django_db_setup":
        return (yield)
    from django.db import connection  # noqa: PLC0415  # this plugin is loaded before Django

    if connection.vendor != "sqlite":
        return (yield)
    database = Path(connection.settings_dict["TEST"]["NAME"])
    with alone():
        if migrated().exists():
            shutil.copyfile(migrated(), database)
        made = yield
        if database.exists() and not migrated().exists():  # no test may have asked for it
            keep(database)
    return made


@pytest.fixture(scope="session")
def migrated_database(django_db_setup: None) -> Path:
    """A migrated SQLite database without a row, to be copied into the home of a site that a test starts."""
    return migrated()
