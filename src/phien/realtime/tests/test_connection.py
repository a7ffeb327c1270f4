"""Writing without waiting, on a connection taken over from uvicorn: a full client is told, and a stream ends well."""

import asyncio
import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn

from phien.realtime import frames
from phien.realtime.connection import Connection

HEAD = {"type": "http.response.start", "status": 200, "headers": [(b"transfer-encoding", b"chunked")]}
Serve = Callable[[Any], int]


@pytest.fixture(params=["httptools", "h11"])
def serve(request: pytest.FixtureRequest) -> Iterator[Serve]:
    """Serve an application on a port of its own."""
    started: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(app: Any) -> int:
        config = uvicorn.Config(app, port=0, http=request.param, lifespan="off", log_level="critical")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        started.append((server, thread))
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        return int(server.servers[0].sockets[0].getsockname()[1])

    yield start
    for server, thread in started:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive(), "uvicorn waits for a stream that it no longer has"


class Flood:
    """An application that writes to its listener until it is full, then cuts it off."""

    def __init__(self) -> None:
        self.written = 0
        self.refused, self.lost = threading.Event(), threading.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await send(HEAD)
        connection = Connection.take_over(send, at=0, counts=True)
        assert connection is not None
        connection.when_lost(lambda _connection: self.lost.set())
        chunk = frames.chunk(b"x" * 10_000)
        while connection.write(chunk) and self.written < 10_000:
            self.written += 1
        assert connection.is_full
        assert not connection.write(chunk), "it stays full"
        self.refused.set()
        connection.drop()


def test_a_full_client_is_told_and_not_waited_for(serve: Serve) -> None:
    app = Flood()
    with socket.create_connection(("127.0.0.1", serve(app)), timeout=20) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert app.refused.wait(20)
        assert 0 < app.written < 10_000
        received = 0
        try:
            while part := client.recv(1 << 16):
                received += len(part)
        except ConnectionResetError:
            pass
        assert received < (app.written + 2) * 10_100, "what was refused was not written"
        assert app.lost.wait(20)


def test_a_stream_goes_on_after_its_request_and_ends_in_good_order(serve: Serve) -> None:
    lost = threading.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send(HEAD)
        connection = Connection.take_over(send, at=0, counts=True)
        assert connection is not None
        connection.when_lost(lambda _connection: lost.set())

        def later() -> None:
            connection.write(frames.chunk(b"two "))
            connection.end(b"three")

        connection.write(frames.chunk(b"one "))
        asyncio.get_running_loop().call_later(0.1, later)

    client = http.client.HTTPConnection("127.0.0.1", serve(app), timeout=20)
    client.request("GET", "/")
    assert client.getresponse().read() == b"one two three"
    assert lost.wait(20)
    client.close()


def test_who_is_gone_before_the_answer_is_not_taken_over(serve: Serve) -> None:
    taken: list[Connection | None] = []
    done = threading.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        await send(HEAD)
        taken.append(Connection.take_over(send, at=0, counts=True))
        done.set()

    with socket.create_connection(("127.0.0.1", serve(app)), timeout=20) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.1)
    assert done.wait(20)
    assert taken == [None]
