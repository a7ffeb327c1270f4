"""Camera and encoders, cell by cell: who may see it, what each step does, and what is never shown."""

import json
import re
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import translation

from phien.lib import clock
from phien.live import actions, queries
from phien.live.models import Broadcast, StreamKey, Target
from phien.live.queries.studio import encoder_address
from phien.live.seal import unseal
from phien.live.tests.conftest import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/desk/live/quynh-son/studio/"
YOUTUBE = {
    "platform": "youtube",
    "label": "YouTube",
    "url": "rtmps://a.rtmps.youtube.com:443/live2",
    "key": "yt-secret",
}


@pytest.fixture
def host(day: SimpleNamespace) -> Client:
    return signed_in(day.host)


@pytest.fixture
def target(day: SimpleNamespace) -> Target:
    return actions.add_target(broadcast=day.broadcast, by=day.host, **YOUTUBE)


@pytest.fixture
def key(day: SimpleNamespace) -> StreamKey:
    return queries.find_key(actions.make_stream_key(broadcast=day.broadcast, role="main", by=day.host))


def steps(key: StreamKey, target: Target) -> dict[str, dict[str, str]]:
    return {
        f"{PAGE}keys/backup/make/": {},
        f"{PAGE}keys/{key.pk}/revoke/": {},
        f"{PAGE}options/": {"second_publisher": "take_over"},
        f"{PAGE}targets/": YOUTUBE,
        f"{PAGE}targets/{target.pk}/": YOUTUBE | {"label": "Kênh"},
        f"{PAGE}targets/{target.pk}/switch/": {"to": "off"},
        f"{PAGE}targets/{target.pk}/remove/": {},
    }


def rows() -> list[object]:
    return [
        list(StreamKey.objects.values()),
        list(Target.objects.values()),
        list(Broadcast.objects.values("second_publisher", "low_latency")),
    ]


@pytest.mark.parametrize("who", ["organiser", "host"])
def test_who_runs_the_broadcast_may_take_every_step(
    day: SimpleNamespace, key: StreamKey, target: Target, who: str
) -> None:
    client = signed_in(getattr(day, who))
    assert client.get(PAGE).status_code == 200
    for url, facts in steps(key, target).items():
        before = rows()
        response = client.post(url, facts)
        assert response.status_code in {200, 302}, url
        assert rows() != before, url


@pytest.mark.parametrize("who", ["moderator", "host_elsewhere", "stranger", ""])
def test_nobody_else_sees_it_or_changes_anything(
    day: SimpleNamespace, key: StreamKey, target: Target, who: str
) -> None:
    client = signed_in(getattr(day, who)) if who else Client()
    expected = 404 if who else 302
    before = rows()
    for url in (PAGE, f"{PAGE}pushes/"):
        assert client.get(url).status_code == expected
    for url, facts in steps(key, target).items():
        assert client.post(url, facts).status_code == expected
    assert rows() == before


def test_wrong_methods_and_wrong_numbers(host: Client, key: StreamKey, target: Target) -> None:
    before = rows()
    for url in steps(key, target):
        assert host.get(url).status_code == 405
    assert host.post(PAGE).status_code == 405
    for url in ("keys/999999/revoke/", "targets/999999/", "targets/999999/switch/", "targets/999999/remove/"):
        assert host.post(f"{PAGE}{url}", {"to": "off"} | YOUTUBE).status_code == 404
    assert host.post(f"{PAGE}keys/captain/make/").status_code == 400
    assert host.post(f"{PAGE}targets/{target.pk}/switch/", {"to": "sideways"}).status_code == 400
    assert host.get("/desk/live/nowhere/studio/").status_code == 404
    assert rows() == before


def test_another_broadcast_s_key_and_target_cannot_be_reached(
    day: SimpleNamespace, host: Client, key: StreamKey, target: Target
) -> None:
    other = Broadcast.objects.create(event=day.event, slug="khac", name={"vi": "Khác"})
    before = rows()
    for url, facts in steps(key, target).items():
        if str(key.pk) in url or str(target.pk) in url:
            url = url.replace("quynh-son", other.slug)
            assert host.post(url, facts).status_code == 404
    assert rows() == before


def test_a_key_is_shown_once_with_its_server(host: Client, settings: object) -> None:
    settings.PHIEN_ORIGIN, settings.PHIEN_RTMP_PORT = "https://phien.example.vn", 1935
    response = host.post(f"{PAGE}keys/main/make/")
    shown = re.search(r'class="code">([a-z2-9-]+)<', response.content.decode())[1]
    assert queries.find_key(shown).role == "main"
    assert "no-store" in response["Cache-Control"]
    page = host.get(PAGE).content.decode()
    assert shown not in page
    assert shown[-4:] in page
    assert "rtmp://phien.example.vn:1935/live" in page


def test_a_broadcast_that_is_over_gets_no_key(host: Client) -> None:
    Broadcast.objects.update(ended_at=clock.now())
    assert host.post(f"{PAGE}keys/main/make/").status_code == 302
    assert not StreamKey.objects.exists()
    assert "/keys/main/make/" not in host.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("origin", "front", "listens", "address"),
    [
        ("https://phien.vn", "", "::", "rtmp://phien.vn:1936/live"),
        ("http://localhost:8000", "", "::", "rtmp://192.168.1.7:1936/live"),
        ("https://phien.vn", "secret", "127.0.0.1", "rtmp://phien.vn/live"),
        ("https://phien.vn", "", "127.0.0.1", "rtmp://phien.vn:1936/live"),
        ("https://[2001:db8::1]", "", "::", "rtmp://[2001:db8::1]:1936/live"),
    ],
)
def test_the_server_s_address_is_one_that_an_encoder_can_use(
    settings: object, origin: str, front: str, listens: str, address: str
) -> None:
    settings.PHIEN_ORIGIN, settings.PHIEN_FRONT_SECRET = origin, front
    settings.PHIEN_RTMP_HOST, settings.PHIEN_RTMP_PORT = listens, 1936
    assert encoder_address("192.168.1.7:8000") == address
    settings.PHIEN_RTMPS_PORT = 1937
    if not front:
        assert encoder_address("192.168.1.7:8000") == address.replace("rtmp://", "rtmps://").replace("1936", "1937")
    settings.PHIEN_RTMP_PORT = settings.PHIEN_RTMPS_PORT = 0
    assert encoder_address("192.168.1.7:8000") == ""


def test_options_are_kept_and_wrong_ones_refused(host: Client) -> None:
    host.post(f"{PAGE}options/", {"second_publisher": "take_over"})
    row = Broadcast.objects.get()
    assert (row.second_publisher, row.low_latency) == ("take_over", False)
    assert host.post(f"{PAGE}options/", {"second_publisher": "fight", "low_latency": "on"}).status_code == 422
    row.refresh_from_db()
    assert (row.second_publisher, row.low_latency) == ("take_over", False)


def test_a_target_is_added_changed_and_its_key_never_shown(host: Client) -> None:
    assert host.post(f"{PAGE}targets/", YOUTUBE).status_code == 302
    target = Target.objects.get()
    assert unseal(target.sealed_key) == "yt-secret"
    page = host.get(PAGE).content.decode()
    assert YOUTUBE["url"] in page
    assert "yt-secret" not in page
    assert target.sealed_key not in page
    host.post(f"{PAGE}targets/{target.pk}/", YOUTUBE | {"label": "Kênh", "key": ""})
    target.refresh_from_db()
    assert (target.label, unseal(target.sealed_key)) == ("Kênh", "yt-secret")


@pytest.mark.parametrize(
    "wrong", [{"url": "http://x.example/"}, {"url": ""}, {"key": ""}, {"label": "\u200b"}, {"platform": "radio"}]
)
def test_a_wrong_target_is_refused_with_what_was_typed(host: Client, target: Target, wrong: dict[str, str]) -> None:
    before = rows()
    response = host.post(f"{PAGE}targets/", YOUTUBE | {"label": "Kênh hai"} | wrong)
    assert response.status_code == 422
    assert "yt-secret" not in response.content.decode()
    if "key" not in wrong:
        response = host.post(f"{PAGE}targets/{target.pk}/", YOUTUBE | wrong)
        assert response.status_code == 422
    assert rows() == before


def test_how_a_push_does_is_shown_while_it_runs(day: SimpleNamespace, host: Client, target: Target) -> None:
    def shown() -> str:
        with translation.override("en"):
            return " ".join(str(push.words) for push in queries.pushes_of(day.broadcast))

    assert shown() == "Starts with the broadcast"
    now = (clock.now() - clock.shift()).timestamp()
    facts = {"state": "lost", "since": now - 60, "at": now, "sent_frames": 1200, "dropped_frames": 30,
             "reconnects": 2, "error": "Connection reset by peer"}  # fmt: skip
    folder = queries.folder_of(day.broadcast).path / "push"
    folder.mkdir(parents=True)
    (folder / f"{target.pk}.json").write_text(json.dumps(facts))
    assert shown() == "Connection lost; it tries again"
    part = host.get(f"{PAGE}pushes/").content.decode()
    assert "1200" in part
    assert "Connection reset by peer" in part
    (folder / f"{target.pk}.json").write_text(json.dumps(facts | {"at": now - 60}))
    assert shown() == "Starts with the broadcast"
    actions.switch_target(target=target, is_on=False)
    assert shown() == "Switched off"


def test_takes_are_listed(day: SimpleNamespace, host: Client) -> None:
    day.broadcast.takes.create(
        code="rtmp-1", via="rtmp", publisher="Máy quay (rtmp:1)", began_at=clock.now(), ended_at=clock.now(),
        reason="replaced",
    )  # fmt: skip
    assert "Máy quay (rtmp:1)" in host.get(PAGE).content.decode()
