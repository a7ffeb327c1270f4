"""What changes by itself, at its second, is on kept pages at that second."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from phien.campaigns import actions as campaigns
from phien.content import actions as content
from phien.lib import clock
from phien.market import actions as market
from phien.market.actions import goods
from phien.people import actions as people
from tests.kept.world import World, all_true, anew, build, read


@pytest.fixture
def world(db: None) -> World:
    cache.clear()
    return build()


def plan(world: World) -> dict[str, datetime]:
    """One of everything that changes by itself, and when."""
    now = clock.now()

    def at(minutes: int) -> datetime:
        return now + timedelta(minutes=minutes)

    first = world.slot("Vịt quay", 10, 20, presenter=[world.sim])
    last = world.slot("Mật ong", 21, 30, presenter=[world.sim], knower=[world.house])
    campaigns.release_programme(campaign=world.market)
    campaigns.add_event(
        campaign=world.market, slug="hoi", kind="market", name={"vi": "Hội"}, place=world.province, starts_at=at(4),
        ends_at=at(44),
    )  # fmt: skip
    campaigns.add_phase(campaign=world.market, kind="clips", name={"vi": "Quay"}, starts_at=at(5), ends_at=at(45))
    content.publish_clip(
        post=content.add_clip(
            campaign=world.market, creator=world.sim, title="Hái hồng", slug="hai-hong", film=world.clip.film,
            content_class="experience",
        ),
        at=at(6),
    )  # fmt: skip
    people.give_role(actor=world.ha, duty="creator", scope=world.market.scope, starts_at=at(7), ends_at=at(47))
    market.put_on_offer(campaign=world.market, product=world.duck, price=300_000, starts_at=at(8), ends_at=at(48))
    market.plan_flash_price(offer=world.honey_offer, price=99_000, starts_at=at(9), ends_at=at(49), by=world.ha)
    goods.save_certificate(
        scheme="ocop", number="9", product=world.honey, stars=5, issuer={"vi": "Tỉnh"}, issued_on=clock.today(),
        expires_on=clock.today(),
    )  # fmt: skip
    campaigns.change_campaign(campaign=world.market, ends_at=at(60 * 30))
    return {
        "an event begins": at(4),
        "a phase begins": at(5),
        "a clip becomes public": at(6),
        "a duty begins": at(7),
        "a sale begins": at(8),
        "a flash price begins": at(9),
        "a slot begins": first.starts_at,
        "a slot ends": first.ends_at,
        "the last slot begins": last.starts_at,
        "the last slot ends": last.ends_at,
        "an event is over": at(44),
        "a phase is over": at(45),
        "a duty ends": at(47),
        "a sale ends": at(48),
        "a flash price ends": at(49),
        "a certificate runs out": clock.tomorrow(),
        "the campaign is over": at(60 * 30),
    }


@pytest.mark.timeout(300)
def test_at_each_second_at_which_something_changes(world: World) -> None:
    moments, client = plan(world), Client()
    pages = {name: world.pages[name] for name in ("home", "campaign", "programme", "product", "clip", "room")}
    pages["honey"] = pages["product"].replace("vit-quay", "mat-ong")
    for what, moment in sorted(moments.items(), key=lambda pair: pair[1]):
        with clock.standing_at(moment - timedelta(seconds=1)):
            before = {name: read(client, address) for name, address in pages.items()}
        with clock.standing_at(moment):
            after = all_true(client, pages, what)
        assert after != before, what


def test_a_clock_that_is_set_back_shows_no_page_of_later(world: World) -> None:
    campaigns.change_campaign(campaign=world.market, starts_at=clock.now() + timedelta(hours=1))
    client, address = Client(), world.pages["campaign"]
    with clock.standing_at(clock.now() + timedelta(hours=2)):
        running = read(client, address)
    assert read(client, address) != running
    assert read(client, address) == anew(client, address)
