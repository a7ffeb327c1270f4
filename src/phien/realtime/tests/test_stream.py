"""The stream, through a real server on the loopback."""

import http.client
import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from phien.realtime import actions, presence, queries, tokens
from phien.realtime.models import Message, Topic
from phien.realtime.tests.listener import Listener

Listen = Callable[..., Listener]
Site = Any  # of phien.config.testing_servers, which gives the fixtures and which a room does not import


def say(text: str, topic: str) -> int:
    return actions.publish(topic=topic, kind="chat", payload={"text": text})


@pytest.fixture
def site(one_site: Site, transactional_db: None) -> Site:
    return one_site


@pytest.fixture
def room(request: pytest.FixtureRequest) -> str:
    """Each test has a room of its own, since the server remembers its rooms for some seconds."""
    return f"broadcast:{request.node.name}"


@pytest.fixture
def listen() -> Iterator[Listen]:
    opened: list[Listener] = []

    def open_one(site: Site, topic: str, since: int | None = 0, **headers: str) -> Listener:
        opened.append(Listener(site.origin, topic, since, **headers))
        return opened[-1]

    yield open_one
    for listener in opened:
        listener.close()


def ask(site: Site, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], dict[str, str]]:
    """(status, headers, JSON) of one refused request."""
    parts = urlsplit(site.origin)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    connection.request(method, path, headers=headers)
    response = connection.getresponse()
    body = json.loads(response.read(response.length))
    connection.close()
    return response.status, {name.lower(): value for name, value in response.getheaders()}, body


def test_listeners_get_what_happened_and_what_happens(site: Site, listen: Listen, room: str) -> None:
    say("before", room)
    listener = listen(site, room)
    header = listener.response.getheader
    assert listener.status == 200
    assert header("Content-Type") == "text/event-stream; charset=utf-8"
    assert header("Cache-Control") == "no-store"
    assert header("X-Accel-Buffering") == "no"
    listener.wait_for(1)
    say("vịt quay\n\ndata: 1 \u2028 <b>", room)
    say("after", "broadcast:other")
    say("then", room)
    listener.wait_for(3)
    assert listener.events[0] == (1, "chat", {"text": "before"})
    assert listener.texts == ["before", "vịt quay\n\ndata: 1 \u2028 <b>", "then"]
    assert listener.numbers == [1, 2, 3]


def test_without_a_number_a_stream_begins_with_what_happens_next(site: Site, listen: Listen, room: str) -> None:
    say("before", room)
    listener = listen(site, room, since=None)
    say("next", room)
    listener.wait_for(1)
    assert listener.texts == ["next"]


def test_who_comes_back_catches_up_from_its_last_event(site: Site, listen: Listen, room: str) -> None:
    for text in "abcde":
        say(text, room)
    listener = listen(site, room, since=1, **{"Last-Event-ID": "3"})
    listener.wait_for(2)
    assert listener.texts == ["d", "e"], "the header is newer than the page"
    say("f", room)
    listener.wait_for(3)
    assert listener.numbers == [4, 5, 6]
    again = listen(site, room, since=2)
    again.wait_for(4)
    assert again.numbers == [3, 4, 5, 6], "also in a room that is open already"


def test_who_was_away_too_long_is_told_to_load_the_page_again(site: Site, listen: Listen, room: str) -> None:
    topic = Topic.objects.create(name=room, last_number=600)
    rows = [
        Message(topic=topic, number=n, kind="chat", payload={"text": n}, at="2026-09-18T02:00Z") for n in range(1, 601)
    ]
    Message.objects.bulk_create(rows)
    far = listen(site, room, since=99)
    far.wait_for(1)
    assert far.events[0] == (600, "reset", {"number": 600})
    near = listen(site, room, since=100)
    near.wait_for(500)
    assert near.numbers == list(range(101, 601))
    ahead = listen(site, room, since=601)
    ahead.wait_for(1)
    assert ahead.events[0][1] == "reset", "the database was put back"


def test_hidden_messages_are_not_caught_up(site: Site, listen: Listen, room: str) -> None:
    first = listen(site, room)
    say("kind", room)
    say("rude", room)
    first.wait_for(2)
    actions.hide(topic=room, number=2)
    first.wait_for(3)
    assert first.kinds("hidden") == [{"number": 2}]
    second = listen(site, room)
    second.wait_for(2)
    assert second.texts == ["kind"], "the open room forgot it"


def test_what_is_shown_again_and_hidden_again_is_not_caught_up(site: Site, listen: Listen, room: str) -> None:
    first = listen(site, room)
    say("rude", room)
    actions.hide(topic=room, number=1)
    actions.show_again(topic=room, number=1)
    first.wait_for(3)
    assert first.kinds("shown_again") == [{"number": 1, "kind": "chat", "data": {"text": "rude"}}]
    actions.hide(topic=room, number=1)
    first.wait_for(4)
    second = listen(site, room)
    second.wait_for(2)
    assert [kind for _number, kind, _data in second.events if _number] == ["hidden", "hidden"]


def test_a_room_read_from_the_outbox_never_had_what_is_hidden(site: Site, listen: Listen, room: str) -> None:
    say("rude", room)
    say("kind", room)
    actions.hide(topic=room, number=1)
    listener = listen(site, room)
    listener.wait_for(2)
    assert listener.texts == ["kind"]
    assert listener.kinds("hidden") == [{"number": 1}]


def test_wrong_askers_are_refused(site: Site, room: str) -> None:
    good = "/stream?t=" + tokens.room_token(room)
    cases = [
        (ask(site, good, Host="evil.example"), 400, "wrong_host"),
        (ask(site, good, Origin="https://evil.example"), 403, "wrong_origin"),
        (ask(site, good, Origin="null"), 403, "wrong_origin"),
        (ask(site, good, **{"Sec-Fetch-Site": "cross-site"}), 403, "wrong_origin"),
        (ask(site, "/stream"), 403, "wrong_token"),
        (ask(site, good[:-3] + "abc"), 403, "wrong_token"),
        (ask(site, "/stream?" + "a=1&" * 50), 400, "wrong_number"),
        (ask(site, good + "&since=-1"), 400, "wrong_number"),
        (ask(site, good + "&since=x"), 400, "wrong_number"),
        (ask(site, good + "&since=" + "9" * 30), 400, "wrong_number"),
        (ask(site, good, **{"Last-Event-ID": "1e3"}), 400, "wrong_number"),
        (ask(site, good, "POST"), 405, "wrong_method"),
    ]
    for (status, headers, body), wanted, code in cases:
        assert (status, body["code"]) == (wanted, code)
        assert headers["cache-control"] == "no-store"
    *_, in_french = ask(site, "/stream", **{"Accept-Language": "fr"})
    assert in_french["message"]


def test_an_expired_token_is_refused(site: Site, room: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core import signing

    with monkeypatch.context() as patch:
        now = time.time()
        patch.setattr(signing.time, "time", lambda: now - tokens.HOURS * 3600 - 5)
        old = tokens.room_token(room)
    status, _headers, body = ask(site, "/stream?t=" + old)
    assert (status, body["code"]) == (403, "wrong_token")


def test_a_token_opens_its_own_room_only(site: Site, listen: Listen, room: str) -> None:
    mine, other = listen(site, room), listen(site, "broadcast:bac-son")
    say("here", room)
    say("there", "broadcast:bac-son")
    mine.wait_for(1)
    other.wait_for(1)
    assert mine.texts == ["here"]
    assert other.texts == ["there"]


def test_a_client_that_does_not_read_is_dropped_and_delays_nobody(site: Site, listen: Listen, room: str) -> None:
    parts = urlsplit(site.origin)
    slow = socket.socket()
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    slow.connect((parts.hostname, parts.port))
    slow.sendall(f"GET /stream?t={tokens.room_token(room)} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
    slow.recv(100)
    listener = listen(site, room)
    sent = 0
    end = time.monotonic() + 60
    text = "x" * 20_000
    dropped = False
    while time.monotonic() < end and not dropped:
        say(text, room)
        sent += 1
        listener.wait_for(sent)  # the reader gets each one, whatever the other does
        time.sleep(0.25)
        viewers = [figures["viewers"] for figures in listener.kinds("counters") if "viewers" in figures]
        dropped = bool(viewers) and max(viewers) == 2 and viewers[-1] == 1
    assert dropped, "the server still holds the stalled stream"
    slow.close()


def test_a_short_stall_costs_no_message(site: Site, listen: Listen, room: str) -> None:
    parts = urlsplit(site.origin)
    slow = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    slow.connect()
    assert slow.sock is not None
    slow.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
    slow.request("GET", f"/stream?t={tokens.room_token(room)}&since=0")
    response = slow.getresponse()
    listener = listen(site, room)
    for _ in range(40):  # 800 KB: more than all buffers on the way
        say("x" * 20_000, room)
    listener.wait_for(40)
    numbers = []
    while len(numbers) < 40:
        line = response.readline().decode()
        if line.startswith("id: "):
            numbers.append(int(line[4:]))
    assert numbers == list(range(1, 41))
    assert slow.sock is not None
    slow.sock.shutdown(2)
    slow.close()


def test_a_restart_ends_streams_in_good_order_and_nothing_is_missed(
    sites: Callable[..., Site], listen: Listen, room: str
) -> None:
    site = sites()
    say("before", room)
    listener = listen(site, room)
    listener.wait_for(1)
    assert site.process is not None
    os.kill(site.process.pid, signal.SIGTERM)
    assert site.process.wait(10) in {0, -signal.SIGTERM}
    assert listener.ended.wait(5)
    assert listener.response.chunk_left is None or listener.response.isclosed(), "the response came to its end"
    site.process = None
    say("meanwhile", room)
    site.start()
    again = listen(site, room, **{"Last-Event-ID": str(listener.numbers[-1])})
    again.wait_for(1)
    assert again.texts == ["meanwhile"]


def test_viewers_are_counted_and_told(site: Site, listen: Listen, room: str) -> None:
    listener = listen(site, room)
    others = [listen(site, room) for _ in range(3)]
    end = time.monotonic() + 15
    while {"viewers": 4} not in listener.kinds("counters"):
        assert time.monotonic() < end, listener.events
        time.sleep(0.05)
    for other in others:
        other.close()
    while {"viewers": 1} not in listener.kinds("counters")[-1:]:
        assert time.monotonic() < end, listener.events
        time.sleep(0.05)
    assert listener.numbers == [], "figures are no messages"


def test_two_processes_share_messages_and_viewers_until_one_is_killed(
    sites: Callable[..., Site],
    redis_url: str,
    listen: Listen,
    room: str,
    settings: Any,
) -> None:
    first, second = sites(redis=redis_url), sites(redis=redis_url)
    one, two = listen(first, room), listen(second, room)
    settings.PHIEN_REDIS_URL = redis_url
    say("to both", room)
    one.wait_for(1)
    two.wait_for(1)
    assert one.texts == two.texts == ["to both"]
    end = time.monotonic() + 15
    while {"viewers": 2} not in one.kinds("counters") or {"viewers": 2} not in two.kinds("counters"):
        assert time.monotonic() < end, (one.events, two.events)
        time.sleep(0.05)
    assert queries.viewers(room) == 2, "and a process without streams sees the sum"
    assert second.process is not None
    second.process.kill()
    end = time.monotonic() + presence.SECONDS + 15
    while one.kinds("counters")[-1] != {"viewers": 1}:
        assert time.monotonic() < end, "the killed process's viewers are still counted"
        time.sleep(0.05)
    assert queries.viewers(room) == 1
    say("who stays hears on", room)
    one.wait_for(2)
