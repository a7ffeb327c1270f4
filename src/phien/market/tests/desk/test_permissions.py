"""Role × page: who comes in, who is refused, and that a refusal changes nothing."""

import pytest
from django.test import Client

from phien.market.models import Order, Parcel, Stock, StockEntry

PAGES = [
    "",
    "orders/",
    "orders.xlsx",
    "orders/{order}/",
    "orders/{order}/cancel/",
    "packing/",
    "packing.pdf",
    "labels.pdf",
    "labels.pdf?order={order}",
    "pack/",
    "pack/{order}/",
    "stock/",
    "stock/{lot}/",
    "offers/",
    "money/",
    "money/statement/",
]
STAFF_PAGES = ["enter/", "stock/take-in/"]
ORGANISER_PAGES = ["offers/add/", "offers/{offer}/"]
POSTS = [
    "orders/{order}/pack/",
    "orders/{order}/unpack/",
    "orders/{order}/cancel/",
    "orders/{order}/hand-over/",
    "orders/{order}/deliver/",
    "orders/{order}/give-back/",
    "orders/{order}/receive/",
    "bulk/",
    "enter/",
    "stock/take-in/",
    "stock/{lot}/more/",
    "stock/{lot}/set-aside/",
    "stock/{lot}/count/",
    "offers/add/",
    "offers/{offer}/",
    "offers/{offer}/pause/",
    "offers/{offer}/resume/",
    "products/vit-quay/",
    "money/statement/",
]


@pytest.fixture
def paths(desk):
    order = desk.order()
    names = {"order": str(order), "lot": desk.market.duck_lot.pk, "offer": desk.market.duck_offer.pk}
    return lambda path: desk.url(path.format(**names))


def standing():
    return (
        list(Order.objects.values_list("state").order_by("pk")),
        list(Parcel.objects.values_list("state").order_by("pk")),
        list(Stock.objects.values_list("on_hand", "reserved").order_by("pk")),
        StockEntry.objects.count(),
    )


class TestComesIn:
    @pytest.mark.parametrize("path", PAGES)
    def test_organiser_packer_and_the_producer_of_the_order(self, paths, organiser, packer, duck_house, path):
        for client in (organiser, packer, duck_house):
            assert client.get(paths(path)).status_code == 200

    @pytest.mark.parametrize("path", STAFF_PAGES)
    def test_staff_only(self, paths, organiser, packer, duck_house, path):
        assert organiser.get(paths(path)).status_code == 200
        assert packer.get(paths(path)).status_code == 200
        assert duck_house.get(paths(path)).status_code == 403

    @pytest.mark.parametrize("path", ORGANISER_PAGES)
    def test_organiser_only(self, paths, organiser, packer, duck_house, path):
        assert organiser.get(paths(path)).status_code == 200
        assert packer.get(paths(path)).status_code == 403
        assert duck_house.get(paths(path)).status_code == 403

    def test_product_is_the_organisers_and_its_producers(self, paths, organiser, packer, duck_house, honey_house):
        path = paths("products/vit-quay/")
        assert organiser.get(path).status_code == 200
        assert duck_house.get(path).status_code == 200
        assert packer.get(path).status_code == 403
        assert honey_house.get(path).status_code == 404


class TestStaysOut:
    @pytest.mark.parametrize("path", [*PAGES, *STAFF_PAGES, *ORGANISER_PAGES])
    def test_others(self, paths, refused_ones, path):
        for client in refused_ones:
            assert client.get(paths(path)).status_code == 404

    @pytest.mark.parametrize("path", POSTS)
    def test_others_change_nothing(self, paths, refused_ones, path):
        before = standing()
        for client in refused_ones:
            assert client.post(paths(path), {"order": "X", "sure": "1"}).status_code == 404
        assert standing() == before

    def test_nobody_signed_in(self, paths):
        for path in (*PAGES, *POSTS):
            answer = Client().get(paths(path))
            assert answer.status_code in {302, 405}
            assert answer.status_code == 405 or "/account/login/" in answer["Location"]

    @pytest.mark.parametrize(
        "path",
        [path for path in [*PAGES, *POSTS] if "{order}" in path or "{lot}" in path or "{offer}/p" in path],
    )
    def test_producer_of_another_house(self, paths, honey_house, path):
        before = standing()
        if path in POSTS:
            answer = honey_house.post(paths(path), {"code": "buyer"})
        else:
            answer = honey_house.get(paths(path))
        assert answer.status_code in {403, 404}
        assert answer.status_code == 404 or "stock/" in path
        assert standing() == before

    def test_a_producer_sees_no_other_house_anywhere(self, paths, desk, honey_house):
        order = Order.objects.get()
        for path in ("", "orders/", "packing/", "stock/", "offers/", "money/", "pack/"):
            page = honey_house.get(desk.url(path)).content.decode()
            assert str(order) not in page
            assert "Vịt quay" not in page

    def test_a_producer_sets_nothing_aside_and_enters_nothing(self, paths, duck_house):
        before = standing()
        for path in ("stock/{lot}/set-aside/", "stock/{lot}/more/", "stock/{lot}/count/", "stock/take-in/", "enter/"):
            assert duck_house.post(paths(path), {"quantity": "1"}).status_code == 403
        for path in ("offers/{offer}/", "offers/add/"):
            assert duck_house.post(paths(path), {"price": "1"}).status_code == 403
        assert standing() == before

    def test_a_role_that_ended_opens_nothing(self, desk, paths):
        from datetime import timedelta

        from phien.lib import clock

        actor = desk.person("cu", "packer")
        actor.roles.update(ends_at=clock.now() - timedelta(minutes=1))
        assert desk.client(actor).get(paths("")).status_code == 404


class TestWrongAddress:
    def test_unknown_campaign(self, packer):
        assert packer.get("/desk/market/nowhere/").status_code == 404

    @pytest.mark.parametrize("number", ["XXXXXXXX-1", "X", "LV7K3M9Q", "LV7K3M9Q-99", "%3Cscript%3E", "💥-1"])
    def test_unknown_order(self, desk, packer, number):
        assert packer.get(desk.url(f"orders/{number}/")).status_code == 404
        assert packer.post(desk.url(f"orders/{number}/pack/")).status_code == 404
        assert packer.get(desk.url(f"labels.pdf?order={number}")).status_code == 404
        assert packer.post(desk.url("bulk/"), {"order": number, "do": "pack"}).status_code == 404

    @pytest.mark.parametrize("path", ["stock/999999/", "offers/999999/", "products/nothing/"])
    def test_unknown_things(self, desk, organiser, path):
        assert organiser.get(desk.url(path)).status_code == 404

    @pytest.mark.parametrize("path", ["orders/{order}/pack/", "bulk/", "offers/{offer}/pause/", "stock/{lot}/more/"])
    def test_what_changes_is_not_read(self, paths, organiser, path):
        assert organiser.get(paths(path)).status_code == 405

    @pytest.mark.parametrize("path", ["", "orders/", "packing/", "labels.pdf", "stock/", "money/"])
    def test_what_is_read_takes_no_post(self, paths, organiser, path):
        assert organiser.post(paths(path)).status_code == 405

    def test_pages_stay_out_of_shared_caches(self, paths, packer):
        assert "no-store" in packer.get(paths(""))["Cache-Control"]
