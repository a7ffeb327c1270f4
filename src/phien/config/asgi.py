"""One port: the few hot paths go to thin callables, everything else to Django in threads.

Django's own ASGI handler costs twice as much per page as its WSGI handler behind a2wsgi, so it is not used.
"""

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phien.config.settings")

from a2wsgi import WSGIMiddleware
from django.conf import settings
from starlette.staticfiles import StaticFiles

from phien.config.wsgi import application as django

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

pages = WSGIMiddleware(django, workers=8)  # type: ignore[arg-type]  # Django's stubs name the response too widely
settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
media = StaticFiles(directory=settings.MEDIA_ROOT, follow_symlink=False)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        return
    path = scope["path"]
    if path.startswith("/media/"):
        await media({**scope, "root_path": "/media"}, receive, send)
        return
    await pages(scope, receive, send)  # type: ignore[arg-type]
