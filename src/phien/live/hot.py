"""The playlist's hot path: every viewer asks for it each second or two, so pages' threads are spared.

One reader at a time asks the database for a room; everybody else of the same half second gets its bytes.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.db import close_old_connections

from phien.live import queries
from phien.live.models import Broadcast

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

SUFFIX = "/live.m3u8"
FRESH = 0.5
MOST = 1000
"""Rooms remembered at once; more are the guesses of a scanner."""

HEADERS = [
    (b"content-type", b"application/vnd.apple.mpegurl"),
    (b"cache-control", b"public, max-age=1"),
    (b"access-control-allow-origin", b"*"),
    (b"x-content-type-options", b"nosniff"),
]

_known: dict[str, tuple[float, int, bytes]] = {}
_asking: dict[str, asyncio.Future[tuple[int, bytes]]] = {}


def takes(path: str) -> bool:
    """Whether this path is a playlist of a public room."""
    return path.startswith("/live/") and path.endswith(SUFFIX) and path.count("/") == 3


def _read(slug: str) -> tuple[int, bytes]:
    close_old_connections()
    try:
        text = queries.playlist_of(queries.public_broadcast(slug))
    except Broadcast.DoesNotExist:
        return 404, b""
    return (200, text.encode()) if text is not None else (503, b"")


async def _find(slug: str) -> tuple[int, bytes]:
    known = _known.get(slug)
    if known is not None and known[0] > time.monotonic():
        return known[1], known[2]
    waiting = _asking.get(slug)
    if waiting is None:
        waiting = asyncio.ensure_future(asyncio.to_thread(_read, slug))
        _asking[slug] = waiting
        waiting.add_done_callback(lambda _: _asking.pop(slug, None))
    status, body = await asyncio.shield(waiting)
    if len(_known) > MOST:
        _known.clear()
    _known[slug] = (time.monotonic() + FRESH, status, body)
    return status, body


async def playlist(scope: Scope, receive: Receive, send: Send) -> None:
    """GET /live/<slug>/live.m3u8: 200, 404 for no such room, 503 while there is nothing to play."""
    if scope["method"] not in {"GET", "HEAD"}:
        status, body = 405, b""
    else:
        status, body = await _find(scope["path"].removeprefix("/live/").removesuffix(SUFFIX))
    extra = [(b"retry-after", b"2")] if status == 503 else []
    length = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": HEADERS + extra + length})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
