"""The shelf of a broadcast: filled by the programme until somebody sorts it."""

from types import SimpleNamespace

import pytest
from django.test import Client

from phien.campaigns.models import Campaign
from phien.live import actions
from phien.live.errors import ShelfFull
from phien.live.models import MOST_PRODUCTS, Shelved
from phien.live.tests.conftest import signed_in
from phien.market.models import Offer, Product

pytestmark = pytest.mark.django_db
SHELF = "/desk/live/quynh-son/shelf/"
PART = {"headers": {"X-Part": "1"}}


@pytest.fixture
def tea(day: SimpleNamespace) -> Offer:
    """Offered by the campaign, and in no slot of the programme."""
    return offered(day, "che-shan", "Chè Shan Tuyết")


def offered(day: SimpleNamespace, slug: str, name: str) -> Offer:
    product = Product.objects.create(
        slug=slug, producer=day.cooperative, group="food", name={"vi": name}, net_weight_g=100, gross_weight_g=120
    )
    hours = {"starts_at": day.campaign.starts_at, "ends_at": day.campaign.ends_at}
    return Offer.objects.create(campaign=day.campaign, product=product, price=90_000, position=9, **hours)


def shelved(day: SimpleNamespace) -> list[int]:
    return list(Shelved.objects.filter(broadcast=day.broadcast).values_list("offer_id", flat=True))


def test_the_programme_fills_it_until_it_is_changed(day: SimpleNamespace, tea: Offer) -> None:
    moderator = signed_in(day.moderator)
    assert shelved(day) == []
    page = moderator.get("/en" + SHELF).content.decode()
    assert "The programme fills this shelf" in page
    moderator.post(f"{SHELF}{tea.pk}/", {"to": "on"})
    moderator.post(f"{SHELF}{tea.pk}/", {"to": "on"})
    assert shelved(day) == [day.duck.pk, day.pork.pk, tea.pk]
    assert "The programme fills this shelf" not in moderator.get("/en" + SHELF).content.decode()
    assert "Chè Shan Tuyết" in Client().get("/live/quynh-son/").content.decode()
    moderator.post(f"{SHELF}{day.duck.pk}/", {"to": "off"})
    assert shelved(day) == [day.pork.pk, tea.pk]
    moderator.post(f"{SHELF}fill/")
    assert shelved(day) == [day.duck.pk, day.pork.pk]


def test_it_is_sorted_place_by_place(day: SimpleNamespace, tea: Offer) -> None:
    moderator = signed_in(day.moderator)
    duck, pork = day.duck.pk, day.pork.pk
    actions.put_on_shelf(broadcast=day.broadcast, offer=tea)
    for offer, to, order in (
        (tea.pk, "up", [duck, tea.pk, pork]),
        (duck, "down", [tea.pk, duck, pork]),
        (pork, "down", [tea.pk, duck, pork]),
        (tea.pk, "up", [tea.pk, duck, pork]),
        (pork, "first", [pork, tea.pk, duck]),
    ):
        assert moderator.post(f"{SHELF}{offer}/move/", {"to": to}, **PART).status_code == 200
        assert shelved(day) == order
    actions.take_off_shelf(broadcast=day.broadcast, offer=tea)
    actions.move_on_shelf(broadcast=day.broadcast, offer=tea, to="first")
    assert shelved(day) == [pork, duck]


def test_the_last_one_gone_the_programme_fills_it_again(day: SimpleNamespace) -> None:
    for offer in day.offers:
        actions.take_off_shelf(broadcast=day.broadcast, offer=offer)
    assert shelved(day) == []
    assert "Vịt quay Lạng Sơn" in Client().get("/live/quynh-son/").content.decode()


def test_it_holds_a_hundred(day: SimpleNamespace, tea: Offer) -> None:
    Product.objects.bulk_create(
        Product(slug=f"p{n}", producer=day.cooperative, group="food", name={"vi": f"P{n}"}, net_weight_g=1,
                gross_weight_g=1)
        for n in range(MOST_PRODUCTS)
    )  # fmt: skip
    hours = {"starts_at": day.campaign.starts_at, "ends_at": day.campaign.ends_at}
    rows = Product.objects.filter(slug__startswith="p")
    Offer.objects.bulk_create(Offer(campaign=day.campaign, product=row, price=1000, **hours) for row in rows)
    offers = Offer.objects.filter(product__in=rows)[:MOST_PRODUCTS]
    Shelved.objects.bulk_create(
        Shelved(broadcast=day.broadcast, offer=offer, position=n) for n, offer in enumerate(offers)
    )
    with pytest.raises(ShelfFull):
        actions.put_on_shelf(broadcast=day.broadcast, offer=tea)
    refused = signed_in(day.host).post(f"{SHELF}{tea.pk}/", {"to": "on"}, **PART)
    assert (refused.status_code, refused.json()["code"]) == (409, "shelf_full")
    assert len(shelved(day)) == MOST_PRODUCTS
    actions.put_on_shelf(broadcast=day.broadcast, offer=offers[0])
    assert len(shelved(day)) == MOST_PRODUCTS, "what stands there is not added"


@pytest.mark.parametrize(
    ("sought", "is_found"), [("che shan", True), ("SHAN", True), ("quỳnh sơn", True), ("bún", False)]
)
def test_a_product_is_found_by_its_words(day: SimpleNamespace, tea: Offer, sought: str, is_found: bool) -> None:
    page = signed_in(day.moderator).get(SHELF, {"q": sought}).content.decode()
    assert (f"{SHELF}{tea.pk}/" in page) is is_found


def test_what_another_campaign_offers_is_not_found(day: SimpleNamespace, tea: Offer, other_campaign: Campaign) -> None:
    tea.campaign = other_campaign
    tea.save()
    assert signed_in(day.host).post(f"{SHELF}{tea.pk}/", {"to": "on"}).status_code == 404
    assert shelved(day) == []
