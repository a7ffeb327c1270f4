"""Events as bytes. A room's events of one tick are encoded once, and the same bytes go to every connection."""

import json
from typing import Any

BEAT = b"event: beat\ndata: 1\n\n"


def event(kind: str, data: Any, number: int | None = None) -> bytes:
    """One server-sent event. Without a number the browser keeps its last one, from which it catches up."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    head = "" if number is None else f"id: {number}\n"
    return f"{head}event: {kind}\ndata: {text}\n\n".encode()


def retry(milliseconds: int) -> bytes:
    """How long the browser waits before it comes back."""
    return f"retry: {milliseconds}\n\n".encode()


class Frame:
    """A body part, and the same as a chunk of HTTP/1.1."""

    __slots__ = ("body", "chunk")

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.chunk = b"%x\r\n%b\r\n" % (len(body), body)
