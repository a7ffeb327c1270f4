"""Clips from rows."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from phien.campaigns import actions as campaign_actions
from phien.campaigns.tests.cast import Cast
from phien.content.imports import import_channels, import_clips, import_publications
from phien.content.models import Hashtag, Link, Post, Publication
from phien.lib import clock
from phien.lib.rows import Row, WrongRow
from phien.media.tests.files import film_bytes, picture_bytes


def _row(**changed: Any) -> Row:
    values = {
        "slug": "quay-vit", "campaign": "cho-phien", "creator": "sim", "title": {"vi": "Quay vịt", "en": "Roasting"},
        "caption": {"vi": "Lá mắc mật"}, "place": "quynh-son", "published_at": clock.now(), "chapter": "bep",
        "products": "vit-quay", "video": "clip.mp4", "poster": "clip.jpg", "content_class": "experience",
        "disclosure": {},
    }  # fmt: skip
    return Row("clips.csv", 5, values | changed)


@pytest.fixture
def folder(cast: Cast, tmp_path: Path) -> Path:
    campaign_actions.add_chapter(campaign=cast.market, slug="bep", name="Bếp")
    (tmp_path / "clip.mp4").write_bytes(film_bytes())
    (tmp_path / "clip.jpg").write_bytes(picture_bytes(540, 960))
    return tmp_path


def test_a_clip_comes_in_published_with_its_links_and_only_once(cast: Cast, folder: Path) -> None:
    for _time in range(2):
        post = import_clips([_row()], folder=folder)[0]
    assert Post.objects.count() == 1
    assert (post.state, post.title["en"], post.chapter and post.chapter.slug) == ("ready", "Roasting", "bep")
    assert post.film is not None
    assert post.poster is not None
    assert set(Link.objects.values_list("creator__slug", "post__slug")) == {("sim", "quay-vit"), ("sim", None)}


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"campaign": "nowhere"}, "campaign"),
        ({"creator": "nobody"}, "creator"),
        ({"title": {}}, "title"),
        ({"content_class": "commercial"}, "disclosure"),
        ({"video": "missing.mp4"}, "video"),
        ({"video": "clip.jpg"}, "video"),
        ({"video": ""}, "video"),
        ({"poster": "clip.mp4"}, "poster"),
        ({"chapter": "nothing"}, "chapter"),
        ({"published_at": "soon"}, "published_at"),
    ],
)
def test_a_wrong_row_says_where(folder: Path, changed: dict[str, Any], column: str) -> None:
    with pytest.raises(WrongRow) as caught:
        import_clips([_row(**changed)], folder=folder)
    assert (caught.value.facts["row"], caught.value.facts["column"]) == (5, column)


def _publication(**changed: Any) -> Row:
    values = {
        "campaign": "cho-phien", "platform": "tiktok", "native_id": "7350000000000000001", "url": "",
        "title": "Vịt #xulang", "account": "bep.sim", "creator": "", "place": "quynh-son", "origin": "",
        "disclosure": "not_needed",
        "published_at": clock.now() - timedelta(hours=1),
    }  # fmt: skip
    return Row("publications.csv", 3, values | changed)


def test_publications_come_in_once_and_none_from_the_future(cast: Cast) -> None:
    import_channels(
        [Row("channels.csv", 2, {"owner": "sim", "platform": "tiktok", "handle": "@bep.sim", "mode": "assisted"})]
    )
    rows = [_publication(), _publication(native_id="8", published_at=clock.now() + timedelta(days=1))]
    assert [import_publications(rows), import_publications(rows)] == [1, 0]
    row = Publication.objects.get()
    assert (row.creator, row.origin, row.precision, row.source) == (cast.sim, "partner", "time", "publications.csv")
    assert Hashtag.objects.filter(key="dacsanxulang").exists()


@pytest.mark.parametrize(
    "changed", [{"campaign": "nowhere"}, {"platform": "x"}, {"creator": "nobody"}, {"origin": "x"}]
)
def test_a_wrong_publication_says_where(cast: Cast, changed: dict[str, Any]) -> None:
    with pytest.raises(WrongRow) as caught:
        import_publications([_publication(**changed)])
    assert caught.value.facts["row"] == 3
    assert not Publication.objects.exists()
