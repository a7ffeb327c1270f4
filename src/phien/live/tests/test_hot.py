"""The playlist on its hot path: one answer for all who ask within the half second, and what cannot be played."""

import asyncio
from types import SimpleNamespace

import pytest

from phien.live import hot

pytestmark = pytest.mark.django_db(transaction=True)


async def get(path: str, method: str = "GET") -> tuple[int, bytes]:
    sent: list[dict[str, object]] = []

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    await hot.playlist({"type": "http", "method": method, "path": path}, None, send)
    return sent[0]["status"], sent[1]["body"]


async def many(path: str, count: int) -> list[tuple[int, bytes]]:
    return await asyncio.gather(*(get(path) for _ in range(count)))


@pytest.fixture(autouse=True)
def _forget() -> None:
    hot._known.clear()


def test_many_viewers_get_the_same_bytes(day: SimpleNamespace) -> None:
    answers = asyncio.run(many("/live/quynh-son/live.m3u8", 200))
    assert len(set(answers)) == 1
    status, body = answers[0]
    assert status == 200
    assert body.startswith(b"#EXTM3U")


@pytest.mark.parametrize(("field", "status"), [("is_practice", 404), ("source", 503)])
def test_what_cannot_be_played_is_said(day: SimpleNamespace, field: str, status: int) -> None:
    setattr(day.broadcast, field, {"is_practice": True, "source": "tape:x"}[field])
    day.broadcast.save()
    assert asyncio.run(get("/live/quynh-son/live.m3u8")) == (status, b"")


def test_other_methods_are_refused() -> None:
    assert asyncio.run(get("/live/quynh-son/live.m3u8", "POST"))[0] == 405


@pytest.mark.parametrize(
    ("path", "taken"),
    [
        ("/live/quynh-son/live.m3u8", True),
        ("/live/a/b/live.m3u8", False),
        ("/live/live.m3u8", False),
        ("/desk/live/quynh-son/live.m3u8", False),
        ("/live/quynh-son/", False),
    ],
)
def test_which_paths_it_takes(path: str, taken: bool) -> None:
    assert hot.takes(path) is taken
