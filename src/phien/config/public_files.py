"""GET and HEAD /media/…: public files from the site's folder or from its bucket, on the site's own address.

nginx gives the folder's files out by itself and keeps the bucket's (deploy/nginx.conf); what reaches us is the rest.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

PATH = "/media/"
NEVER_CHANGE = ("pictures/", "films/", "streams/")
"""Names made from contents: a browser need not ask for them again."""
CACHING = "public, max-age=31536000, immutable"
RANGE = re.compile(r"bytes=([0-9]{1,15}-[0-9]{0,15}|-[0-9]{1,15})")
CHUNK = 256 * 1024
STATUSES = {"NoSuchKey": 404, "404": 404, "InvalidRange": 416, "416": 416}

log = logging.getLogger(__name__)


class FolderFiles(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            response = PlainTextResponse(error.detail, error.status_code, error.headers)
        if response.status_code in {200, 206} and path.startswith(NEVER_CHANGE):
            response.headers["Cache-Control"] = CACHING
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


async def bucket_files(scope: Scope, receive: Receive, send: Send) -> None:
    """Passes the store's bytes on, little by little: nothing in the bucket need be public."""
    if scope["method"] not in {"GET", "HEAD"}:
        await PlainTextResponse("Method Not Allowed", 405, {"Allow": "GET, HEAD"})(scope, receive, send)
        return
    name = scope["path"].removeprefix(PATH)
    wanted = Headers(scope=scope).get("range", "")
    words = {"Range": wanted} if RANGE.fullmatch(wanted) else {}
    try:
        found = await asyncio.to_thread(_open, name, words)
    except Exception as error:  # whatever keeps the store from answering
        status = STATUSES.get(getattr(error, "response", {}).get("Error", {}).get("Code", ""), 503)
        if status == 503:
            log.exception("The bucket does not give %s", name)
        await PlainTextResponse("", status, {"Retry-After": "5"} if status == 503 else None)(scope, receive, send)
        return
    body = found["Body"]
    try:
        headers = {
            "content-type": found["ContentType"],
            "content-length": str(found["ContentLength"]),
            "accept-ranges": "bytes",
            "etag": found["ETag"],
            "x-content-type-options": "nosniff",
        }
        if name.startswith(NEVER_CHANGE):
            headers["cache-control"] = CACHING
        if "ContentRange" in found:
            headers["content-range"] = found["ContentRange"]
        lines = [(key.encode(), value.encode("latin-1")) for key, value in headers.items()]
        status = 206 if "ContentRange" in found else 200
        await send({"type": "http.response.start", "status": status, "headers": lines})
        while scope["method"] == "GET" and (data := await asyncio.to_thread(body.read, CHUNK)):
            await send({"type": "http.response.body", "body": data, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        body.close()


def _open(name: str, words: dict[str, str]) -> dict[str, Any]:
    bucket: Any = default_storage.bucket  # type: ignore[attr-defined]  # only a PublicBucket comes here
    return dict(bucket.meta.client.get_object(Bucket=bucket.name, Key=name, **words))


def serve() -> App:
    if settings.PHIEN_S3_BUCKET:
        return bucket_files
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    folder = FolderFiles(directory=settings.MEDIA_ROOT, follow_symlink=False)

    async def folder_files(scope: Scope, receive: Receive, send: Send) -> None:
        await folder({**scope, "root_path": "/media"}, receive, send)

    return folder_files
