"""A site whose files lie in an S3-compatible store: given out on its own address, and kept by nginx."""

import asyncio
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from pytest_django import Settings

from phien.config import public_files
from phien.config.testing_servers import use_buckets
from tests.deploy.conftest import Place

pytestmark = pytest.mark.timeout(240)  # the first test starts the whole place

FILM = bytes(range(256)) * 5000


def ask(path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """What the web process itself answers."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    lines = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": lines}
    asyncio.run(public_files.bucket_files(scope, receive, send))
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], told, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.fixture
def film(buckets: dict[str, str]) -> str:
    default_storage.save("films/f.mp4", ContentFile(FILM))
    return "/media/films/f.mp4"


def test_the_process_passes_on_what_the_store_has(film: str) -> None:
    status, headers, body = ask(film)
    assert (status, body, headers["content-type"]) == (200, FILM, "video/mp4")
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    status, headers, body = ask(film, range="bytes=10-19")
    assert (status, body, headers["content-range"]) == (206, FILM[10:20], f"bytes 10-19/{len(FILM)}")
    assert ask(film, range="bytes=-5")[2] == FILM[-5:]
    status, headers, body = ask(film, "HEAD")
    assert (status, headers["content-length"], body) == (200, str(len(FILM)), b"")
    assert ask(film, range="bytes=9999999-")[0] == 416
    assert ask("/media/films/none.mp4")[0] == 404
    assert ask("/media/../private/x")[0] == 404
    assert ask(film, "POST")[0] == 405


def test_a_store_that_is_away_is_said_so(film: str, settings: Settings) -> None:
    settings.PHIEN_S3_ENDPOINT = "http://127.0.0.1:9"
    settings.STORAGES = dict(settings.STORAGES)  # as at another start
    status, headers, _body = ask(film)
    assert (status, headers["retry-after"]) == (503, "5")


def test_nginx_keeps_what_came_from_the_store(place: Place, settings: Settings, db: None) -> None:
    use_buckets(place.buckets, settings)
    default_storage.save("films/f.mp4", ContentFile(FILM))
    front, film = place.front, "/media/films/f.mp4"
    first = front.ask("GET", film)
    assert (first.status, first.body) == (200, FILM)
    assert first.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert front.ask("GET", "/media/films/none.mp4").status == 404
    default_storage.delete("films/f.mp4")
    again = front.ask("GET", film)
    assert (again.status, again.body) == (200, FILM)
    part = front.ask("GET", film, range="bytes=1100000-1100009")
    assert (part.status, part.body) == (206, FILM[1100000:1100010])
