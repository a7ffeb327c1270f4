"""Vendure: its Shop API as its checkout guide has it, as a guest; an order is placed once its payment is authorized."""

import shutil
import subprocess
from typing import Any

from bench.order_peers.crowd import Failed, SoldOut
from bench.order_peers.postgres import Server
from bench.order_peers.shop import NodeShop, NotHere
from bench.order_peers.visitor import Visitor

PROCESSES = 2
ERROR = "__typename ... on ErrorResult { errorCode message }"
ADD = f'mutation {{ addItemToOrder(productVariantId: "1", quantity: 1) {{ {ERROR} ... on Order {{ id }} }} }}'
# The steps of the guide, all in one document: a storefront may send them so, and GraphQL does them one after another.
CHECKOUT = f"""mutation ($who: CreateCustomerInput!, $where: CreateAddressInput!) {{
  setCustomerForOrder(input: $who) {{ {ERROR} }}
  setOrderShippingAddress(input: $where) {{ {ERROR} }}
  setOrderShippingMethod(shippingMethodId: ["1"]) {{ {ERROR} }}
  transitionOrderToState(state: "ArrangingPayment") {{ {ERROR} }}
}}"""
PAY = f"""mutation {{
  addPaymentToOrder(input: {{ method: "on-delivery", metadata: {{}} }}) {{ {ERROR} ... on Order {{ code state }} }}
}}"""
ADDRESS = {
    "fullName": "Nguyễn Thị Hà",
    "streetLine1": "Thôn Nà Riềng",
    "city": "Bắc Sơn",
    "province": "Lạng Sơn",
    "countryCode": "VN",
    "phoneNumber": "+84912345678",
}
GONE = {"INSUFFICIENT_STOCK_ERROR", "ORDER_STATE_TRANSITION_ERROR", "ORDER_PAYMENT_STATE_ERROR"}


class Vendure(NodeShop):
    name = "vendure"
    title = "Vendure 3.7.3"
    needs = ("@vendure/core@3.7.3", "pg@8.23.1")

    def environment(self, server: Server, database: str, port: int) -> dict[str, str]:
        return {
            "NODE_PATH": str(self.home / "node_modules"),
            "VENDURE_DISABLE_TELEMETRY": "true",
            "NODE_ENV": "production",
            "SHOP_DATABASE": database,
            "SHOP_SOCKET": server.socket,
            "SHOP_PORT": str(port),
            "SHOP_PROCESSES": str(PROCESSES),
        }

    def fill(self, server: Server, database: str) -> None:
        self.run([self.node(), str(self.files / "put_on_sale.js")], self.environment(server, database, 0))

    def stock(self, server: Server, database: str, pieces: int) -> None:
        server.ask(database, f'UPDATE stock_level SET "stockOnHand" = "stockOnHand" + {int(pieces)}')

    def sold(self, server: Server, database: str) -> int:
        return int(
            server.ask(
                database,
                "SELECT coalesce(sum(order_line.quantity), 0) FROM order_line"
                ' JOIN "order" ON "order".id = order_line."orderId" WHERE "orderPlacedAt" IS NOT NULL',
            )
        )

    def serve(self, server: Server, database: str, port: int) -> "list[subprocess.Popen[bytes]]":
        return [self.start([self.node(), str(self.files / "serve.js")], self.environment(server, database, port))]

    def purchase(self, visitor: Visitor) -> None:
        self.ask(visitor, ADD)
        who = {"firstName": "Hà", "lastName": "Nguyễn", "emailAddress": visitor.email}
        self.ask(visitor, CHECKOUT, {"who": who, "where": ADDRESS})
        paid = self.ask(visitor, PAY)["addPaymentToOrder"]
        if paid.get("state") != "PaymentAuthorized":
            raise Failed(str(paid))

    def ask(self, visitor: Visitor, document: str, facts: dict[str, Any] | None = None) -> dict[str, Any]:
        """Raises when any of the document's steps was refused."""
        answer = visitor.send_json("/shop-api", {"query": document, "variables": facts or {}})
        said = answer.json()
        if answer.status != 200 or said.get("errors") or not said.get("data"):
            raise Failed(str(answer))
        data: dict[str, Any] = said["data"]
        for step, result in data.items():
            if result and result.get("errorCode"):
                if result["errorCode"] in GONE:
                    raise SoldOut
                raise Failed(f"{step}: {result}")
        return data

    def node(self) -> str:
        found = shutil.which("node")
        if found is None:
            raise NotHere("node is not installed")
        return found
