"""The least that an ASGI handler can do with a beacon: read its body and say that it is there."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

BEGIN = {"type": "http.response.start", "status": 204, "headers": []}
END = {"type": "http.response.body", "body": b""}


async def application(
    scope: MutableMapping[str, Any],
    receive: Callable[[], Awaitable[MutableMapping[str, Any]]],
    send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
) -> None:
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    await send(BEGIN)
    await send(END)
