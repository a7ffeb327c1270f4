"""Writing without waiting, on uvicorn's transport and through plain ASGI: a full client is told."""

import socket
import threading
import time
from typing import Any

import pytest
import uvicorn

from phien.realtime.connection import Connection
from phien.realtime.frames import Frame


class Flood:
    """An application that writes to its listener until it is full, then cuts it off."""

    def __init__(self) -> None:
        self.is_direct: bool | None = None
        self.written = 0
        self.refused = threading.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        await send({"type": "http.response.start", "status": 200, "headers": []})
        connection = Connection(send, at=0, counts=True)
        self.is_direct = connection.is_direct
        frame = Frame(b"x" * 10_000)
        while connection.write(frame) and self.written < 10_000:
            self.written += 1
        assert connection.is_full
        assert not connection.write(frame), "it stays full"
        self.refused.set()
        connection.drop()


@pytest.mark.parametrize(("protocol", "direct"), [("httptools", True), ("h11", False)])
def test_a_full_client_is_told_and_not_waited_for(protocol: str, direct: bool) -> None:
    app = Flood()
    server = uvicorn.Server(uvicorn.Config(app, port=0, http=protocol, lifespan="off", log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert app.refused.wait(20)
        assert app.is_direct is direct
        assert 0 < app.written < 10_000
        received = 0
        try:
            while part := client.recv(1 << 16):
                received += len(part)
        except ConnectionResetError:
            pass
        assert received < (app.written + 2) * 10_100, "what was refused was not written"
    server.should_exit = True
    thread.join(20)
    assert not thread.is_alive()
