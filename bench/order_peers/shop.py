"""What a shop is, for this benchmark: a published package, a database with one duck, a server, and a way to buy."""

import contextlib
import os
import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench.order_peers.postgres import Server
from bench.order_peers.visitor import Visitor
from phien.config.testing_servers import end, free_port, listens, wait_for

HERE = Path(__file__).parent
HOME = Path(os.environ.get("PEERS_HOME", "~/.cache/phien-bench/peers")).expanduser()
PATIENCE = 180.0  # seconds to start, on a busy machine
WORKERS = 3  # of a Python shop, as gunicorn advises for a little machine


class NotHere(Exception):
    """This shop cannot be had on this machine; says exactly why."""


class Open:
    """A shop that sells: where it listens, and how many pieces it has promised so far."""

    def __init__(self, shop: "Shop", server: Server, database: str, port: int) -> None:
        self.shop, self.server, self.database, self.port = shop, server, database, port

    def sold(self) -> int:
        return self.shop.sold(self.server, self.database)


class Shop(ABC):
    """One shop. `needs` are exact packages; what it stores is made once and kept as `duck.dump` in its folder."""

    name: str
    title: str
    needs: Sequence[str] = ()
    on = "PostgreSQL"

    @property
    def home(self) -> Path:
        return HOME / self.name

    @property
    def files(self) -> Path:
        return HERE / f"{self.name}_shop"

    @abstractmethod
    def install(self) -> None:
        """Bring the packages into `home`."""

    @abstractmethod
    def fill(self, server: Server, database: str) -> None:
        """Make the tables in an empty database, and put one duck on sale."""

    @abstractmethod
    def stock(self, server: Server, database: str, pieces: int) -> None:
        """Let there be so many ducks more; also while the shop sells."""

    @abstractmethod
    def sold(self, server: Server, database: str) -> int:
        """Pieces in orders that the shop has accepted."""

    @abstractmethod
    def serve(self, server: Server, database: str, port: int) -> "list[subprocess.Popen[bytes]]":
        """Start the shop as in production; the first one listens."""

    @abstractmethod
    def purchase(self, visitor: Visitor) -> None:
        """From empty cart to placed order. Raises crowd.SoldOut or crowd.Failed."""

    def prepare(self, server: Server) -> None:
        """Install it and fill it where that was not done yet, and have its database ready as `NAME_ready`."""
        installed, dump = self.home / "installed", self.home / "duck.dump"
        wanted = "\n".join(self.needs)
        if not installed.exists() or installed.read_text() != wanted:
            self.home.mkdir(parents=True, exist_ok=True)
            print(f"installing {self.title} into {self.home}", file=sys.stderr, flush=True)
            self.install()
            dump.unlink(missing_ok=True)
            installed.write_text(wanted)
        newest = max((path.stat().st_mtime for path in self.files.rglob("*") if path.is_file()), default=0.0)
        ready = f"{self.name}_ready"
        if not dump.exists() or dump.stat().st_mtime < newest:
            server.make(ready)
            self.fill(server, ready)
            server.save(ready, dump)
        server.load(ready, dump)

    @contextlib.contextmanager
    def open(self, server: Server, *, pieces: int) -> Iterator[Open]:
        """The shop with a fresh database and so many ducks, answering; ended with the block."""
        database = f"{self.name}_open"
        server.make(database, like=f"{self.name}_ready")
        self.stock(server, database, pieces)
        port = free_port()
        processes = self.serve(server, database, port)
        try:
            wait_for(lambda: listens(port), self.title, processes[0], seconds=PATIENCE)
            yield Open(self, server, database, port)
        finally:
            for process in processes:
                end(process)

    def run(self, words: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
        """What a command in the shop's folder says. Raises NotHere with its last words when it fails."""
        done = subprocess.run(
            words, check=False, cwd=self.home, env=os.environ | dict(environment or {}), capture_output=True, text=True
        )
        if done.returncode:
            said = (done.stdout + done.stderr).strip()
            said = said if len(said) < 1600 else f"{said[:800]} … {said[-800:]}"
            raise NotHere(f"{' '.join(words)[:200]} ended with {done.returncode}: {said}")
        return done.stdout

    def start(self, words: Sequence[str], environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
        """A server in the shop's folder; what it says goes to `server.log` there."""
        with (self.home / "server.log").open("wb") as log:
            return subprocess.Popen(words, cwd=self.home, env=os.environ | dict(environment), stdout=log, stderr=log)


class PythonShop(Shop):
    """A Django shop in its own virtual environment, behind gunicorn."""

    application: str

    def install(self) -> None:
        self.run([sys.executable, "-m", "venv", "--clear", "venv"])
        self.run(["venv/bin/python", "-m", "pip", "install", "--quiet", *self.needs])

    @abstractmethod
    def environment(self, server: Server, database: str) -> dict[str, str]:
        """What the shop's settings read."""

    def gunicorn(self, port: int) -> list[str]:
        words = ["venv/bin/gunicorn", self.application, "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
        return [*words, "--timeout", "120", "--error-logfile", "-", "--log-level", "warning"]

    def serve(self, server: Server, database: str, port: int) -> "list[subprocess.Popen[bytes]]":
        return [self.start(self.gunicorn(port), self.environment(server, database))]


class NodeShop(Shop):
    """A shop on node; its packages lie in its folder, beside links to our few files."""

    def install(self) -> None:
        npm = shutil.which("npm")
        if npm is None:
            raise NotHere("npm is not installed")
        (self.home / "package.json").write_text('{"private": true}\n')
        self.run([npm, "install", "--no-audit", "--no-fund", "--save-exact", "--loglevel=error", *self.needs])
