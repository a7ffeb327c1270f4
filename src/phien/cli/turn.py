"""Whose turn it is where several machines run the same process for one site: one works, the others wait to take over.

On PostgreSQL a session's advisory lock says so: it ends with the session, and PostgreSQL ends that of a machine that
has gone without a word within half a minute. (Through a pooler this needs the pooler's session mode.) On SQLite there
is one machine, and a locked file does.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

TICK, PREPARE = 0x50686965, 0x50686966
"""Numbers of the advisory locks; they count within the site's own database."""

ASK_IF_ALIVE = "SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3"


class FileTurn:
    """Held until the process ends."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w")
        self._has_it = False

    def is_ours(self) -> bool:
        if not self._has_it:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            self._has_it = True
        return True


class DatabaseTurn:
    """Held by a connection of its own, as long as that connection lives."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._session: BaseDatabaseWrapper | None = None
        self._has_it = False

    def is_ours(self) -> bool:
        """Asks the database each time: a lock whose connection broke is nobody's."""
        try:
            if self._session is None:
                self._session = connections.create_connection(DEFAULT_DB_ALIAS)
                with self._session.cursor() as cursor:
                    cursor.execute(ASK_IF_ALIVE)
            with self._session.cursor() as cursor:
                if self._has_it:
                    cursor.execute("SELECT 1")
                else:
                    cursor.execute("SELECT pg_try_advisory_lock(%s)", [self._number])
                    self._has_it = bool(cursor.fetchone()[0])
        except (DatabaseError, InterfaceError):
            self.give_up()
        return self._has_it

    def give_up(self) -> None:
        self._has_it = False
        if self._session is not None:
            self._session.close()
            self._session = None


def of_tick(home: Path) -> FileTurn | DatabaseTurn:
    return FileTurn(home / "tick.lock") if connection.vendor == "sqlite" else DatabaseTurn(TICK)


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Wait until no other process brings this site's database up to date, and keep others waiting meanwhile."""
    if connection.vendor == "sqlite":
        with (home / "prepare.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    session = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        with session.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARE])
        yield
    finally:
        session.close()
