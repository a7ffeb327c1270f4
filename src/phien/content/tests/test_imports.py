"""Clips from rows."""

from pathlib import Path
from typing import Any

import pytest

from phien.campaigns import actions as campaign_actions
from phien.campaigns.tests.cast import Cast
from phien.content.imports import import_clips
from phien.content.models import Link, Post
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
