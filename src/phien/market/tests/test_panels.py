"""The market on lower rooms' pages."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from phien.content.models import Post
from phien.lib import clock, codes
from phien.lib.texts import Text
from phien.market import actions, origins, panels
from phien.market.actions.goods import show_in_clip


@pytest.fixture
def ask():
    def request(path="/"):
        made = RequestFactory().get(path)
        made.session = {}
        return made

    return request


@pytest.fixture
def clip(cast):
    post = Post.objects.create(
        slug="quay-vit",
        campaign=cast.campaign,
        creator=cast.organiser,
        title=Text(vi="Quay vịt"),
        content_class="experience",
        state="ready",
        published_at=clock.now(),
    )
    show_in_clip(post=post, products=[cast.duck])
    return post


def names(found):
    return [card.offer.product.slug for card in found["cards"]] if found else None


def test_the_goods_of_a_campaign(client, cast):
    page = client.get(reverse("campaign", args=["cho-phien"])).content.decode()
    for offer in (cast.duck_offer, cast.honey_offer):
        assert reverse("product", args=["cho-phien", offer.product.slug]) in page


def test_many_goods_are_searched_in_any_language_and_without_marks(cast, ask, monkeypatch):
    monkeypatch.setattr(panels, "SEARCH_FROM", 1)
    for typed, found in (
        ("vit%20quay", ["vit-quay"]),
        ("Roast", ["vit-quay"]),
        ("烤鸭", ["vit-quay"]),
        ("quynh%20son", ["mat-ong"]),
        ("<script>", []),
        ("", ["vit-quay", "mat-ong"]),
    ):
        assert names(panels.campaign_goods(cast.campaign, ask(f"/?q={typed}"))) == found
    assert names(panels.campaign_goods(cast.campaign, ask("/?group=moon"))) == ["vit-quay", "mat-ong"]


def test_hostile_search_is_escaped(client, cast, monkeypatch):
    monkeypatch.setattr(panels, "SEARCH_FROM", 1)
    page = client.get(reverse("campaign", args=["cho-phien"]), {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in page


def test_a_clip_leads_to_what_it_shows_and_says_so(client, cast, clip, ask):
    code = codes.make()
    found = panels.clip_goods(clip, ask())
    assert names(found) == ["vit-quay"]
    assert origins.read(found["origin"]) == "clip:quay-vit"
    page = client.get(reverse("clip", args=["quay-vit"]), {"via": code}).content.decode()
    assert f"/p/cho-phien/vit-quay/?via={code}&amp;o=" in page
    product = client.get(reverse("product", args=["cho-phien", "vit-quay"]), {"o": found["origin"], "via": code})
    shown = product.content.decode()
    assert f'name="via" value="{code}"' in shown
    assert f'name="origin" value="{found["origin"]}"' in shown
    assert "/clip/quay-vit/" in shown


def test_a_producer_and_a_place_show_what_they_make(cast, ask):
    assert names(panels.actor_goods(cast.that_khe, ask())) == ["vit-quay"]
    assert names(panels.actor_goods(cast.union, ask())) is None
    assert sorted(names(panels.place_goods(cast.lang_son, ask()))) == ["mat-ong", "vit-quay"]
    assert names(panels.place_goods(cast.can_tho, ask())) is None


def test_a_private_campaign_shows_nothing(cast, clip, ask):
    cast.campaign.is_public = False
    cast.campaign.save()
    assert panels.campaign_goods(cast.campaign, ask()) is None
    assert panels.clip_goods(clip, ask()) is None
    assert panels.actor_goods(cast.that_khe, ask()) is None


def test_the_panel_costs_few_statements(cast, ask, django_assert_max_num_queries):
    actions.hold(basket=cast.basket(), offer=cast.duck_offer, quantity=1)
    with django_assert_max_num_queries(9):
        panels.campaign_goods(cast.campaign, ask())
