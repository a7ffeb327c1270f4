"""django-oscar: its own storefront and checkout, as a guest; the order is placed from the preview step."""

import shutil
from collections.abc import Mapping

from bench.order_peers.crowd import Failed, SoldOut
from bench.order_peers.postgres import Server
from bench.order_peers.shop import PythonShop
from bench.order_peers.visitor import Answer, Visitor

DUCK = 1
ADDRESS = {
    "first_name": "Hà",
    "last_name": "Nguyễn",
    "line1": "Thôn Nà Riềng",
    "line4": "Bắc Sơn",
    "state": "Lạng Sơn",
    "postcode": "240000",
    "phone_number": "+84912345678",
}


class Oscar(PythonShop):
    name = "oscar"
    title = "django-oscar 4.2.1"
    needs = ("django-oscar[sorl-thumbnail]==4.2.1", "django==6.1.3", "psycopg[binary]==3.3.9", "gunicorn==27.0.1")
    application = "django.core.wsgi:get_wsgi_application()"

    def environment(self, server: Server, database: str) -> dict[str, str]:
        return {
            "PYTHONPATH": str(self.files),
            "DJANGO_SETTINGS_MODULE": "oscar_settings",
            "SHOP_DATABASE": database,
            "SHOP_SOCKET": server.socket,
            "SHOP_MEDIA": str(self.home / "media"),
        }

    def fill(self, server: Server, database: str) -> None:
        environment = self.environment(server, database)
        picture = next((self.home / "venv").glob("lib/*/site-packages/oscar/static/oscar/img/image_not_found.jpg"))
        (self.home / "media").mkdir(exist_ok=True)
        shutil.copy(picture, self.home / "media")
        self.run(["venv/bin/python", "-m", "django", "migrate", "--verbosity", "0"], environment)
        self.run(["venv/bin/python", str(self.files / "put_on_sale.py")], environment)

    def stock(self, server: Server, database: str, pieces: int) -> None:
        server.ask(database, f"UPDATE partner_stockrecord SET num_in_stock = num_in_stock + {int(pieces)}")

    def sold(self, server: Server, database: str) -> int:
        return int(server.ask(database, "SELECT coalesce(sum(quantity), 0) FROM order_line"))

    def purchase(self, visitor: Visitor) -> None:
        page = visitor.get(f"/catalogue/vit-quay_{DUCK}/")
        if page.status != 200:
            raise Failed(f"product page: {page}")
        self.post(visitor, f"/basket/add/{DUCK}/", {"quantity": 1}, "/")
        guest = {"username": visitor.email, "options": "anonymous"}
        self.post(visitor, "/checkout/", guest, "/checkout/shipping-address/")
        self.post(visitor, "/checkout/shipping-address/", ADDRESS, "/checkout/shipping-method/")
        self.moved(visitor.get("/checkout/shipping-method/"), "/checkout/payment-method/")
        self.post(visitor, "/checkout/preview/", {"action": "place_order"}, "/checkout/thank-you/")

    def post(self, visitor: Visitor, path: str, fields: Mapping[str, object], then: str) -> None:
        answer = visitor.send(path, fields, {"X-CSRFToken": visitor.cookies["csrftoken"]})
        self.moved(answer, then)

    def moved(self, answer: Answer, then: str) -> None:
        """Oscar sends a buyer whose duck is gone back to the basket, and says so there."""
        if answer.status == 302 and answer.location.startswith(then):
            return
        if answer.status == 302 and answer.location == "/basket/":
            raise SoldOut
        raise Failed(f"instead of {then}: {answer}")
