"""The question of a media server in front: who may publish?"""

from types import SimpleNamespace

import pytest
from django.test import Client

from phien.lib import clock
from phien.live import actions, queries
from phien.live.models import Broadcast

URL = "/live/front/auth/"
SECRET = "front-secret"


@pytest.fixture
def key(day: SimpleNamespace, settings: object) -> str:
    settings.PHIEN_FRONT_SECRET = SECRET
    return actions.make_stream_key(broadcast=day.broadcast, role="main", by=day.host)


def nginx(name: str, call: str = "publish", **words: str) -> int:
    facts = {"call": call, "name": name, "app": "live", "addr": "203.0.113.7"} | words
    return Client().post(f"{URL}?secret={SECRET}", facts).status_code


def mediamtx(told: str = SECRET, **facts: object) -> int:
    whole = {"user": "", "password": "", "token": "", "ip": "203.0.113.7", "action": "publish", "path": "",
             "protocol": "rtmp", "id": "1", "query": ""} | facts  # fmt: skip
    client = Client(headers={"X-Phien-Secret": told})
    return client.post(URL, whole, content_type="application/json").status_code


def test_nginx_is_told_who_may_publish(key: str) -> None:
    assert nginx(key) == 204
    assert nginx("guess") == 403
    assert nginx("") == 403
    assert nginx(key, call="play") == 403
    assert nginx(key, call="connect") == 403
    assert nginx(key, call="publish_done") == 204
    assert nginx(key, call="") == 400


def test_mediamtx_is_told_who_may_publish(key: str) -> None:
    assert mediamtx(path=f"live/{key}") == 204
    assert mediamtx(path="live/x", user="any", password=key) == 204
    assert mediamtx(path="live/x", token=key) == 204
    assert mediamtx(path="live/x", query=f"a=b&token={key}") == 204
    assert mediamtx(path="live/guess") == 401
    assert mediamtx(path="live/guess", user="any", password="guess") == 403
    assert mediamtx() == 401


def test_mediamtx_may_read_only_on_its_own_machine(key: str) -> None:
    assert mediamtx(path=f"live/{key}", action="read", ip="127.0.0.1") == 204
    assert mediamtx(path="live/guess", action="read", ip="127.0.0.1") == 401
    assert mediamtx(path=f"live/{key}", action="read") == 401
    assert mediamtx(path=f"live/{key}", action="playback", token=key) == 403
    assert mediamtx(path=f"live/{key}", action="api", token=key) == 403


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"x"', b"\xff", b'{"action": 1}', b"[" * 100_000, b'{"ip": "x"}'])
def test_what_is_no_question_is_refused(key: str, body: bytes) -> None:
    response = Client().post(f"{URL}?secret={SECRET}", body, content_type="application/json")
    assert response.status_code in {400, 401}


def test_only_who_knows_the_secret_may_ask(key: str, settings: object) -> None:
    assert Client().post(URL, {"call": "publish", "name": key}).status_code == 403
    assert Client().post(f"{URL}?secret=other", {"call": "publish", "name": key}).status_code == 403
    assert mediamtx("", path=key) == 403
    assert Client().get(f"{URL}?secret={SECRET}").status_code == 405
    assert queries.find_key(key).last_used_at is None
    settings.PHIEN_FRONT_SECRET = ""
    assert nginx(key) == 404
    assert Client().post(f"{URL}?secret=", {"call": "publish", "name": key}).status_code == 404


def test_a_replaced_key_and_a_broadcast_that_is_over_are_refused(key: str, day: SimpleNamespace) -> None:
    newer = actions.make_stream_key(broadcast=day.broadcast, role="main", by=day.host)
    assert nginx(key) == 403
    assert nginx(newer) == 204
    Broadcast.objects.update(ended_at=clock.now())
    assert nginx(newer) == 403


def test_wrong_keys_of_one_address_are_limited(key: str) -> None:
    with clock.standing_at(clock.now()):  # the window does not turn in between
        for _turn in range(10):
            assert nginx("guess") == 403
        assert nginx("guess") == 429
        assert nginx("guess", addr="203.0.113.8") == 403
        assert nginx(key) == 204
