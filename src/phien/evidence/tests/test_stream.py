"""The collector, asked as a server asks it: what it counts and what it refuses."""

import asyncio
import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import signing
from pytest_django import Settings

from phien.evidence import stream, tokens
from phien.evidence.actions import salts, turns
from phien.evidence.models import Salt
from phien.lib import clock


@pytest.fixture(autouse=True)
def days_secret(root: Path) -> None:
    salts._known[clock.today()] = b"a day's secret, 32 bytes long..."


class Answer:
    def __init__(self, sent: list[dict[str, Any]]) -> None:
        self.status = sent[0]["status"]
        self.headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        self.body = b"".join(message.get("body", b"") for message in sent[1:])

    @property
    def code(self) -> str:
        return str(json.loads(self.body)["code"])


async def asked_of(
    method: str = "POST",
    path: str = "/hit",
    body: bytes | list[bytes] = b"",
    query: str = "",
    agent: str = "Mozilla/5.0 (iPhone) Safari",
    client: tuple[str, int] | None = ("203.0.113.7", 1234),
    **headers: str,
) -> Answer:
    facts = {"host": "testserver", "user-agent": agent, **{k.replace("_", "-"): v for k, v in headers.items()}}
    chunks = [body] if isinstance(body, bytes) else list(body)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        chunk = chunks.pop(0)
        return {"type": "http.request", "body": chunk, "more_body": bool(chunks)}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in facts.items() if value is not None],
        "client": client,
    }
    await stream.collect(scope, receive, send)
    return Answer(sent)


def ask(*args: Any, **kwargs: Any) -> Answer:
    return asyncio.run(asked_of(*args, **kwargs))


def batch(*events: dict[str, Any]) -> bytes:
    return json.dumps({"events": list(events)}).encode()


def lines(root: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in (root / "journal").glob("*.ndjson") for line in path.open()]


def test_a_batch_is_counted(root: Path) -> None:
    page = tokens.sign(kind="page", subject="campaign:cho", campaign="cho", creator="lan", link="AB2C")
    room = tokens.sign(kind="live", subject="broadcast:quynh-son", campaign="cho")
    answer = ask(
        body=batch({"t": page}, {"t": room, "i": "x1", "s": 0}, {"t": room, "i": "x2", "s": 900}),
        origin="http://testserver",
    )
    assert (answer.status, answer.body) == (204, b"")
    counted, first, second = lines(root)
    assert (counted["kind"], counted["subject"], counted["creator"], counted["link"]) == (
        "page", "campaign:cho", "lan", "AB2C"
    )  # fmt: skip
    assert (first["seconds"], second["seconds"]) == (0, 30)
    assert first["session_token"] == second["session_token"] != ""
    assert len({line["visitor"] for line in lines(root)}) == 1


@pytest.mark.django_db(transaction=True)
def test_the_days_first_hit_makes_its_secret(root: Path) -> None:
    salts._known.clear()
    for _ in range(2):
        assert ask(body=batch({"t": tokens.sign(kind="page")})).status == 204
    assert Salt.objects.get().day == clock.today()
    assert len({line["visitor"] for line in lines(root)}) == 1


def test_a_replay_is_the_same_hit_again(root: Path) -> None:
    page, click = tokens.sign(kind="page"), tokens.sign(kind="click", subject="product:vit")
    for name in ("a", "b"):
        ask(body=batch({"t": page, "i": name}, {"t": click, "i": name}))
    ask(body=batch({"t": page}), client=("198.51.100.9", 1))
    ids = [line["id"] for line in lines(root)]
    assert len(ids) == 5
    assert len(set(ids)) == 4  # one page of the first visitor, two clicks, one page of the second


def test_what_had_to_be_sent_again_keeps_its_time_and_not_its_pace(root: Path) -> None:
    room = tokens.sign(kind="live", subject="broadcast:quynh-son")
    answer = ask(body=batch(*[{"t": room, "i": f"{n}", "s": 15, "a": 15 * n} for n in range(14)]))
    assert answer.status == 204
    found = lines(root)
    first, last = (datetime.fromisoformat(found[n]["happened_at"]) for n in (0, 13))
    assert first - last == timedelta(seconds=195)
    assert {line["received_at"] for line in found} == {first.isoformat()}
    assert [line["reason"] for line in found] == [""] * 12 + ["too_fast"] * 2  # they came at once


def test_staff_and_robots_are_kept_with_their_reason(root: Path) -> None:
    ask(body=batch({"t": tokens.sign(kind="page", is_staff=True)}))
    ask(body=batch({"t": tokens.sign(kind="page")}), agent="Googlebot/2.1 (+http://www.google.com/bot.html)")
    ask(body=batch({"t": tokens.sign(kind="page")}), agent="")
    assert [line["reason"] for line in lines(root)] == ["own_staff", "bot", "empty_agent"]


def test_the_address_behind_a_proxy_of_ours(root: Path, settings: Settings) -> None:
    settings.PHIEN_TRUSTED_PROXIES = ["10.0.0.0/8"]
    for client, forwarded in (
        (("10.0.0.1", 1), "198.51.100.1"),
        (("198.51.100.2", 1), ""),
        (("203.0.113.5", 1), "198.51.100.1"),
    ):
        ask(body=batch({"t": tokens.sign(kind="page")}), client=client, x_forwarded_for=forwarded)
    first, second, third = (line["visitor"] for line in lines(root))
    assert first == second != third


BAD_BODIES: list[tuple[bytes | list[bytes], int, str]] = [
    (b"", 400, "malformed_hits"),
    (b"not json", 400, "malformed_hits"),
    (b"\xff\xfe\x00", 400, "malformed_hits"),
    (b"[" * 9000, 400, "malformed_hits"),
    (b"[]", 400, "malformed_hits"),
    (b'"events"', 400, "malformed_hits"),
    (b'{"events": []}', 400, "malformed_hits"),
    (b'{"events": {"t": "x"}}', 400, "malformed_hits"),
    (b'{"events": ["x"]}', 400, "malformed_hits"),
    (b'{"events": [{}]}', 400, "malformed_hits"),
    (b'{"events": [{"t": 7}]}', 400, "malformed_hits"),
    (b'{"events": [{"t": "' + b"x" * 2000 + b'"}]}', 400, "malformed_hits"),
    (b'{"events": [{"t": "x", "i": "<script>"}]}', 400, "malformed_hits"),
    (b'{"events": [{"t": "x", "i": ["a"]}]}', 400, "malformed_hits"),
    (b'{"events": [{"t": "x", "s": -1}]}', 400, "malformed_hits"),
    (b'{"events": [{"t": "x", "s": 1e9}]}', 400, "malformed_hits"),
    (b'{"events": [{"t": "x", "s": true}]}', 400, "malformed_hits"),
    (b'{"events": [{"t": "x", "a": -1}]}', 400, "malformed_hits"),
    (b'{"events": [{"t": "x", "a": 43201}]}', 400, "malformed_hits"),
    (b'{"events": [{"t": "x", "a": "5"}]}', 400, "malformed_hits"),
    (b'{"events": [{"t": "forged"}]}', 403, "wrong_token"),
    (batch(*[{"t": "x"}] * 51), 413, "too_many_events"),
    (b" " * 17_000, 413, "too_large"),
    ([b" " * 9_000, b" " * 9_000], 413, "too_large"),
]


@pytest.mark.parametrize(("body", "status", "code"), BAD_BODIES)
def test_hostile_bodies(root: Path, body: bytes | list[bytes], status: int, code: str) -> None:
    answer = ask(body=body)
    assert (answer.status, answer.code) == (status, code)
    assert lines(root) == []


def test_a_wrong_event_refuses_its_whole_batch(root: Path) -> None:
    answer = ask(body=batch({"t": tokens.sign(kind="page")}, {"t": "forged"}))
    assert answer.code == "wrong_token"
    assert lines(root) == []


REQUESTS: list[tuple[dict[str, Any], int, str]] = [
    ({"host": "evil.example"}, 400, "wrong_host"),
    ({"host": ""}, 400, "wrong_host"),
    ({"origin": "https://evil.example"}, 403, "wrong_origin"),
    ({"origin": "null"}, 403, "wrong_origin"),
    ({"origin": "http://testserver.evil.example"}, 403, "wrong_origin"),
    ({"content_length": "99999"}, 413, "too_large"),
    ({"method": "GET"}, 405, "wrong_method"),
    ({"method": "DELETE"}, 405, "wrong_method"),
]


@pytest.mark.parametrize(("facts", "status", "code"), REQUESTS)
def test_hostile_requests(root: Path, facts: dict[str, Any], status: int, code: str) -> None:
    answer = ask(body=batch({"t": tokens.sign(kind="page")}), **facts)
    assert (answer.status, answer.code) == (status, code)
    assert lines(root) == []
    if status == 405:
        assert answer.headers["allow"] == "POST"


def test_a_token_of_something_else_is_none(root: Path) -> None:
    assert ask(body=batch({"t": signing.dumps(["page"], salt="another purpose")})).code == "wrong_token"


def test_an_old_page_is_refused_in_the_readers_language(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    token = tokens.sign(kind="page")
    monkeypatch.setattr(tokens, "MAX_MINUTES", -1)
    answer = ask(body=batch({"t": token}), accept_language="en-GB,en;q=0.8")
    assert (answer.status, answer.code) == (410, "expired_token")
    assert "reload" in json.loads(answer.body)["message"]


def test_the_pixel(root: Path) -> None:
    token = tokens.sign(kind="page", subject="campaign:cho")
    answer = ask("GET", "/hit.gif", query=f"t={token}")
    assert answer.status == 200
    assert len(answer.body) == 43
    assert answer.body.startswith(b"GIF89a")
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == ("image/gif", "no-store")
    assert lines(root)[0]["subject"] == "campaign:cho"
    for query in ("", "t=", "t=forged", "&" * 90, "t=" + "x" * 5000):
        assert ask("GET", "/hit.gif", query=query).status in {400, 403}
    assert len(lines(root)) == 1


def test_a_failing_disk_asks_to_send_it_again(root: Path) -> None:
    root.mkdir()
    (root / "journal").write_text("in the way")
    answer = ask(body=batch({"t": tokens.sign(kind="page")}))
    assert (answer.status, answer.code, answer.headers["retry-after"]) == (503, "journal_unavailable", "5")


@pytest.mark.django_db(transaction=True)
def test_where_too_many_wait_for_the_days_secret_the_rest_come_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    salts._known.clear()
    with monkeypatch.context() as patch:
        patch.setattr(turns, "MOST_WAITING", 0)
        assert ask(body=batch({"t": tokens.sign(kind="page")})).status == 503
    assert lines(root) == []
    assert ask(body=batch({"t": tokens.sign(kind="page")})).status == 204


def test_all_that_come_in_one_turn_are_written_at_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []
    write = os.write

    def noted(fd: int, data: memoryview) -> int:
        written.append(bytes(data).count(b'"kind"'))
        return write(fd, data)

    monkeypatch.setattr(os, "write", noted)

    async def all_at_once() -> list[Answer]:
        asked = [asked_of(body=batch({"t": tokens.sign(kind="page")}), agent=f"phone {n}") for n in range(40)]
        return await asyncio.gather(*asked)

    answers = asyncio.run(all_at_once())
    assert {answer.status for answer in answers} == {204}
    assert [number for number in written if number] == [40]
    assert len(lines(root)) == 40
