"""One port: the few hot paths go to thin callables, everything else to Django in threads.

Django's own ASGI handler costs twice as much per page as its WSGI handler behind a2wsgi, so it is not used.
"""

import asyncio
import gc
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phien.config.settings")

from a2wsgi import WSGIMiddleware
from django.conf import settings

from phien.config import public_files
from phien.config.wsgi import application as django
from phien.evidence import stream as hits
from phien.market.claims import door as claims
from phien.market.claims.group import group
from phien.realtime import stream as rooms
from phien.video import edge, upload

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


pages = WSGIMiddleware(django, workers=8)  # type: ignore[arg-type]  # Django's stubs name the response too widely
settings.PHIEN_VIDEO_ROOT.mkdir(parents=True, exist_ok=True)
media = public_files.serve()


def _collect_less() -> None:
    """What was imported stays for good; the collector of garbage need not walk through it in the middle of a rush."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


async def _live(receive: Receive, send: Send) -> None:
    """Start and stop with the server what this process does beside answering."""
    await receive()
    _collect_less()
    group.start()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await asyncio.to_thread(group.stop)
    await send({"type": "lifespan.shutdown.complete"})


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _live(receive, send)
        return
    if scope["type"] != "http":
        return
    path = scope["path"]
    if path in hits.PATHS:
        await hits.collect(scope, receive, send)
        return
    if path == claims.PATH:
        await claims.claim(scope, receive, send)
        return
    if path == rooms.PATH:
        await rooms.stream(scope, receive, send)
        return
    if path.startswith(edge.PATH):
        await edge.serve(scope, receive, send)
        return
    if path.startswith(upload.PATH):
        await upload.take_in(scope, receive, send)
        return
    if path.startswith(public_files.PATH):
        await media(scope, receive, send)
        return
    await pages(scope, receive, send)  # type: ignore[arg-type]
