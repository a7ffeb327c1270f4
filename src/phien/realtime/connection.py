"""One open stream. It is written to without waiting, and so needs no task and no queue of its own."""

import asyncio
import socket
from typing import Any

from phien.lib.gate import Send
from phien.realtime.frames import Frame

BUFFER = 128 * 1024  # of the kernel, per connection; above it uvicorn holds 64 KB and then says that it is full
UNANSWERED = 30_000  # ms without an acknowledgement until the kernel gives a connection up


class Connection:
    """`at` is the number of the last message written. Make it in the request's own task, after the response began."""

    __slots__ = ("_flow", "_is_direct", "_send", "_task", "_transport", "at", "counts", "is_ending", "stalled_since")

    def __init__(self, send: Send, *, at: int, counts: bool) -> None:
        self.at = at
        self.counts = counts
        self.stalled_since: float | None = None
        self.is_ending = False
        self._send = send
        self._task = asyncio.current_task()
        # uvicorn's `send` belongs to a request that knows its transport and whether the transport is full. Writing
        # there spares a coroutine and the framing for each connection, and allows to cut off who does not read.
        request: Any = getattr(send, "__self__", None)
        self._flow: Any = getattr(request, "flow", None)
        self._transport: Any = getattr(request, "transport", None)
        self._is_direct = (
            self._flow is not None
            and self._transport is not None
            and getattr(request, "chunked_encoding", None) is True
        )
        if self._transport is not None:
            self._bound_kernel()

    @property
    def is_direct(self) -> bool:
        """Whether the server lets us write to its transport; else we go through ASGI's `send`."""
        return self._is_direct

    @property
    def is_full(self) -> bool:
        return self._flow is not None and bool(self._flow.write_paused)

    def _bound_kernel(self) -> None:
        """Keep little for a client that does not read, and notice one that is gone (a phone that lost its network)."""
        found = self._transport.get_extra_info("socket")
        if found is not None and found.family in {socket.AF_INET, socket.AF_INET6}:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
            if hasattr(socket, "TCP_USER_TIMEOUT"):
                found.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNANSWERED)

    def write(self, frame: Frame) -> bool:
        """Hand the frame on; False, with nothing written, when the client has not read what it already has."""
        if self._is_direct:
            if self._flow.write_paused:
                return False
            self._transport.write(frame.chunk)
            return True
        # A `send` that has room finishes without waiting; one that wants to wait is given up before it wrote.
        sending: Any = self._send({"type": "http.response.body", "body": frame.body, "more_body": True})
        try:
            sending.send(None)
        except StopIteration:
            return True
        sending.close()
        return False

    def end(self) -> None:
        """Finish the response in good order (shutdown): the browser comes back after its `retry`."""
        self.is_ending = True
        if self._task is not None:
            self._task.cancel()

    def drop(self) -> None:
        """Cut the client off, with what it has not read."""
        if self._transport is not None:
            self._transport.abort()
        elif not self.is_ending:
            self.end()
