"""One open stream: the connection itself, taken over from uvicorn once the answer's head is out.

uvicorn keeps a parser, a request, a task and several buffers for each answer that is under way. A stream needs none of
them any more, so the connection gets this small protocol instead. It is written to without waiting.
"""

import asyncio
import socket
from collections.abc import Callable, Iterable
from typing import Any, Self

from phien.lib.gate import Send
from phien.realtime import frames

BUFFER = 128 * 1024  # of the kernel, per connection; above it the transport holds 64 KB and then says that it is full
UNANSWERED = 30_000  # ms without an acknowledgement until the kernel gives a connection up


class TakenOver(ConnectionError):
    """What uvicorn is told: for it the connection is lost."""


class Connection(asyncio.Protocol):
    """`is_full`: the client has not read what it already has. `at` is only told of those who are behind (room.py)."""

    __slots__ = ("_on_lost", "_transport", "at", "counts", "is_full", "stalled_since")

    def __init__(self, transport: Any, *, at: int, counts: bool) -> None:
        self._transport = transport
        self._on_lost: Callable[[Connection], None] | None = None
        self.at = at
        self.counts = counts
        self.is_full = False
        self.stalled_since: float | None = None

    @classmethod
    def take_over(cls, send: Send, *, at: int, counts: bool) -> Self | None:
        """The connection behind uvicorn's `send`, after a head that promises chunks; None when the client is gone."""
        request: Any = getattr(send, "__self__", None)
        transport = getattr(request, "transport", None)
        if transport is None:
            raise RuntimeError("Event streams need uvicorn as the server, and its own `send`")
        if request.disconnected or transport.is_closing():
            return None
        connection = cls(transport, at=at, counts=counts)
        before = transport.get_protocol()
        transport.set_protocol(connection)
        before.connection_lost(TakenOver())
        if not transport.is_reading():  # else its end would not be noticed
            transport.resume_reading()
        connection._bound_kernel()
        return connection

    def _bound_kernel(self) -> None:
        """Keep little for a client that does not read, and notice one that is gone (a phone that lost its network)."""
        found = self._transport.get_extra_info("socket")
        if found is not None and found.family in {socket.AF_INET, socket.AF_INET6}:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
            if hasattr(socket, "TCP_USER_TIMEOUT"):
                found.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNANSWERED)

    def when_lost(self, fn: "Callable[[Connection], None]") -> None:
        """Have `fn` called once when the connection is gone, whoever ended it."""
        self._on_lost = fn

    def write(self, chunk: bytes) -> bool:
        """Hand a chunk (frames.chunk) on; False, with nothing written, when the client is full or has just gone."""
        if self.is_full or self._transport.is_closing():
            return False
        self._transport.write(chunk)
        return True

    def end(self, last: bytes = b"") -> None:
        """Finish the answer in good order (shutdown), with a last part; who is full is cut off."""
        if self.is_full:
            self.drop()
        else:
            self._transport.write(frames.chunk(last) + frames.END if last else frames.END)
            self._transport.close()

    def drop(self) -> None:
        """Cut the client off, with what it has not read."""
        self._transport.abort()

    # What the loop calls

    def data_received(self, data: bytes) -> None:
        """A listener has nothing more to say."""

    def pause_writing(self) -> None:
        self.is_full = True

    def resume_writing(self) -> None:
        self.is_full = False

    def connection_lost(self, exc: Exception | None) -> None:
        if self._on_lost is not None:
            self._on_lost(self)
            self._on_lost = None


def write_to(connections: Iterable[Connection], chunk: bytes) -> list[Connection]:
    """Hand the same chunk to each; give those that were full and got nothing."""
    full = []
    for connection in connections:
        if connection.is_full:
            full.append(connection)
        else:
            connection._transport.write(chunk)
    return full
