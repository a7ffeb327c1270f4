"""Short links: counted, carried on, printed."""

import pytest
from django.test import Client
from django.utils import translation

from phien.campaigns.tests.cast import Cast
from phien.content import actions, queries
from phien.content.models import Link, Post
from phien.lib import codes, qr


def test_a_clip_has_one_link_however_often_it_is_published(cast: Cast, clip: Post) -> None:
    actions.publish_clip(post=clip)
    link = Link.objects.get(post=clip)
    assert codes.is_right(link.code)
    assert (link.creator, link.target) == (cast.sim, "/clip/quay-vit/")
    assert queries.link_for(campaign=cast.market, post=clip) == link


def test_following_a_link_carries_its_code_on(client: Client, clip: Post) -> None:
    code = Link.objects.get().code
    response = client.get(f"/l/{code}/")
    assert (response.status_code, response.url) == (302, f"/clip/quay-vit/?via={code}")
    assert "no-cache" in response["Cache-Control"]
    assert client.get(f"/l/{code.lower()}/").url == response.url
    assert client.get(f"/l/{code}").status_code == 301
    assert client.post(f"/l/{code}/").status_code == 405


def test_a_creator_s_link_leads_to_the_campaign_whatever_the_maker_s_language(client: Client, cast: Cast) -> None:
    with translation.override("fr"):
        link = actions.make_link(campaign=cast.market, creator=cast.sim)
    assert link.target == "/c/cho-phien/"
    assert actions.make_link(campaign=cast.market, creator=cast.sim) == link
    html = client.get("/people/sim/").content.decode()
    assert f"/l/{link.code}/" in html
    assert f"/l/{link.code}.svg" in html


@pytest.mark.parametrize("code", ["XXXXXX", "a", "'; DROP TABLE", "%00", "A" * 300, "K9LPGC"])
def test_an_unknown_code_gets_a_friendly_page(client: Client, cast: Cast, code: str) -> None:
    for ending in ("/", ".svg"):
        response = client.get(f"/en/l/{code}{ending}")
        assert response.status_code == 404
    assert "not known here" in client.get("/en/l/XXXXXX/").content.decode()


def test_the_qr_code_is_a_drawing_of_the_short_link(client: Client, clip: Post) -> None:
    link = Link.objects.get()
    response = client.get(f"/l/{link.code}.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert response.content.decode() == qr.svg(f"http://localhost:8000/l/{link.code}/")
