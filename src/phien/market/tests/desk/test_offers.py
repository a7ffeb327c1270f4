"""Prices, pauses, words and pictures."""

import io

import pytest
from PIL import Image

from phien.market.models import Offer, Product


def picture(kind="JPEG"):
    out = io.BytesIO()
    Image.new("RGB", (900, 700), "#884422").save(out, kind)
    out.seek(0)
    out.name = "vit.jpg"
    return out


class TestPause:
    @pytest.mark.parametrize("who", ["organiser", "packer", "duck_house"])
    def test_one_tap_and_back(self, desk, request, who):
        client = request.getfixturevalue(who)
        offer = desk.market.duck_offer
        for _ in range(2):
            answer = client.post(desk.url(f"offers/{offer.pk}/pause/"), follow=True)
            assert "undo-bar" in answer.content.decode()
        assert Offer.objects.get(pk=offer.pk).paused_at
        for _ in range(2):
            client.post(desk.url(f"offers/{offer.pk}/resume/"))
        assert Offer.objects.get(pk=offer.pk).paused_at is None

    def test_another_house_pauses_nothing(self, desk, honey_house):
        assert honey_house.post(desk.url(f"offers/{desk.market.duck_offer.pk}/pause/")).status_code == 404
        assert Offer.objects.get(pk=desk.market.duck_offer.pk).paused_at is None


class TestPrice:
    def sent(self, **changes):
        return {
            "price": "395.000 đ",
            "limit_per_order": "4",
            "starts_at": "2026-01-01T08:00",
            "ends_at": "2026-12-31T20:00",
        } | changes

    def test_changed_and_its_place_kept(self, desk, organiser):
        offer = desk.market.honey_offer
        assert organiser.post(desk.url(f"offers/{offer.pk}/"), self.sent()).status_code == 302
        offer.refresh_from_db()
        assert (offer.price, offer.limit_per_order, offer.position) == (395_000, 4, 2)

    @pytest.mark.parametrize(
        "changes",
        [
            {"price": "0"},
            {"price": "-5"},
            {"price": "12,5"},
            {"price": "nhiều"},
            {"price": "9" * 20},
            {"price": ""},
            {"limit_per_order": "0"},
            {"limit_per_order": "1000000000"},
            {"ends_at": "2025-01-01T08:00"},
            {"starts_at": "soon"},
        ],
    )
    def test_refused_and_kept(self, desk, organiser, changes):
        offer = desk.market.duck_offer
        sent = self.sent(**changes)
        answer = organiser.post(desk.url(f"offers/{offer.pk}/"), sent)
        assert answer.status_code == 400
        assert "errorlist" in answer.content.decode()
        assert Offer.objects.get(pk=offer.pk).price == 385_000

    def test_another_product_is_offered(self, desk, organiser):
        desk.person("chi-vit", "producer", works_for=desk.market.that_khe)
        other = Product.objects.create(
            slug="khau-nhuc",
            producer=desk.market.that_khe,
            group="food",
            name={"vi": "Khâu nhục"},
            net_weight_g=1,
            gross_weight_g=1,
        )
        assert organiser.post(desk.url("offers/add/"), self.sent(product=desk.market.duck.pk)).status_code == 400
        for _ in range(2):
            organiser.post(desk.url("offers/add/"), self.sent(product=other.pk))
        offer = Offer.objects.get(product=other)
        assert (offer.price, offer.position) == (395_000, 3)


class TestProduct:
    def sent(self, **changes):
        return {
            "name_vi": "Vịt quay Thất Khê",
            "name_en": "Thất Khê roast duck",
            "lead_vi": "Da giòn",
            "net_weight_g": "1900",
            "gross_weight_g": "2300",
            "min_days_left": "10",
        } | changes

    def test_words_in_four_languages_and_a_picture(self, desk, duck_house):
        sent = self.sent(**{"picture-picture": picture(), "picture-alt_vi": "Vịt trên mẹt"})
        assert duck_house.post(desk.url("products/vit-quay/"), sent).status_code == 302
        duck = Product.objects.get(pk=desk.market.duck.pk)
        assert duck.name == {"vi": "Vịt quay Thất Khê", "en": "Thất Khê roast duck"}
        assert duck.picture.alt == {"vi": "Vịt trên mẹt"}
        assert duck.producer == desk.market.that_khe

    def test_without_a_picture_the_old_one_stays(self, desk, organiser):
        organiser.post(desk.url("products/vit-quay/"), self.sent(**{"picture-picture": picture()}))
        organiser.post(desk.url("products/vit-quay/"), self.sent(name_vi="Vịt"))
        duck = Product.objects.get(pk=desk.market.duck.pk)
        assert duck.picture is not None
        assert duck.name.within("vi") == "Vịt"

    @pytest.mark.parametrize(
        "changes",
        [
            {"name_vi": ""},
            {"net_weight_g": "0"},
            {"gross_weight_g": "1"},
            {"min_days_left": "-1"},
            {"picture-picture": "broken"},
            {"picture-picture": "empty"},
        ],
    )
    def test_refused_with_everything_typed_kept(self, desk, duck_house, changes):
        if "picture-picture" in changes:
            broken = io.BytesIO(b"" if changes["picture-picture"] == "empty" else b"\xff\xd8not a picture")
            broken.name = "x.jpg"
            changes = {"picture-picture": broken}
        answer = duck_house.post(desk.url("products/vit-quay/"), self.sent(lead_vi="Da giòn tan", **changes))
        assert answer.status_code == 400
        assert "Da giòn tan" in answer.content.decode()
        assert "errorlist" in answer.content.decode()
        duck = Product.objects.get(pk=desk.market.duck.pk)
        assert duck.name.within("vi") == "Vịt quay Lạng Sơn"
        assert duck.picture is None
