"""pretix: its own shop pages, as a guest: cart, contact, payment on delivery, confirmation.

Its tasks run within the request, as they do without a Celery worker: with one the buyer's browser would ask again and
again for the task's outcome. Cache and sessions are in a Redis of its own, as its guide advises.
"""

import shutil
import subprocess
from collections.abc import Mapping

from bench.order_peers.crowd import Failed, SoldOut
from bench.order_peers.postgres import Server
from bench.order_peers.shop import NotHere, PythonShop
from bench.order_peers.visitor import Visitor
from phien.config.testing_servers import free_port, listens, wait_for

SHOP = "/cho-phien/vit-quay"


class Pretix(PythonShop):
    name = "pretix"
    title = "pretix 2026.8.0"
    needs = ("pretix==2026.8.0", "gunicorn==27.0.1")
    application = "pretix.wsgi"

    def environment(self, server: Server, database: str) -> dict[str, str]:
        return {
            "PYTHONPATH": str(self.files),
            "DJANGO_SETTINGS_MODULE": "pretix_without_mail",
            "PRETIX_PRETIX_DATADIR": str(self.home / "data"),
            "PRETIX_PRETIX_REGISTRATION": "off",
            "PRETIX_DATABASE_BACKEND": "postgresql",
            "PRETIX_DATABASE_NAME": database,
            "PRETIX_DATABASE_USER": "phien",
            "PRETIX_DATABASE_HOST": server.socket,
            "PRETIX_DJANGO_DEBUG": "off",
        }

    def fill(self, server: Server, database: str) -> None:
        environment = self.environment(server, database)
        self.run(["venv/bin/python", "-m", "pretix", "migrate", "--verbosity", "0"], environment)
        self.run(["venv/bin/python", str(self.files / "put_on_sale.py")], environment)

    def stock(self, server: Server, database: str, pieces: int) -> None:
        server.ask(database, f"UPDATE pretixbase_quota SET size = size + {int(pieces)}")

    def sold(self, server: Server, database: str) -> int:
        return int(
            server.ask(
                database,
                "SELECT count(*) FROM pretixbase_orderposition AS piece JOIN pretixbase_order AS o ON o.id = order_id"
                " WHERE NOT piece.canceled AND o.status IN ('n', 'p')",
            )
        )

    def serve(self, server: Server, database: str, port: int) -> "list[subprocess.Popen[bytes]]":
        binary = shutil.which("redis-server") or shutil.which("valkey-server")
        if binary is None:
            raise NotHere("pretix wants Redis: apt-get install redis-server")
        redis = free_port()
        words = [binary, "--port", str(redis), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        kept = subprocess.Popen(words, cwd=self.home, stdout=subprocess.DEVNULL)
        wait_for(lambda: listens(redis), "redis-server", kept)
        extra = {
            "PRETIX_PRETIX_URL": f"http://127.0.0.1:{port}",
            "PRETIX_REDIS_LOCATION": f"redis://127.0.0.1:{redis}/0",
            "PRETIX_REDIS_SESSIONS": "on",
        }
        return [self.start(self.gunicorn(port), self.environment(server, database) | extra), kept]

    def purchase(self, visitor: Visitor) -> None:
        page = visitor.get(f"{SHOP}/")
        if page.status != 200:
            raise Failed(f"shop: {page}")
        self.post(visitor, "cart/add", {"item_1": 1}, f"{SHOP}/?require_cookie=true")
        self.post(visitor, "checkout/questions/", {"email": visitor.email}, f"{SHOP}/checkout/payment/")
        self.post(visitor, "checkout/payment/", {"payment": "manual"}, f"{SHOP}/checkout/confirm/")
        self.post(visitor, "checkout/confirm/", {}, f"{SHOP}/order/")

    def post(self, visitor: Visitor, path: str, fields: Mapping[str, object], then: str) -> None:
        """pretix sends a buyer whose cart stayed empty back to the shop's first page."""
        token = {"csrfmiddlewaretoken": visitor.cookies["pretix_csrftoken"]}
        answer = visitor.send(f"{SHOP}/{path}", token | dict(fields), {"Origin": f"http://127.0.0.1:{visitor.port}"})
        if answer.status == 302 and answer.location.startswith(then):
            return
        if answer.status == 302 and answer.location.startswith(f"{SHOP}/?"):
            raise SoldOut
        raise Failed(f"instead of {then}: {answer}")
