"""The hit collector stands before Django."""

import asyncio
import json
from typing import Any

import pytest

from phien.config.asgi import application
from phien.evidence import tokens


@pytest.mark.django_db(transaction=True)
def test_a_hit_is_answered_without_django() -> None:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        body = json.dumps({"events": [{"t": tokens.sign(kind="page")}]}).encode()
        return {"type": "http.request", "body": body}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/hit", "headers": [(b"host", b"testserver")], "client": None}
    asyncio.run(application(scope, receive, send))
    assert sent[0]["status"] == 204
