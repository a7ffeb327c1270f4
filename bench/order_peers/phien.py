"""Phiên itself, on SQLite and on PostgreSQL: its checkout in one form, as a guest, payment on delivery.

And by its claim desk, as a room's buy button goes: the piece is claimed first, and ordered on the claim's own page.
"""

import contextlib
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

from bench.order_peers.crowd import Failed, SoldOut
from bench.order_peers.postgres import Server
from bench.order_peers.shop import HERE, PATIENCE, Open, Shop
from bench.order_peers.visitor import Visitor
from phien.config.testing_servers import Site

ADDRESS = {"name": "Nguyễn Thị Hà", "phone": "0912345678", "street": "Thôn Nà Riềng", "provider": "cod", "quantity": 1}


class Phien(Shop):
    """One uvicorn process, as `phien serve` starts it. Made anew in each run: the code under it changes."""

    name = "phien"
    title = "Phiên"

    def __init__(self) -> None:
        self.kept = tempfile.TemporaryDirectory(prefix="phien-bench-")  # gone with the shop
        self.folder = Path(self.kept.name)
        self.form: dict[str, object] = {}
        self.tokens: list[str] = []

    @property
    def home(self) -> Path:
        return self.folder

    @property
    def files(self) -> Path:
        return HERE / "phien_shop"

    def install(self) -> None:
        """Nothing: it is this checkout."""

    def database_url(self, server: Server, database: str) -> str:
        return server.url(database)

    def environment(self, server: Server, database: str) -> dict[str, str]:
        (self.folder / "home" / "static").mkdir(parents=True, exist_ok=True)
        return {
            "DJANGO_SETTINGS_MODULE": "phien.config.settings",
            "PHIEN_TESTING": "1",
            "PHIEN_HOME": str(self.folder / "home"),
            "PHIEN_CLAIMS_PER_ADDRESS": "1000000000",  # all buyers here have one address
            "PHIEN_DATABASE_URL": self.database_url(server, database),
        }

    def prepare(self, server: Server) -> None:
        server.make(f"{self.name}_ready")
        self.fill(server, f"{self.name}_ready")

    def fill(self, server: Server, database: str) -> None:
        made = self.run(
            [sys.executable, str(self.files / "put_on_sale.py"), "make"], self.environment(server, database)
        )
        facts = json.loads(made.splitlines()[-1])
        self.tokens = facts.pop("tokens")
        self.form = ADDRESS | facts

    def stock(self, server: Server, database: str, pieces: int) -> None:
        words = [sys.executable, str(self.files / "put_on_sale.py"), "stock", str(pieces)]
        self.run(words, self.environment(server, database))

    def sold(self, server: Server, database: str) -> int:
        return int(server.ask(database, "SELECT coalesce(sum(quantity), 0) FROM market_orderline"))

    @contextlib.contextmanager
    def open(self, server: Server, *, pieces: int) -> Iterator[Open]:
        database = f"{self.name}_open"
        self.copy(server, database)
        self.stock(server, database, pieces)
        environment = self.environment(server, database)
        site = Site(home=self.folder / "home", database=self.database_url(server, database), extra=environment)
        try:
            site.start(PATIENCE)
            yield Open(self, server, database, site.port)
        finally:
            site.stop()

    def copy(self, server: Server, database: str) -> None:
        server.make(database, like=f"{self.name}_ready")

    def serve(self, server: Server, database: str, port: int) -> "list[subprocess.Popen[bytes]]":
        raise NotImplementedError("`open` serves it")

    def purchase(self, visitor: Visitor) -> None:
        path = f"/buy/{self.form['offer']}/"
        page = visitor.get(path)
        if page.status != 200:
            raise Failed(f"form: {page}")
        if "csrftoken" not in visitor.cookies:  # the page of a duck that is gone has no form
            raise SoldOut
        headers = {"Accept": "application/json", "X-CSRFToken": visitor.cookies["csrftoken"]}
        answer = visitor.send(path, self.form | {"key": str(uuid.uuid4())}, headers)
        if answer.status == 201 and answer.json()["code"]:
            return
        if answer.status == 409 and answer.json()["code"] == "sold_out":
            raise SoldOut
        raise Failed(str(answer))


class PhienOnSQLite(Phien):
    name = "phien_sqlite"
    title = "Phiên"
    on = "SQLite"

    def database_url(self, server: Server, database: str) -> str:
        return f"sqlite:///{self.folder}/{database}.sqlite3"

    def prepare(self, server: Server) -> None:
        self.fill(server, f"{self.name}_ready")

    def copy(self, server: Server, database: str) -> None:
        for path in self.folder.glob(f"{database}.sqlite3*"):
            path.unlink()
        for path in self.folder.glob(f"{self.name}_ready.sqlite3*"):
            shutil.copy(path, self.folder / path.name.replace("_ready", "_open"))

    def sold(self, server: Server, database: str) -> int:
        with contextlib.closing(sqlite3.connect(self.folder / f"{database}.sqlite3")) as connection:
            found = connection.execute("SELECT coalesce(sum(quantity), 0) FROM market_orderline").fetchone()
        return int(found[0])


class ClaimDesk(PhienOnSQLite):
    name = "phien_claim"
    title = "Phiên's claim desk"

    def purchase(self, visitor: Visitor) -> None:
        claim = {"t": random.choice(self.tokens), "offer": self.form["offer"], "quantity": 1, "key": str(uuid.uuid4())}
        claimed = visitor.send_json("/claim", claim)
        if claimed.status == 202 or (claimed.status == 409 and claimed.json()["code"] == "sold_out"):
            raise SoldOut  # or in line, for the case that someone lets go
        if claimed.status != 201:
            raise Failed(f"claim: {claimed}")
        path = claimed.json()["url"]
        page = visitor.get(path)
        if page.status != 200:
            raise Failed(f"claim's page: {page}")
        ordered = visitor.send(path, self.form, {"X-CSRFToken": visitor.cookies["csrftoken"]})
        if ordered.status != 302 or "/orders/" not in ordered.location:
            raise Failed(f"order: {ordered}")
