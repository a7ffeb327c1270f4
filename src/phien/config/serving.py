"""The web process: uvicorn as streams and hot paths rely on it. The tests' sites start it by `python -m`."""

import sys
from pathlib import Path

import uvicorn

BACKLOG = 8192
"""Connections that wait to be accepted; the kernel's net.core.somaxconn bounds it."""
KEEP_ALIVE = 75
"""Seconds a silent connection is kept: a viewer's page comes back each quarter of a minute, and nginx after 60."""
HANDLES = 16
"""Of the one listening socket. The loop takes one connection from each in a turn, so with a single one thousands of
viewers who come while it is busy with other requests would be let in one by one, and wait for seconds."""


def serve(*, host: str, port: int, certificate: Path | None = None, key: Path | None = None) -> None:
    """Answer until a signal ends it. Exits with 1 where the port is taken, with 3 where the site cannot start."""
    config = uvicorn.Config(
        "phien.config.asgi:application",
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=3,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )
    server = uvicorn.Server(config)
    door = config.bind_socket()
    try:
        server.run(sockets=[door, *(door.dup() for _ in range(HANDLES - 1))])
    except KeyboardInterrupt:
        return
    if not server.started:
        sys.exit(3)


if __name__ == "__main__":
    serve(host="127.0.0.1", port=int(sys.argv[1]))
