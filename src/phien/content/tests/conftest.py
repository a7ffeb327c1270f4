from io import BytesIO

import pytest

from phien.campaigns.tests.cast import Cast, build
from phien.content import actions
from phien.content.models import Post
from phien.media.actions import add_film, add_image
from phien.media.tests.files import film_bytes, picture_file


@pytest.fixture
def cast(db: None) -> Cast:
    return build()


@pytest.fixture
def clip(cast: Cast) -> Post:
    return make_clip(cast)


def make_clip(cast: Cast, slug: str = "quay-vit", *, publish: bool = True, seconds: int = 8, **facts: object) -> Post:
    poster = add_image(file=picture_file(540 + seconds, 960))
    film = add_film(file=BytesIO(film_bytes(seconds=seconds)), poster=poster)
    words = {
        "title": {"vi": "Quay vịt", "en": "Roasting a duck"},
        "caption": {"vi": "Lá mắc mật #DacSanXuLang", "en": "Mác mật leaves #DacSanXuLang"},
        "content_class": "experience",
        "place": cast.village,
    }
    post = actions.add_clip(
        campaign=cast.market, creator=cast.sim, slug=slug, poster=poster, film=film, **{**words, **facts}
    )
    return actions.publish_clip(post=post) if publish else post
