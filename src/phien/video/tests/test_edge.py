"""The edge, through a real server on the loopback, over folders written by hand."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from phien.lib import clock
from phien.video import tokens
from phien.video.folder import Air, Folder
from phien.video.tests.asking import Answer, Site, ask, folder_at
from phien.video.tests.by_hand import WALL, Packager
from phien.video.tests.reading import parse

KEYS = iter(range(1000))


@pytest.fixture
def site(one_site: Site) -> Site:
    return one_site


@pytest.fixture
def key() -> str:
    """Each test has a folder of its own, since the server remembers its folders."""
    return f"{next(KEYS):024x}"


@pytest.fixture
def folder(site: Site, key: str) -> Folder:
    """A folder whose broadcast began with its first picture."""
    folder = folder_at(site, key)
    folder.set_air(Air(since=WALL))
    return folder


@pytest.fixture
def packager(folder: Folder) -> Packager:
    packager = Packager(folder)
    packager.run()
    return packager


@pytest.fixture
def get(site: Site, key: str) -> Callable[..., Answer]:
    def get(name: str, method: str = "GET", **headers: str) -> Answer:
        return ask(site, f"/v/{key}/{name}", method, **headers)

    return get


def test_lists_and_their_pieces_can_be_fetched(packager: Packager, get: Callable[..., Answer]) -> None:
    packager.segments(3)
    packager.part(6.0)
    for name, count in (("live", 3), ("ll", 3), ("audio", 3), ("replay", 3), ("replay-audio", 3)):
        answer = get(f"{name}.m3u8")
        assert answer.status == 200, name
        assert answer.headers["content-type"] == "application/vnd.apple.mpegurl"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cache-control"] == "max-age=1"
        found = parse(answer.text)
        assert len(found.segments) == count
        parts = [uri for parts in found.parts.values() for uri, _seconds, _key in parts]
        for uri in {*found.uris, *parts, *(segment.init for segment in found.segments)}:
            piece = get(uri)
            assert piece.status == 200, uri
            assert piece.headers["cache-control"] == "public, max-age=31536000, immutable"
            assert piece.headers["x-content-type-options"] == "nosniff"
            assert int(piece.headers["content-length"]) == len(piece.body) > 0
    assert get("s000001.m4s").body == b"<main 1.0><main 1.1><main 1.2><main 1.3>"
    assert get("p1.2.m4s").body == b"<main 1.2>"
    assert get("p3.0.m4s").body == b"<main 3.0>"
    assert get("a000002.m4s").body == b"<sound 2>"
    assert (get("i0.mp4").body, get("ia0.mp4").body) == (b"init 0", b"sound init 0")
    assert get("i0.mp4").headers["content-type"] == "video/mp4"
    assert get("a000000.m4s").headers["content-type"] == "audio/mp4"


def test_late_footage_is_in_the_replay(packager: Packager, folder: Folder, get: Callable[..., Answer]) -> None:
    packager.segments(2)
    packager.over()
    late = Packager(folder, "late")
    late.run()
    late.segments(1, 4.0)
    folder.set_air(Air(since=WALL, until=WALL + 10))
    found = parse(get("replay.m3u8").text)
    assert found.uris == ["s000000.m4s", "s000001.m4s", "l000000.m4s"]
    assert found.is_ended
    assert get("l000000.m4s").body.startswith(b"<late 0.0>")
    assert get("j0.mp4").status == 200


def test_head_and_ranges(packager: Packager, get: Callable[..., Answer]) -> None:
    packager.segments(1)
    whole = get("s000000.m4s").body
    for name, body in (("live.m3u8", get("live.m3u8").body), ("s000000.m4s", whole)):
        head = get(name, "HEAD")
        assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(body)))
    some = get("s000000.m4s", Range="bytes=3-8")
    assert (some.status, some.body) == (206, whole[3:9])
    assert some.headers["content-range"] == f"bytes 3-8/{len(whole)}"
    assert get("s000000.m4s", Range="bytes=-4").body == whole[-4:]
    assert get("s000000.m4s", Range="bytes=30-").body == whole[30:]
    assert get("p0.1.m4s", Range="bytes=0-0").body == b"<"
    assert get("s000000.m4s", Range="bytes=999-").status == 416
    for odd in ("bytes=", "bytes=8-3", "lines=1-2", "bytes=0-1,3-4"):
        assert get("s000000.m4s", Range=odd).body == whole


def test_what_is_not_there_is_not_found(site: Site, packager: Packager, key: str, get: Callable[..., Answer]) -> None:
    packager.segments(2)
    names = ["", "air.json", "journal.jsonl", "s000002.m4s", "s0000001.m4s", "s1.m4s", "p0.9.m4s", "p7.0.m4s", "i7.mp4"]
    names += ["l000000.m4s", "thumb.jpg", "other.m3u8", "in/x/take.json", "../air.json", "%2e%2e/air.json", "x" * 3000]
    for name in names:
        assert get(name).status == 404, name
    for other in ("a" * 24, key[:-1] + "f", "..", "", "ab"):
        assert ask(site, f"/v/{other}/live.m3u8").status == 404, other
    refused = get("s000002.m4s")
    assert refused.headers["access-control-allow-origin"] == "*"
    assert refused.headers["cache-control"] == "no-store"
    assert refused.facts["code"] == "no_such_picture"


def test_other_methods_and_hosts_are_refused(packager: Packager, get: Callable[..., Answer]) -> None:
    packager.segments(1)
    assert get("live.m3u8", "POST").status == 405
    assert get("live.m3u8", Host="evil.example").status == 400
    assert get("live.m3u8", Origin="https://elsewhere.example").status == 200


def test_a_list_without_a_picture_says_to_come_again(packager: Packager, get: Callable[..., Answer]) -> None:
    answer = get("live.m3u8")
    assert (answer.status, answer.headers["retry-after"]) == (503, "1")
    assert answer.facts["code"] == "no_picture_yet"


@pytest.mark.parametrize(
    "air",
    [None, Air(), Air(since=WALL, is_cut=True), Air(since=WALL, is_public=False), Air(since=WALL + 100)],
    ids=["none", "not begun", "cut", "not public", "practice"],
)
def test_what_is_not_public_is_for_the_desk_alone(
    site: Site, key: str, get: Callable[..., Answer], air: Air | None
) -> None:
    folder = folder_at(site, key)
    if air is not None:
        folder.set_air(air)
    packager = Packager(folder)
    packager.run()
    packager.segments(2)
    packager.part(4.0)
    folder.thumb.write_bytes(b"picture")
    names = ["live.m3u8", "ll.m3u8", "audio.m3u8", "replay.m3u8"]
    assert {get(name).status for name in names} <= {404, 503}
    assert {get(name).status for name in ("s000000.m4s", "a000000.m4s", "p1.0.m4s", "p2.0.m4s", "thumb.jpg")} == {404}
    assert get("preview.m3u8").status == 404
    for wrong in ("x", tokens.watch_token("b" * 24), tokens.send_token(key, "user:1", "Lan")):
        assert get(f"preview.m3u8?t={wrong}").status == 404
    token = tokens.watch_token(key)
    answer = get(f"preview.m3u8?t={token}")
    assert answer.headers["cache-control"] == "private, no-store"
    found = parse(answer.text)
    assert [uri.split("?")[0] for uri in found.uris] == ["s000000.m4s", "s000001.m4s"]
    for uri in (*found.uris, found.segments[0].init, f"thumb.jpg?t={token}"):
        piece = get(uri)
        assert piece.status == 200
        assert piece.headers["cache-control"] == "private, no-store"
    assert len(parse(get(f"replay.m3u8?t={token}").text).segments) == 2


def test_only_what_lies_within_the_broadcast_is_public(
    packager: Packager, folder: Folder, get: Callable[..., Answer]
) -> None:
    packager.segments(6)
    packager.part(12.0)
    folder.thumb.write_bytes(b"picture")
    folder.set_air(Air(since=WALL + 3, until=WALL + 9))
    assert [get(f"s00000{number}.m4s").status for number in range(6)] == [404, 200, 200, 200, 200, 404]
    assert [get(f"p{number}.0.m4s").status for number in range(7)] == [404, 200, 200, 200, 200, 404, 404]
    assert parse(get("live.m3u8").text).uris == [f"s00000{number}.m4s" for number in range(1, 5)]
    assert get("thumb.jpg").status == 404, "the newest picture is from after the end"


def test_the_newest_picture(packager: Packager, folder: Folder, get: Callable[..., Answer]) -> None:
    packager.part(0.0)
    folder.thumb.write_bytes(b"picture")
    answer = get("thumb.jpg")
    assert (answer.status, answer.body, answer.headers["content-type"]) == (200, b"picture", "image/jpeg")
    assert answer.headers["cache-control"] == "max-age=1"


def test_a_cut_ends_everything_within_a_second_or_two(
    packager: Packager, folder: Folder, get: Callable[..., Answer]
) -> None:
    packager.segments(3)
    assert get("live.m3u8").status == 200
    with ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(get, "ll.m3u8?_HLS_msn=3&_HLS_part=0"), pool.submit(get, "p3.0.m4s")]
        while not any(one.running() for one in waiting):
            time.sleep(0.01)
        folder.set_air(Air(since=WALL, is_cut=True))
        assert [one.result().status for one in waiting] == [404, 404]
    assert [get(name).status for name in ("live.m3u8", "s000000.m4s", "i0.mp4", "replay.m3u8")] == [404] * 4


def test_low_latency_can_be_switched_off(packager: Packager, folder: Folder, get: Callable[..., Answer]) -> None:
    packager.segments(1)
    folder.set_air(Air(since=WALL, low_latency=False))
    answer = get("ll.m3u8")
    assert (answer.status, answer.headers["location"]) == (302, "live.m3u8")
    assert answer.headers["access-control-allow-origin"] == "*"


# What waits


def test_a_reload_waits_for_its_part(packager: Packager, get: Callable[..., Answer]) -> None:
    packager.segments(2)
    packager.part(4.0)
    assert parse(get("ll.m3u8?_HLS_msn=2&_HLS_part=0").text).hint == "p2.1.m4s"
    with ThreadPoolExecutor(6) as pool:
        by_part = [pool.submit(get, "ll.m3u8?_HLS_msn=2&_HLS_part=1") for _ in range(3)]
        piece = pool.submit(get, "p2.1.m4s")
        whole = pool.submit(get, "ll.m3u8?_HLS_msn=2")
        time.sleep(0.3)
        assert not any(one.done() for one in (*by_part, piece, whole))
        packager.part(4.5)
        answers = [one.result() for one in by_part]
        assert piece.result().body == b"<main 2.1>"
        assert {parse(answer.text).hint for answer in answers} == {"p2.2.m4s"}
        assert len({answer.body for answer in answers}) == 1
        hinted = pool.submit(get, "p2.2.m4s")
        past = pool.submit(get, "ll.m3u8?_HLS_msn=2&_HLS_part=2")
        time.sleep(0.3)
        assert not whole.done()
        packager.close()
        assert parse(whole.result().text).uris[-1] == "s000002.m4s"
        assert hinted.result().status == 404, "the segment ended without it"
        assert parse(past.result().text).hint == "p3.0.m4s"


def test_a_reload_that_nothing_comes_for_gets_the_list_as_it_is(packager: Packager, get: Callable[..., Answer]) -> None:
    packager.segments(1)
    answer = get("ll.m3u8?_HLS_msn=1&_HLS_part=0")
    assert answer.status == 200
    assert parse(answer.text).hint == "p1.0.m4s"
    packager.over()
    assert parse(get("ll.m3u8?_HLS_msn=1&_HLS_part=0").text).is_ended


@pytest.mark.parametrize(
    "query",
    [
        *("_HLS_msn=4", "_HLS_msn=2&_HLS_part=9", "_HLS_msn=3&_HLS_part=9", "_HLS_part=1", "_HLS_msn=x"),
        *("_HLS_msn=-1", "_HLS_msn=2&_HLS_part=1e3", "&".join(f"a{n}=1" for n in range(40))),
    ],
)
def test_a_reload_from_too_far_ahead_or_mangled_is_refused(
    packager: Packager, get: Callable[..., Answer], query: str
) -> None:
    packager.segments(2)
    packager.part(4.0)
    answer = get(f"ll.m3u8?{query}")
    assert (answer.status, answer.facts["code"]) == (400, "wrong_place")


def test_a_replay_is_finished_soon_after_the_end(
    packager: Packager, folder: Folder, get: Callable[..., Answer]
) -> None:
    now = clock.now().timestamp()
    packager.run("take-two", now - 100)
    packager.segments(2)
    folder.set_air(Air(since=now - 100))
    found = parse(get("replay.m3u8").text)
    assert (found.facts["PLAYLIST-TYPE"], found.is_ended) == ("EVENT", False)
    folder.set_air(Air(since=now - 100, until=now - 96))
    deadline = time.monotonic() + 10
    while not (found := parse(get("replay.m3u8").text)).is_ended and time.monotonic() < deadline:
        time.sleep(0.1)
    assert (found.facts["PLAYLIST-TYPE"], found.is_ended) == ("VOD", True)


def test_a_day_long_journal_holds_nobody_up(site: Site, packager: Packager, get: Callable[..., Answer]) -> None:
    lines = packager.folder.journal()
    packager.segments(1)
    first = [
        line for line in lines.read_bytes().splitlines(keepends=True) if b'"is":"part"' in line or b'"segm' in line
    ]
    with lines.open("ab") as file:
        for number in range(1, 6000):
            for line in first:
                for name in (b'"segment":0', b'"number":0') if b'"is":"segment"' in line else (b'"segment":0',):
                    line = line.replace(name, name[:-1] + b"%d" % number)
                file.write(line.replace(b'"at":', b'"at":%d' % (2 * number)))
    assert lines.stat().st_size > 3_000_000
    asked = threading.Event()
    slowest = 0.0

    def keep_asking() -> None:
        nonlocal slowest
        while not asked.is_set():
            began = time.monotonic()
            assert ask(site, "/v/none/live.m3u8").status == 404
            slowest = max(slowest, time.monotonic() - began)

    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(keep_asking)
        replay = parse(get("replay.m3u8").text)
        asked.set()
        asking.result()
    assert len(replay.segments) == 6000
    assert get("p5.0.m4s").status == 404, "parts of long ago are fetched with their segment"
