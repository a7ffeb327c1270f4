"""What is changed in Django's admin passes by every action, and is on the pages all the same."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from phien.campaigns.models import Campaign
from phien.people.actions import give_account, open_admin
from tests.kept.world import World, anew, build, read


@pytest.fixture
def world(db: None) -> World:
    cache.clear()
    return build()


def test_what_is_deleted_there_leaves_the_pages(world: World) -> None:
    admin, reader, user = Client(), Client(), give_account(actor=world.ha)
    open_admin(user=user)
    admin.force_login(user)
    shown = read(reader, world.pages["clip"])
    assert world.duck.name["vi"] in shown
    delete = reverse("admin:market_offer_delete", args=[world.duck_offer.pk])
    assert admin.post(delete, {"post": "yes"}).status_code == 302
    assert not type(world.duck_offer).objects.filter(pk=world.duck_offer.pk).exists()
    assert read(reader, world.pages["clip"]) == anew(reader, world.pages["clip"]) != shown


def test_who_may_not_change_it_changes_nothing(world: World) -> None:
    reader, address = Client(), world.pages["campaign"]
    before = read(reader, address)
    stranger = Client()
    stranger.force_login(give_account(actor=world.sim))
    delete = reverse("admin:campaigns_campaign_delete", args=[world.market.pk])
    assert stranger.post(delete, {"post": "yes"}).status_code == 302  # to sign in
    assert Campaign.objects.filter(pk=world.market.pk).exists()
    assert read(reader, address) == before
