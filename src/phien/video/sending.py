"""How the edge answers: a list, a redirect, bytes of a file. All with CORS *: the key in the address is the secret."""

import asyncio
import os
import re
from dataclasses import dataclass
from pathlib import Path

from phien.lib import gate
from phien.video.errors import NoSuchPicture

CHUNK = 128 * 1024
CORS = [(b"access-control-allow-origin", b"*")]
ALWAYS = [*CORS, (b"x-content-type-options", b"nosniff")]
PRIVATE = (b"cache-control", b"private, no-store")
RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")


@dataclass(frozen=True, slots=True)
class Piece:
    """`size` bytes from `offset` of a file, to its end where it is None. `is_warm`: so new that it lies in memory."""

    path: Path
    kind: str
    offset: int = 0
    size: int | None = None
    is_warm: bool = False
    changes: bool = False


async def send_text(scope: gate.Scope, send: gate.Send, text: bytes, *, is_private: bool) -> None:
    """A list; who asks within a second may get the same again."""
    lines = [
        *ALWAYS,
        (b"content-type", b"application/vnd.apple.mpegurl"),
        (b"content-length", str(len(text)).encode()),
        PRIVATE if is_private else (b"cache-control", b"max-age=1"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": lines})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else text})


async def send_redirect(send: gate.Send, name: str) -> None:
    """To another name in the same folder."""
    lines = [*ALWAYS, (b"location", name.encode()), (b"content-length", b"0"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 302, "headers": lines})
    await send({"type": "http.response.body", "body": b""})


async def send_piece(
    scope: gate.Scope, headers: gate.Headers, send: gate.Send, piece: Piece, *, is_private: bool
) -> None:
    """The piece or the range of it that was asked for, little by little: a slow player holds no more than that.

    Raises NoSuchPicture where the file is not there.
    """
    try:
        file = os.open(piece.path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise NoSuchPicture from error
    try:
        size = os.fstat(file).st_size - piece.offset if piece.size is None else piece.size
        first, end, status = _range(headers.get("range"), size)
        if is_private:
            caching = PRIVATE
        elif piece.changes:
            caching = (b"cache-control", b"max-age=1")
        else:
            caching = (b"cache-control", b"public, max-age=31536000, immutable")
        lines = [*ALWAYS, (b"content-type", piece.kind.encode()), (b"accept-ranges", b"bytes"), caching]
        lines.append((b"content-length", str(end - first).encode()))
        if status == 206:
            lines.append((b"content-range", f"bytes {first}-{end - 1}/{size}".encode()))
        elif status == 416:
            lines.append((b"content-range", f"bytes */{size}".encode()))
        await send({"type": "http.response.start", "status": status, "headers": lines})
        if scope["method"] == "HEAD" or first == end:
            await send({"type": "http.response.body", "body": b""})
            return
        while first < end:
            count, at = min(CHUNK, end - first), piece.offset + first
            if piece.is_warm:
                data = os.pread(file, count, at)
            else:
                data = await asyncio.to_thread(os.pread, file, count, at)
            if not data:
                raise OSError(f"{piece.path} is shorter than its journal says")
            first += len(data)
            await send({"type": "http.response.body", "body": data, "more_body": first < end})
    finally:
        os.close(file)


def _range(text: str | None, size: int) -> tuple[int, int, int]:
    """(first byte, byte after the last, status) of what is asked for. Several ranges, or none of ours: the whole."""
    found = RANGE.fullmatch(text or "")
    if found is None or not (found[1] or found[2]):
        return 0, size, 200
    if not found[1]:
        first, end = max(size - int(found[2]), 0), size
    else:
        first, end = int(found[1]), min(int(found[2]) + 1, size) if found[2] else size
    if found[1] and found[2] and int(found[2]) < int(found[1]):
        return 0, size, 200
    return (first, end, 206) if first < end else (0, 0, 416)
