"""A phone's recording, sent to a real server on the loopback."""

import json
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from phien.lib import clock
from phien.video import intake, progress, tokens
from phien.video.errors import DiskFull
from phien.video.folder import Air, End, Folder, Take, chunk_name, chunks_of
from phien.video.tests.asking import Answer, Site, ask, folder_at

KEYS = iter(range(1000))
TAKE = "lan-phone-1"


@pytest.fixture
def site(one_site: Site) -> Site:
    return one_site


@pytest.fixture
def key() -> str:
    return f"{next(KEYS):024x}"


@pytest.fixture
def folder(site: Site, key: str) -> Folder:
    return folder_at(site, key)


class Phone:
    """One sender's page."""

    def __init__(self, site: Site, key: str, publisher: str = "user:1", label: str = "Lan") -> None:
        self.site = site
        self.token = tokens.send_token(key, publisher, label)

    def ask(self, path: str, method: str, body: bytes | None = None, **headers: str) -> Answer:
        lines = {"Authorization": f"Bearer {self.token}", "Accept-Language": "en", "Origin": self.site.origin}
        return ask(self.site, path, method, body, **(lines | headers))

    def put(self, number: int, body: bytes = b"chunk", take: str = TAKE, **headers: str) -> Answer:
        lines = {"Content-Type": "video/webm;codecs=h264,opus", "X-Take-Age": "4000"}
        return self.ask(f"/up/{take}/{number}", "PUT", body, **(lines | headers))

    def end(self, chunks: object, take: str = TAKE) -> Answer:
        return self.ask(f"/up/{take}/end", "POST", json.dumps({"chunks": chunks}).encode())

    def state(self, take: str = TAKE) -> Answer:
        return self.ask(f"/up/{take}", "GET")


@pytest.fixture
def lan(site: Site, key: str) -> Phone:
    return Phone(site, key)


@pytest.fixture
def minh(site: Site, key: str) -> Phone:
    return Phone(site, key, "user:2", "Minh")


def kept(folder: Folder, take: str = TAKE) -> list[bytes]:
    return [path.read_bytes() for path in chunks_of(folder.take_folder(take))]


def nothing_half_written(folder: Folder) -> bool:
    return not list(folder.path.glob("in/*/.*"))


def test_chunks_are_kept_in_order(lan: Phone, folder: Folder) -> None:
    before = clock.now().timestamp()
    assert lan.state().facts == {"next": 0, "ended": None}
    for number in range(3):
        answer = lan.put(number, b"chunk %d" % number)
        assert (answer.status, answer.facts) == (200, {"next": number + 1, "ended": None})
        assert answer.headers["cache-control"] == "no-store"
    assert kept(folder) == [b"chunk 0", b"chunk 1", b"chunk 2"]
    take = folder.take(TAKE)
    assert take is not None
    assert (take.via, take.format, take.publisher, take.label) == ("phone", "webm", "user:1", "Lan")
    assert before - 5 < take.began - take.opened + take.opened < clock.now().timestamp() - 3.9
    assert lan.state().facts["next"] == 3
    assert lan.end(2).facts["next"] == 3
    assert lan.end(2).status == 409
    assert folder.end(TAKE) is None
    assert lan.end(3).facts == {"next": 3, "ended": "unpublish"}
    assert lan.end(3).status == 200, "said again"
    assert folder.end(TAKE) == End("unpublish", 3)
    assert nothing_half_written(folder)


def test_a_chunk_sent_again_changes_nothing(lan: Phone, folder: Folder) -> None:
    lan.put(0, b"first")
    lan.put(1, b"second")
    assert lan.put(0, b"other").facts["next"] == 2
    assert kept(folder) == [b"first", b"second"]


def test_the_same_chunk_sent_twice_at_once_is_kept_once(lan: Phone, folder: Folder) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _n: lan.put(0, b"x" * 300_000), range(4)))
    assert {answer.status for answer in answers} == {200}
    assert {answer.facts["next"] for answer in answers} == {1}
    assert kept(folder) == [b"x" * 300_000]
    assert nothing_half_written(folder)


def test_a_gap_is_refused(lan: Phone, folder: Folder) -> None:
    lan.put(0)
    answer = lan.put(2)
    assert (answer.status, answer.facts["code"], answer.facts["next"]) == (409, "gap", 1)
    assert len(kept(folder)) == 1
    assert lan.put(5, take="lan-phone-2").facts["next"] == 0


def test_nothing_is_forgotten_by_a_restart(sites: Callable[..., Site], key: str) -> None:
    site = sites()
    phone = Phone(site, key)
    phone.put(0)
    phone.put(1)
    site.stop()
    site.start()
    assert phone.state().facts["next"] == 2
    assert phone.put(1).facts["next"] == 2
    assert phone.put(2).facts["next"] == 3
    assert len(kept(folder_at(site, key))) == 3


def test_a_broken_upload_leaves_nothing(site: Site, lan: Phone, folder: Folder) -> None:
    lan.put(0)
    parts = urlsplit(site.origin)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as raw:
        lines = [f"PUT /up/{TAKE}/1 HTTP/1.1", f"Host: {parts.netloc}", f"Authorization: Bearer {lan.token}"]
        lines += ["Content-Type: video/webm", "X-Take-Age: 1", "Content-Length: 50000", "", ""]
        raw.sendall("\r\n".join(lines).encode() + b"x" * 10_000)
    assert lan.state().facts["next"] == 1
    assert nothing_half_written(folder)
    assert lan.put(1, b"whole").facts["next"] == 2
    assert kept(folder) == [b"chunk", b"whole"]


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer x", "Basic abc", "watch"])
def test_only_a_senders_token_lets_in(lan: Phone, folder: Folder, key: str, token: str) -> None:
    if token == "watch":
        token = f"Bearer {tokens.watch_token(key)}"
    for answer in (lan.put(0, Authorization=token), lan.ask(f"/up/{TAKE}", "GET", Authorization=token)):
        assert (answer.status, answer.facts["code"]) == (401, "wrong_token")
    assert not folder.exists()


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Content_Type": "image/png"}, 415, "wrong_format"),
        ({"Content_Type": ""}, 415, "wrong_format"),
        ({"X_Take_Age": ""}, 400, "malformed"),
        ({"X_Take_Age": "-5"}, 400, "malformed"),
        ({"X_Take_Age": "nan"}, 400, "malformed"),
        ({"X_Take_Age": "999999999999"}, 400, "malformed"),
        ({"Origin": "https://evil.example"}, 403, "wrong_origin"),
        ({"Sec_Fetch_Site": "cross-site"}, 403, "wrong_origin"),
        ({"Host": "evil.example"}, 400, "wrong_host"),
    ],
)
def test_wrong_uploads_are_refused(lan: Phone, folder: Folder, headers: dict[str, str], status: int, code: str) -> None:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = lan.put(0, **given)
    assert (answer.status, answer.facts["code"]) == (status, code)
    assert answer.facts["message"]
    assert not folder.exists()


def test_other_addresses_and_methods(lan: Phone, folder: Folder) -> None:
    for path in ("/up/short/0", f"/up/{'a' * 41}/0", "/up/Lan-Phone-1/0", f"/up/{TAKE}/-1", f"/up/{TAKE}/1234567"):
        assert lan.ask(path, "PUT", b"x").status == 400, path
    assert lan.ask("/up/..%2f..%2fxxxxx/0", "PUT", b"x").status == 400
    for path, method in ((f"/up/{TAKE}/0", "POST"), (f"/up/{TAKE}/end", "PUT"), (f"/up/{TAKE}", "DELETE")):
        assert lan.ask(path, method, b"x").status == 405, path
    assert lan.ask("/up/test", "GET").status == 405
    assert not folder.exists()


def test_a_body_that_is_too_large_is_refused(lan: Phone, folder: Folder) -> None:
    answer = lan.put(0, b"x" * 8_000_001)
    assert (answer.status, answer.facts["code"]) == (413, "too_large")
    assert lan.put(0, b"x" * 8_000_000).status == 200
    assert len(kept(folder)[0]) == 8_000_000


@pytest.mark.parametrize(
    "body", [b"", b"x", b"[]", b'{"chunks":"1"}', b'{"chunks":true}', b'{"chunks":-1}', b"1" * 2000]
)
def test_a_mangled_end_is_refused(lan: Phone, folder: Folder, body: bytes) -> None:
    lan.put(0)
    assert lan.ask(f"/up/{TAKE}/end", "POST", body).status in {400, 413}
    assert folder.end(TAKE) is None


def test_the_uplink_test(lan: Phone, folder: Folder) -> None:
    answer = lan.ask("/up/test", "POST", b"x" * 1_000_000)
    assert answer.facts["bytes"] == 1_000_000
    assert answer.facts["ms"] >= 0
    assert lan.ask("/up/test", "POST", b"x" * 2_000_001).status == 413
    assert not folder.exists()


def test_another_is_refused_while_one_is_on_air(lan: Phone, minh: Phone, folder: Folder) -> None:
    lan.put(0)
    answer = minh.put(0, take="minh-phone")
    assert (answer.status, answer.facts["code"], answer.facts["label"]) == (409, "somebody_else", "Lan")
    assert answer.facts["message"] == "Lan is on air."
    assert folder.take("minh-phone") is None
    assert lan.put(1).status == 200
    lan.end(2)
    assert minh.put(0, take="minh-phone").status == 200, "the air is free"


def test_another_may_take_over(lan: Phone, minh: Phone, folder: Folder) -> None:
    lan.put(0)
    assert minh.put(0, b"minh", take="minh-phone", **{"X-Take-Over": "1", "X-Take-Age": "60000"}).status == 200
    assert folder.end(TAKE) == End("replaced")
    assert [take.code for take in folder.takes()] == [TAKE, "minh-phone"], "who takes over is the newest"
    answer = lan.put(1, b"recorded before she knew")
    assert answer.facts == {"next": 2, "ended": "replaced"}
    was = folder.take(TAKE)
    assert was is not None
    progress.set_consumed(folder, was, progress.Consumed(1, 5, is_complete=True))
    assert progress.has_rest(folder, was), "what came after the packager had left the take is not forgotten"
    assert lan.put(0, take="lan-phone-2").facts["code"] == "somebody_else"
    assert lan.end(2).facts == {"next": 2, "ended": "replaced"}
    assert len(kept(folder)) == 2


def test_an_encoder_on_air_counts_too(lan: Phone, folder: Folder) -> None:
    now = clock.now().timestamp()
    stream = folder.make().open_take(Take("rtmp-obs-1", "rtmp", "flv", "key:4", "OBS", now, now)) / "stream.flv"
    stream.write_bytes(b"FLV")
    assert lan.put(0).facts["label"] == "OBS"
    folder.end_take("rtmp-obs-1", End("lost"))
    assert lan.put(0).status == 200


def test_a_recording_from_before_does_not_push_the_newer_off_the_air(lan: Phone, folder: Folder) -> None:
    lan.put(0, take="after-reload", **{"X-Take-Age": "1000"})
    lan.put(0, take="before-reload", **{"X-Take-Age": "90000"})
    assert [take.code for take in folder.takes()] == ["before-reload", "after-reload"]


def test_nobody_writes_into_anothers_recording(lan: Phone, minh: Phone, folder: Folder) -> None:
    lan.put(0)
    for answer in (minh.put(1), minh.end(1), minh.state()):
        assert (answer.status, answer.facts["code"]) == (403, "not_your_take")
    assert minh.end(0, take="no-such-take").status == 403
    assert len(kept(folder)) == 1
    assert folder.end(TAKE) is None


def test_after_the_end_only_what_was_filmed_before_it_is_taken(lan: Phone, folder: Folder) -> None:
    lan.put(0)
    now = clock.now().timestamp()
    folder.set_air(Air(since=1.0, until=now))
    folder.close()
    assert lan.put(1).status == 200
    assert lan.put(0, take="lan-phone-2").status == 200, "it began four seconds ago, and is heard of only now"
    answer = lan.put(0, take="lan-phone-3", **{"X-Take-Age": "0"})
    assert (answer.status, answer.facts["code"]) == (403, "over")
    assert folder.take("lan-phone-3") is None
    folder.set_air(Air(since=1.0, until=now - intake.LEFTOVERS - 1))
    for answer in (lan.put(2), lan.put(0, take="lan-phone-4")):
        assert (answer.status, answer.facts["code"]) == (403, "over")
    assert len(kept(folder)) == 2


def test_a_cut_broadcast_takes_nothing(lan: Phone, folder: Folder) -> None:
    lan.put(0)
    folder.set_air(Air(since=1.0, is_cut=True))
    for answer in (lan.put(1), lan.put(0, take="lan-phone-2"), lan.end(1)):
        assert (answer.status, answer.facts["code"]) == (403, "cut")
    assert len(kept(folder)) == 1


def test_a_barred_sender_is_out_and_others_are_not(lan: Phone, minh: Phone, folder: Folder) -> None:
    assert minh.put(0, take="minh-phone-1").status == 200
    folder.bar("user:2")
    assert (minh.put(1, take="minh-phone-1").status, minh.put(0, take="minh-phone-2").status) == (401, 401)
    assert folder.end("minh-phone-1") == End("revoked")
    assert [take.code for take in folder.takes()] == ["minh-phone-1"]
    assert lan.put(0).status == 200


def test_a_finished_take_takes_no_more(lan: Phone, folder: Folder) -> None:
    lan.put(0)
    lan.end(1)
    answer = lan.put(1)
    assert (answer.status, answer.facts["code"], answer.facts["next"]) == (409, "take_is_over", 1)
    folder.drop_inputs()
    assert lan.put(0).facts["next"] == 1, "packaged and dropped is not lost"
    assert lan.state().facts["next"] == 1
    assert not (folder.take_folder(TAKE) / chunk_name(0)).exists()


def test_a_full_disk_refuses_before_it_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, sender = Folder(tmp_path / "a"), tokens.Sender("a", "user:1", "Lan")
    intake.open_take(folder, TAKE, sender=sender, format="webm", age=0, now=1.0, takes_over=False)
    intake.keep_chunk(folder, TAKE, 0, b"chunk")
    monkeypatch.setattr(intake, "SPARE_BYTES", 10**18)
    with pytest.raises(DiskFull):
        intake.keep_chunk(folder, TAKE, 1, b"chunk")
    assert intake.keep_chunk(folder, TAKE, 0, b"chunk") == 1, "what is here stays acknowledged"
    assert kept(folder) == [b"chunk"]


def test_a_take_stays_in_its_format(lan: Phone, folder: Folder) -> None:
    lan.put(0)
    assert lan.put(1, **{"Content-Type": "video/mp4"}).status == 415
    assert lan.put(0, take="lan-phone-2", **{"Content-Type": "video/mp4; codecs=avc1"}).status == 200
    found: Any = folder.take("lan-phone-2")
    assert found.format == "mp4"
