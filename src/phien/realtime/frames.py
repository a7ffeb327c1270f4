"""Events as bytes. A room's events of one tick are encoded once, and the same bytes go to every connection."""

import json
from typing import Any

BEAT = b"event: beat\ndata: 1\n\n"
END = b"0\r\n\r\n"


def event(kind: str, data: Any, number: int | None = None) -> bytes:
    """One server-sent event. Without a number the browser keeps its last one, from which it catches up."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    head = "" if number is None else f"id: {number}\n"
    return f"{head}event: {kind}\ndata: {text}\n\n".encode()


def retry(milliseconds: int) -> bytes:
    """How long the browser waits before it comes back."""
    return f"retry: {milliseconds}\n\n".encode()


def chunk(part: bytes) -> bytes:
    """A part of an answer's body, as HTTP/1.1 frames it. It must not be empty: an empty chunk is the end."""
    return b"%x\r\n%b\r\n" % (len(part), part)
