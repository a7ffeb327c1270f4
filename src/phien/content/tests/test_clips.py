"""Clips in public: shown while they are ready, with what they must say."""

from datetime import timedelta

import pytest
from django.test import Client

from phien.campaigns import actions as campaign_actions
from phien.campaigns.tests.cast import Cast
from phien.content import actions, queries
from phien.content.errors import DisclosureMissing, FilmMissing, ReasonMissing
from phien.content.models import Post
from phien.content.tests.conftest import make_clip
from phien.lib import clock
from phien.lib.tests.statements import statements_of


@pytest.mark.parametrize(
    ("prefix", "title"), [("", "Quay vịt"), ("/en", "Roasting a duck"), ("/fr", "Quay vịt"), ("/zh-hans", "Quay vịt")]
)
def test_a_clip_s_page_speaks_the_reader_s_language(client: Client, clip: Post, prefix: str, title: str) -> None:
    html = client.get(f"{prefix}/clip/quay-vit/").content.decode()
    assert f">{title}</h1>" in html
    assert 'preload="none"' in html
    assert "playsinline" in html
    assert ".mp4" in html
    assert "Bếp Nhà Sim" in html
    assert "#DacSanXuLang" in html


def test_a_commercial_clip_says_so(client: Client, cast: Cast) -> None:
    with pytest.raises(DisclosureMissing):
        make_clip(cast, "quang-cao", content_class="commercial")
    post = Post.objects.get(slug="quang-cao")
    assert post.state == "draft"
    actions.change_clip(post=post, disclosure="Nhà Ba Khe trả tiền cho clip này.")
    actions.publish_clip(post=post)
    assert "Nhà Ba Khe trả tiền" in client.get("/clip/quang-cao/").content.decode()
    with pytest.raises(DisclosureMissing):
        actions.change_clip(post=post, disclosure={})
    assert Post.objects.get(slug="quang-cao").disclosure


def test_a_clip_without_its_film_stays_a_draft(cast: Cast) -> None:
    post = actions.add_clip(campaign=cast.market, creator=cast.sim, title="Chưa quay", content_class="experience")
    assert post.slug == "chua-quay"
    with pytest.raises(FilmMissing):
        actions.publish_clip(post=post)
    assert Post.objects.get().state == "draft"


@pytest.mark.parametrize("hidden", ["draft", "early", "campaign"])
def test_what_is_not_out_yet_is_not_found(client: Client, cast: Cast, hidden: str) -> None:
    post = make_clip(cast, publish=hidden != "draft")
    if hidden == "early":
        actions.publish_clip(post=post, at=clock.now() + timedelta(hours=1))
    if hidden == "campaign":
        campaign_actions.change_campaign(campaign=cast.market, is_public=False)
    assert client.get("/clip/quay-vit/").status_code == 404
    assert not queries.clips_of(cast.market).exists()
    assert "Quay vịt" not in client.get("/people/sim/").content.decode()


def test_a_clip_that_was_taken_down_is_gone_from_every_page(client: Client, cast: Cast, clip: Post) -> None:
    with pytest.raises(ReasonMissing):
        actions.take_down_clip(post=clip, reason="  ")
    actions.take_down_clip(post=clip, reason="Người trong hình không muốn nữa")
    response = client.get("/clip/quay-vit/")
    assert response.status_code == 410
    assert "Người trong hình" not in response.content.decode()
    for page in ("/", "/c/cho-phien/", "/people/sim/", "/places/quynh-son/"):
        assert "Quay vịt" not in client.get(page).content.decode()
    actions.publish_clip(post=clip)
    assert client.get("/clip/quay-vit/").status_code == 200


def test_clips_stand_where_they_belong(client: Client, clip: Post) -> None:
    for page in ("/", "/c/cho-phien/", "/people/sim/", "/places/quynh-son/", "/places/lang-son/"):
        assert "/clip/quay-vit/" in client.get(page).content.decode(), page


def test_hostile_words_are_shown_as_words(client: Client, cast: Cast) -> None:
    bad = '"><script>alert(1)</script>'
    make_clip(cast, title=bad, caption=bad, content_class="commercial", disclosure=bad)
    for page in ("/clip/quay-vit/", "/", "/people/sim/"):
        assert "<script>alert" not in client.get(page).content.decode()


def test_a_clip_is_only_read(client: Client, clip: Post) -> None:
    assert client.post("/clip/quay-vit/").status_code == 405
    assert client.get("/clip/nothing/").status_code == 404


@pytest.mark.parametrize("page", ["/", "/c/cho-phien/", "/clip/quay-vit/", "/people/sim/", "/places/quynh-son/"])
def test_pages_cost_the_same_with_one_or_three_clips(client: Client, cast: Cast, clip: Post, page: str) -> None:
    def grow(number: int) -> int:
        make_clip(cast, f"clip-{number}", seconds=10 + number)
        return statements_of(client, page)

    one = grow(1)
    grow(2)
    assert grow(3) == one
