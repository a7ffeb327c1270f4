"""The PostgreSQL that all shops stand on, durable (fsync and synchronous_commit on), and what it can do at most."""

import contextlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, LiteralString

import psycopg

from phien.config.testing_servers import postgres, postgres_folder

SETTINGS = (
    "fsync=on",
    "synchronous_commit=on",
    "full_page_writes=on",
    "max_connections=300",
    "shared_buffers=512MB",
    "max_wal_size=4GB",
)


class Server:
    """A running server with the databases of the shops."""

    def __init__(self, programs: Path, socket: str) -> None:
        self.programs, self.socket = programs, socket

    def url(self, database: str) -> str:
        """As libpq, Django and node's drivers read it."""
        return f"postgresql://phien@/{database}?host={self.socket}"

    def ask(self, database: str, question: LiteralString) -> Any:
        """The first value of the first row; a statement without rows gives None."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(question)
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None

    def make(self, database: str, *, like: str = "template0") -> None:
        """A fresh database, empty or a copy of another that nobody is connected to."""
        self.program("dropdb", "--if-exists", "--force", database)
        self.program("createdb", "--template", like, database)

    def save(self, database: str, path: Path) -> None:
        self.program("pg_dump", "--format=custom", "--file", str(path.with_suffix(".part")), database)
        path.with_suffix(".part").rename(path)

    def load(self, database: str, path: Path) -> None:
        self.make(database)
        self.program("pg_restore", "--dbname", database, str(path))
        self.program("vacuumdb", "--analyze", "--quiet", database)

    def program(self, name: str, *words: str) -> str:
        call = [str(self.programs / name), "--host", self.socket, "--username", "phien", *words]
        done = subprocess.run(call, check=False, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{name} {' '.join(words)}: {done.stderr[-1000:]}")
        return done.stdout

    def single_row(self, folder: Path, *, buyers: int, seconds: float) -> float:
        """pgbench's transactions per second where each takes one piece of the same row and writes an order."""
        self.make("limit")
        with psycopg.connect(self.url("limit"), autocommit=True) as connection:
            connection.execute("CREATE TABLE stock (id int PRIMARY KEY, left_over int CHECK (left_over >= 0))")
            connection.execute(
                "CREATE TABLE orders (id bigserial PRIMARY KEY, stock int, at timestamptz DEFAULT now())"
            )
            connection.execute("INSERT INTO stock VALUES (1, 100000000)")
        script = folder / "single_row.sql"
        script.write_text(
            "BEGIN;\nINSERT INTO orders (stock) VALUES (1);\n"
            "UPDATE stock SET left_over = left_over - 1 WHERE id = 1 AND left_over >= 1;\nCOMMIT;\n"
        )
        words = ["--no-vacuum", "--file", str(script), "--client", str(buyers), "--jobs", "2"]
        said = self.program("pgbench", *words, "--time", str(round(seconds)), "limit")
        found = re.search(r"tps = ([0-9.]+) \(without", said)
        assert found, said
        return float(found[1])


@contextlib.contextmanager
def serving() -> Iterator[Server]:
    programs = postgres_folder()
    if programs is None:
        raise SystemExit("This benchmark needs PostgreSQL's programs: apt-get install postgresql")
    with postgres(programs, *SETTINGS) as url:
        yield Server(programs, url.rpartition("host=")[2])
