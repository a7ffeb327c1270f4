"""Medusa: its Store API as its checkout guide has it, as a guest; the order is placed when the cart is completed."""

import json
import shutil
import subprocess
from typing import Any
from urllib.parse import quote

from bench.order_peers.crowd import Failed, SoldOut
from bench.order_peers.postgres import Server
from bench.order_peers.shop import NodeShop
from bench.order_peers.visitor import Visitor

VERSION = "2.21.2"
ADDRESS = {
    "first_name": "Hà",
    "last_name": "Nguyễn",
    "address_1": "Thôn Nà Riềng",
    "city": "Bắc Sơn",
    "postal_code": "240000",
    "country_code": "vn",
    "phone": "+84912345678",
}


class Medusa(NodeShop):
    name = "medusa"
    title = f"Medusa {VERSION}"
    needs = (f"@medusajs/medusa@{VERSION}", f"@medusajs/framework@{VERSION}", f"@medusajs/cli@{VERSION}")

    def environment(self, server: Server, database: str, port: int = 0) -> dict[str, str]:
        return {
            "NODE_ENV": "production",
            "MEDUSA_DISABLE_TELEMETRY": "true",
            "SHOP_DATABASE_URL": f"postgresql://phien@{quote(server.socket, safe='')}:5432/{database}",
            "PORT": str(port),
        }

    def fill(self, server: Server, database: str) -> None:
        """Medusa reads its configuration from the folder it is started in."""
        for path in self.files.iterdir():
            shutil.copy(path, self.home)
        environment = self.environment(server, database)
        self.run(["node_modules/.bin/medusa", "db:migrate", "--execute-safe-links"], environment)
        self.run(["node_modules/.bin/medusa", "exec", "./put_on_sale.js"], environment)

    def stock(self, server: Server, database: str, pieces: int) -> None:
        """Medusa keeps each quantity twice, once as a number and once as JSON."""
        server.ask(
            database,
            f"UPDATE inventory_level SET stocked_quantity = stocked_quantity + {int(pieces)}, raw_stocked_quantity ="
            f" jsonb_build_object('value', (stocked_quantity + {int(pieces)})::text, 'precision', 20)",
        )

    def sold(self, server: Server, database: str) -> int:
        return int(
            server.ask(
                database,
                'SELECT coalesce(sum(quantity), 0) FROM order_item AS piece JOIN "order" AS o ON o.id = order_id'
                " WHERE piece.deleted_at IS NULL AND o.deleted_at IS NULL AND o.status NOT IN ('canceled', 'draft')",
            )
        )

    def serve(self, server: Server, database: str, port: int) -> "list[subprocess.Popen[bytes]]":
        words = ["node_modules/.bin/medusa", "start", "--host", "127.0.0.1", "--port", str(port)]
        return [self.start(words, self.environment(server, database, port))]

    def purchase(self, visitor: Visitor) -> None:
        names = json.loads((self.home / "duck.json").read_text())
        items = [{"variant_id": names["variant"], "quantity": 1}]
        who = {"email": visitor.email, "shipping_address": ADDRESS}
        key = names["key"]
        cart = self.post(visitor, key, "carts", {"region_id": names["region"], "items": items} | who)["cart"]["id"]
        self.post(visitor, key, f"carts/{cart}/shipping-methods", {"option_id": names["option"]})
        payment = self.post(visitor, key, "payment-collections", {"cart_id": cart})["payment_collection"]["id"]
        provider = {"provider_id": "pp_system_default"}
        self.post(visitor, key, f"payment-collections/{payment}/payment-sessions", provider)
        done = self.post(visitor, key, f"carts/{cart}/complete", {})
        if done.get("type") == "order":
            return
        raise self.refusal(str(done))

    def post(self, visitor: Visitor, key: str, path: str, facts: dict[str, Any]) -> dict[str, Any]:
        answer = visitor.send_json(f"/store/{path}", facts, {"x-publishable-api-key": key})
        if answer.status == 200:
            said: dict[str, Any] = answer.json()
            return said
        raise self.refusal(f"{path}: {answer}")

    def refusal(self, words: str) -> Exception:
        gone = "required inventory" in words or "Not enough stock" in words
        return SoldOut() if gone else Failed(words)
