"""A moment becomes a clip: film, poster and product in one action, for the people of the desk alone."""

import subprocess
import sys
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from phien.content.actions import change_clip, publish_clip
from phien.content.errors import DisclosureMissing
from phien.content.models import Post
from phien.lib import clock
from phien.live import actions, queries
from phien.live.actions.clips import PER_BROADCAST
from phien.live.models import Moment
from phien.live.tests.conftest import signed_in
from phien.market.models import ProductClip
from phien.media.films import read as read_film
from phien.realtime import limits
from phien.video.folder import End, Take
from phien.video.tests.on_air import flv

pytestmark = pytest.mark.django_db
ASKED = {"before": 1, "after": 3}
SECONDS = 8


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return flv(tmp_path_factory.mktemp("films") / "film.flv", SECONDS).read_bytes()


@pytest.fixture
def shown(day: SimpleNamespace, film: bytes) -> SimpleNamespace:
    """The duck was shown in the third second of eight that a packager wrote."""
    began = day.broadcast.started_at.timestamp()
    folder = queries.folder_of(day.broadcast)
    take = Take("camera-one", "rtmp", "flv", "key:1", "Camera", began, began)
    (folder.make().open_take(take) / "stream.flv").write_bytes(film)
    folder.end_take(take.code, End("unpublish"))
    folder.close()
    subprocess.run([sys.executable, "-m", "phien.video.packager", str(folder.path)], check=True, timeout=60)
    actions.write_air(day.broadcast)
    at = day.broadcast.started_at + timedelta(seconds=3)
    day.moment = Moment.objects.create(broadcast=day.broadcast, kind="pin", at=at, second=3, ref="vit-quay")
    return day


def url(day: SimpleNamespace, moment: int | None = None, slug: str = "quynh-son") -> str:
    return f"/desk/live/{slug}/clip/{moment or day.moment.pk}/"


def test_a_moderator_cuts_it_with_film_poster_and_product(shown: SimpleNamespace) -> None:
    answer = signed_in(shown.moderator).post(url(shown), ASKED)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/live/quynh-son/#moments")
    post = Post.objects.get()
    shown.moment.refresh_from_db()
    assert shown.moment.clip == post
    assert (post.state, post.content_class) == ("draft", "commercial")
    assert (post.title, post.creator, post.place) == ({"vi": "Vịt quay Lạng Sơn"}, shown.tho, shown.event.place)
    assert [row.product.slug for row in ProductClip.objects.filter(post=post)] == ["vit-quay"]
    assert post.poster.renditions.exists()
    path = post.film.renditions.get(name="film").path
    with default_storage.open(path) as file:
        assert 4 <= read_film(file).seconds <= 6.1  # from the key frame before


def test_it_cannot_be_published_before_it_says_that_it_sells(shown: SimpleNamespace) -> None:
    post = actions.cut_clip(moment=shown.moment, before=1, after=3, by=shown.host)
    with pytest.raises(DisclosureMissing):
        publish_clip(post=post)
    change_clip(post=post, disclosure={"vi": "Bên bán trả tiền."})
    assert publish_clip(post=post).state == "ready"


def test_a_moment_is_cut_once(shown: SimpleNamespace) -> None:
    client = signed_in(shown.host)
    for _turn in range(2):
        assert client.post(url(shown), ASKED, headers={"X-Part": "1"}).status_code == 200
    assert Post.objects.count() == 1
    assert "Cut: a draft" in client.get("/en/desk/live/quynh-son/").content.decode()
    organiser = signed_in(shown.organiser).get("/en/desk/live/quynh-son/").content.decode()
    assert f"/en/desk/campaign/cho-phien/clips/{Post.objects.get().pk}/" in organiser


def test_what_was_not_filmed_cannot_be_cut(shown: SimpleNamespace) -> None:
    at = shown.broadcast.started_at + timedelta(minutes=5)
    moment = Moment.objects.create(broadcast=shown.broadcast, kind="pin", at=at, second=300, ref="vit-quay")
    answer = signed_in(shown.host).post(url(shown, moment.pk), ASKED, headers={"X-Part": "1"})
    assert answer.json()["code"] == "nothing_filmed"
    assert not Post.objects.exists()


def test_a_moment_that_still_goes_on_waits(day: SimpleNamespace) -> None:
    moment = Moment.objects.create(broadcast=day.broadcast, kind="pin", at=clock.now(), second=1800, ref="vit-quay")
    answer = signed_in(day.host).post(url(day, moment.pk), ASKED, headers={"X-Part": "1"})
    assert (answer.status_code, answer.json()["code"]) == (409, "moment_not_over")
    assert not Post.objects.exists()


@pytest.mark.parametrize("asked", [{}, {"before": -1, "after": 3}, {"before": 1, "after": 9999}, {"before": "x"}])
def test_nonsense_is_refused(day: SimpleNamespace, asked: dict[str, object]) -> None:
    moment = Moment.objects.create(broadcast=day.broadcast, kind="pin", at=day.broadcast.started_at, second=0)
    assert signed_in(day.host).post(url(day, moment.pk), asked, headers={"X-Part": "1"}).status_code == 400
    assert not Post.objects.exists()


def test_only_its_desk_may(day: SimpleNamespace) -> None:
    moment = Moment.objects.create(broadcast=day.broadcast, kind="pin", at=day.broadcast.started_at, second=0)
    where = url(day, moment.pk)
    for person in (day.stranger, day.host_elsewhere):
        assert signed_in(person).post(where, ASKED).status_code == 404
    assert Client().post(where, ASKED).status_code == 302  # to sign in
    host = signed_in(day.host)
    assert host.get(where).status_code == 405
    assert host.post(url(day, 999_999), ASKED).status_code == 404
    assert host.post(url(day, moment.pk, "nowhere"), ASKED).status_code == 404
    assert not Post.objects.exists()


def test_somebody_who_cuts_all_the_time_is_slowed(day: SimpleNamespace) -> None:
    moment = Moment.objects.create(broadcast=day.broadcast, kind="pin", at=day.broadcast.started_at, second=0)
    with clock.standing_at(clock.now()):
        for _cut in range(PER_BROADCAST[0]):
            limits.check(key="clips:quynh-son", limit=PER_BROADCAST[0], seconds=PER_BROADCAST[1])
        answer = signed_in(day.host).post(url(day, moment.pk), ASKED, headers={"X-Part": "1"})
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many")
