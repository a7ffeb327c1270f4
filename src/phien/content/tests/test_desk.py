"""Clips and links on the campaign desk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from phien.campaigns.tests.cast import Cast
from phien.content.models import Link, Post
from phien.content.tests.conftest import make_clip
from phien.lib.tests.statements import statements_of
from phien.media.tests.files import film_bytes, picture_bytes

OF_CLIP = ("desk_clip", "clip_film", "clip_poster", "publish_clip", "take_down_clip")
ASKED = {"desk_clips", "add_clip", "desk_clip", "link_sheet"}


def _pages(clip: Post, campaign: str = "cho-phien") -> dict[str, str]:
    with translation.override("vi"):
        pages = {name: reverse(name, args=[campaign]) for name in ("desk_clips", "add_clip", "link_sheet")}
        return pages | {name: reverse(name, args=[campaign, clip.pk]) for name in OF_CLIP}


def test_strangers_sign_in_first_and_others_find_nothing(client: Client, cast: Cast, clip: Post) -> None:
    for page in _pages(clip).values():
        assert client.get(page).url.startswith("/account/login/")
        assert client.post(page).url.startswith("/account/login/")
    for name in ("bich", "sim", "kien"):
        client.force_login(cast.user(name))
        for page in _pages(clip).values():
            assert client.post(page).status_code == 404
    client.force_login(cast.user("kien"))
    for name, page in _pages(clip, "mua-hong").items():
        if name in OF_CLIP:
            assert client.post(page).status_code == 404
    clip.refresh_from_db()
    assert clip.state == "ready"


@pytest.mark.parametrize("prefix", ["", "/en", "/fr", "/zh-hans"])
def test_the_organiser_may(client: Client, cast: Cast, clip: Post, prefix: str) -> None:
    client.force_login(cast.user("ha"))
    for name, page in _pages(clip).items():
        assert client.get(prefix + page).status_code == (200 if name in ASKED else 405)


def test_the_form_comes_with_what_is_chosen_now(client: Client, cast: Cast, clip: Post) -> None:
    client.force_login(cast.user("ha"))
    html = client.get(_pages(clip)["desk_clip"]).content.decode()
    assert '<option value="sim" selected' in html
    assert '<option value="quynh-son" selected' in html


def _data(**changed: str) -> dict[str, str]:
    return {
        "title_vi": "Nhuộm chàm", "caption_vi": "Vại chàm sau nhà", "creator": "sim", "place": "quynh-son",
        "content_class": "experience", **changed,
    }  # fmt: skip


def test_a_clip_goes_from_draft_to_public_and_down_again(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("ha"))
    assert client.post("/desk/campaign/cho-phien/clips/new/", _data()).status_code == 302
    post = Post.objects.get(slug="nhuom-cham")
    pages = _pages(post)
    assert client.post(pages["publish_clip"]).status_code == 409
    film = SimpleUploadedFile("x.mp4", film_bytes(), "video/mp4")
    poster = SimpleUploadedFile("x.jpg", picture_bytes(540, 960), "image/jpeg")
    assert client.post(pages["clip_film"], {"film": film}).status_code == 302
    assert client.post(pages["clip_poster"], {"picture": poster}).status_code == 302
    assert client.post(pages["publish_clip"]).status_code == 302
    assert client.get("/clip/nhuom-cham/").status_code == 200
    assert client.post(pages["take_down_clip"], {"reason": ""}).status_code == 422
    assert client.get("/clip/nhuom-cham/").status_code == 200
    assert client.post(pages["take_down_clip"], {"reason": "Theo yêu cầu"}).status_code == 302
    assert client.get("/clip/nhuom-cham/").status_code == 410


@pytest.mark.parametrize(
    "changed",
    [{"title_vi": ""}, {"creator": "kien"}, {"content_class": "commercial"}, {"content_class": "x"}, {"place": "x"}],
)
def test_a_wrong_clip_is_not_added(client: Client, cast: Cast, changed: dict[str, str]) -> None:
    client.force_login(cast.user("ha"))
    assert client.post("/desk/campaign/cho-phien/clips/new/", _data(**changed)).status_code == 422
    assert not Post.objects.exists()


@pytest.mark.parametrize("raw", [b"", b"<script>", picture_bytes(20, 20), film_bytes()[:-3]])
def test_a_bad_film_is_refused_and_the_old_one_stays(client: Client, cast: Cast, clip: Post, raw: bytes) -> None:
    client.force_login(cast.user("ha"))
    response = client.post(_pages(clip)["clip_film"], {"film": SimpleUploadedFile("x.mp4", raw, "video/mp4")})
    assert response.status_code == 422
    assert "errorlist" in response.content.decode()
    assert Post.objects.get().film == clip.film


def test_creators_get_their_links_to_print(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("ha"))
    url = "/desk/campaign/cho-phien/links/"
    assert "Bếp Nhà Sim" not in client.get(url).content.decode()
    client.post(url)
    client.post(url)
    link = Link.objects.get()
    html = client.get(url).content.decode()
    assert f"http://localhost:8000/l/{link.code}/" in html
    assert f"/l/{link.code}.svg" in html


def test_the_list_costs_the_same_with_one_or_three_clips(client: Client, cast: Cast, clip: Post) -> None:
    client.force_login(cast.user("ha"))

    def grow(number: int) -> int:
        make_clip(cast, f"clip-{number}", seconds=10 + number)
        return statements_of(client, "/desk/campaign/cho-phien/clips/")

    one = grow(1)
    grow(2)
    assert grow(3) == one
