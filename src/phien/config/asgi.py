"""One port: the few hot paths go to thin callables, everything else to Django in threads.

Django's own ASGI handler costs twice as much per page as its WSGI handler behind a2wsgi, so it is not used.
"""

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phien.config.settings")

from a2wsgi import WSGIMiddleware
from django.conf import settings
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from phien.config.wsgi import application as django
from phien.evidence import stream as hits
from phien.realtime import stream as rooms
from phien.video import edge, upload

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class PublicFiles(StaticFiles):
    """Files under names made from their contents never change, so a browser need not ask for them again."""

    NEVER_CHANGE = ("pictures/", "films/", "streams/")

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code in {200, 206} and path.startswith(self.NEVER_CHANGE):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


pages = WSGIMiddleware(django, workers=8)  # type: ignore[arg-type]  # Django's stubs name the response too widely
settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
settings.PHIEN_VIDEO_ROOT.mkdir(parents=True, exist_ok=True)
media = PublicFiles(directory=settings.MEDIA_ROOT, follow_symlink=False)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        return
    path = scope["path"]
    if path in hits.PATHS:
        await hits.collect(scope, receive, send)
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
    if path.startswith("/media/"):
        await media({**scope, "root_path": "/media"}, receive, send)
        return
    await pages(scope, receive, send)  # type: ignore[arg-type]
