"""Flash prices at the desk: planned to the second, shown to buyers, taken back, and everything that is refused."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from phien.evidence.models import Change
from phien.lib import clock
from phien.market import actions
from phien.market.models import FlashPrice
from phien.market.queries.prices import price_of


def typed(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M:%S")


def sent(starts=timedelta(minutes=10), ends=timedelta(minutes=20), **changes):
    now = clock.now()
    return {"price": "300.000", "starts_at": typed(now + starts), "ends_at": typed(now + ends)} | changes


@pytest.fixture
def url(desk):
    return "/en" + desk.url(f"offers/{desk.market.duck_offer.pk}/flash/")


def test_planned_to_the_second_and_shown_to_buyers(client, desk, organiser, url):
    offer = desk.market.duck_offer
    page = reverse("product", args=["cho-phien", "vit-quay"])
    client.get("/en" + page)
    facts = sent(starts_at=typed(clock.now() + timedelta(minutes=10))[:-2] + "07")
    assert organiser.post(url, facts).status_code == 302
    flash = FlashPrice.objects.get()
    assert (flash.price, flash.starts_at.second) == (300_000, 7)
    change = Change.objects.get(verb="flash_planned")
    assert (change.noun, change.facts["price"], change.facts["by"]) == ("offer", 300_000, "chi-hoa")
    assert "₫300,000" in client.get("/en" + page).content.decode()
    assert price_of(offer).amount == 385_000
    with clock.standing_at(flash.starts_at):
        assert price_of(offer).amount == 300_000
        shown = client.get("/en" + page).content.decode()
        assert 'class="was"' in shown
    with clock.standing_at(flash.ends_at):
        assert 'class="was"' not in client.get("/en" + page).content.decode()


def test_at_once_and_ended_early(desk, organiser, url):
    organiser.post(url, sent(starts_at=""))
    flash = FlashPrice.objects.get()
    assert price_of(desk.market.duck_offer).is_flash
    cancel = f"{url}{flash.pk}/cancel/"
    for _ in range(2):
        assert organiser.post(cancel).status_code == 302
    assert not price_of(desk.market.duck_offer).is_flash
    assert FlashPrice.objects.filter(ends_at__lte=clock.now()).count() == 1
    assert Change.objects.filter(verb="flash_ended").count() == 1


def test_taken_back_before_it_begins(organiser, url):
    organiser.post(url, sent())
    assert organiser.post(f"{url}{FlashPrice.objects.get().pk}/cancel/").status_code == 302
    assert not FlashPrice.objects.exists()


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"price": "385.000"}, 409),
        ({"price": "0"}, 400),
        ({"price": "rẻ"}, 400),
        ({"ends_at": ""}, 400),
        ({"starts_at": "soon"}, 400),
        ({"ends_at": "2030-01-01T00:00:00"}, 409),
        ({"starts_at": "2020-01-01T00:00:00"}, 409),
        ({"starts": timedelta(minutes=-5)}, 409),
        ({"starts": timedelta(minutes=20), "ends": timedelta(minutes=10)}, 400),
    ],
)
def test_what_is_wrong_is_told_and_nothing_planned(organiser, url, changes, status):
    answer = organiser.post(url, sent(**changes))
    assert answer.status_code == status
    assert "300.000" in answer.content.decode() or "price" in changes
    assert not FlashPrice.objects.exists()
    assert not Change.objects.filter(verb="flash_planned").exists()


def test_two_at_the_same_time_are_refused(organiser, url):
    organiser.post(url, sent())
    assert organiser.post(url, sent(starts=timedelta(minutes=15), ends=timedelta(minutes=25))).status_code == 409
    assert organiser.post(url, sent(starts=timedelta(minutes=20), ends=timedelta(minutes=25))).status_code in {302, 409}
    assert organiser.post(url, sent(starts=timedelta(minutes=30), ends=timedelta(minutes=40))).status_code == 302


def test_only_the_organiser(desk, packer, duck_house, refused_ones, url):
    assert packer.post(url, sent()).status_code == 403
    assert duck_house.post(url, sent()).status_code == 403
    for client in refused_ones:
        assert client.post(url, sent()).status_code == 404
    assert not FlashPrice.objects.exists()
    flash = actions.plan_flash_price(
        offer=desk.market.duck_offer,
        price=1000,
        starts_at=clock.now() + timedelta(minutes=1),
        ends_at=clock.now() + timedelta(minutes=2),
        by=desk.market.organiser,
    )
    assert packer.post(f"{url}{flash.pk}/cancel/").status_code == 403
    assert FlashPrice.objects.exists()


def test_bad_ids_and_methods(desk, organiser, url):
    flash = actions.plan_flash_price(
        offer=desk.market.honey_offer,
        price=1000,
        starts_at=clock.now() + timedelta(minutes=1),
        ends_at=clock.now() + timedelta(minutes=2),
        by=desk.market.organiser,
    )
    assert organiser.post(f"{url}{flash.pk}/cancel/").status_code == 404  # another offer's
    assert organiser.post(f"{url}999999/cancel/").status_code == 404
    assert organiser.post(desk.url("offers/999999/flash/"), sent()).status_code == 404
    assert organiser.get(url).status_code == 405
    assert organiser.get(f"{url}{flash.pk}/cancel/").status_code == 405
    assert FlashPrice.objects.count() == 1


def test_a_limit_per_phone_is_set_and_taken_away(desk, organiser):
    offer = desk.market.honey_offer
    facts = {
        "price": "210.000",
        "limit_per_order": "20",
        "starts_at": "2026-01-01T08:00",
        "ends_at": "2030-12-31T20:00",
    }
    for limit, kept in (("2", 2), ("", None)):
        assert organiser.post(desk.url(f"offers/{offer.pk}/"), facts | {"limit_per_phone": limit}).status_code == 302
        offer.refresh_from_db()
        assert offer.limit_per_phone == kept
    assert organiser.post(desk.url(f"offers/{offer.pk}/"), facts | {"limit_per_phone": "0"}).status_code == 400
