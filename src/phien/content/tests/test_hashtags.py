"""Hashtags and their variants, and what stands in the register twice."""

import pytest
from django.test import Client

from phien.campaigns.tests.cast import Cast
from phien.content.actions import NewPublication, join_hashtags, register_publications
from phien.content.models import Hashtag, Publication
from phien.content.queries.register import doubles_of
from phien.evidence.models import Change

HOME = "/en/desk/campaign/cho-phien/publications/"
VIDEO = "https://www.tiktok.com/@bep.nha.sim/video/7350000000000000001"


@pytest.fixture
def video(cast: Cast) -> Publication:
    return _register(cast, NewPublication(url=VIDEO, title="Vịt quay #DacSanXuLang"))


@pytest.fixture
def ha(client: Client, cast: Cast) -> Client:
    client.force_login(cast.user("ha"))
    return client


def _register(cast: Cast, row: NewPublication) -> Publication:
    return register_publications(campaign=cast.market, rows=[row], by=None, source="hand").new[0]


def test_hashtags_are_joined_and_parted(ha: Client, cast: Cast, video: Publication) -> None:
    other = _register(cast, NewPublication(url="https://bao.example/1", title="#DacSanLang #dacsanxulang"))
    right, wrong = (Hashtag.objects.get(key=key) for key in ("dacsanxulang", "dacsanlang"))
    page = f"{HOME}hashtags/{wrong.pk}/"
    assert ha.post(page + "join/", {"into": "#khongco"}).status_code == 422
    assert ha.post(page + "join/", {"into": "#DacSanLang"}).status_code == 409
    html = ha.post(page + "join/", {"into": "#ĐặcSảnXứLạng"}, follow=True).content.decode()
    assert "Undo" in html
    assert "2 publications" in html
    assert "Part" in html
    assert ha.post(page + "part/").status_code == 302
    assert ha.post(page + "part/").status_code == 409
    changes = Change.objects.filter(noun="hashtag").values_list("verb", "key", "facts__stands_for")
    assert list(changes) == [(verb, "cho-phien/dacsanlang", right.key) for verb in ("joined", "parted")]
    assert other.hashtags.count() == 2


def test_a_variant_takes_its_own_variants_along(cast: Cast) -> None:
    first, second, third = (Hashtag.objects.create(campaign=cast.market, key=k, shown=k) for k in ("a", "b", "c"))
    join_hashtags(hashtag=first, into=second)
    join_hashtags(hashtag=second, into=third)
    assert set(Hashtag.objects.filter(stands_for=third).values_list("key", flat=True)) == {"a", "b"}


def test_the_same_post_under_two_ids_is_offered_and_kept_once(ha: Client, cast: Cast, video: Publication) -> None:
    copy = _register(cast, NewPublication("tiktok", "7350000000000000009", url=VIDEO, title="", hashtags=("#moi",)))
    copy.url = video.url
    copy.save()
    assert [[row.pk for row in group] for group in doubles_of(cast.market)] == [[video.pk, copy.pk]]
    assert ha.post(HOME + "doubles/merge/", {"copies": [copy.pk]}).status_code == 302
    data = {"keep": video.pk, "copies": [video.pk, copy.pk]}
    assert ha.post(HOME + "doubles/merge/", data).status_code == 302
    copy.refresh_from_db()
    assert copy.same_as == video
    assert set(video.hashtags.values_list("key", flat=True)) == {"dacsanxulang", "moi"}
    assert Change.objects.get(verb="removed").facts["same_as"] == "tiktok:7350000000000000001"
    assert not doubles_of(cast.market)
    ha.post(f"{HOME}{copy.pk}/restore/")
    assert len(doubles_of(cast.market)) == 1
