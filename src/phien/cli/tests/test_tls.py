"""The certificate that the site makes for itself: whom it names, when it is made anew, that a client takes it."""

import asyncio
import http.client
import os
import socket
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from cryptography import x509

from phien.cli import tls
from phien.realtime import frames
from phien.realtime.connection import Connection

NAMES = ["localhost", "127.0.0.1", "::1", "cho.local", "192.168.1.7"]


def test_it_names_the_machine_and_holds_for_a_year(tmp_path: Path) -> None:
    certificate, key = tls.certificate(tmp_path, NAMES)
    made = x509.load_pem_x509_certificate(certificate.read_bytes())
    said = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert {str(name.value) for name in said} == set(NAMES)
    assert timedelta(days=360) < made.not_valid_after_utc - datetime.now(UTC) < timedelta(days=398)
    assert key.stat().st_mode & 0o077 == 0


def test_it_stays_while_it_does(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in tls.certificate(tmp_path, NAMES)]
    assert [path.read_bytes() for path in tls.certificate(tmp_path, NAMES[:2])] == first


@pytest.mark.parametrize("why", ["another address", "no key", "broken", "too old"])
def test_it_is_made_anew(tmp_path: Path, why: str) -> None:
    names = NAMES
    certificate, key = tls.certificate(tmp_path, names, days=10 if why == "too old" else tls.DAYS)
    first = certificate.read_bytes()
    if why == "another address":
        names = [*NAMES, "10.0.0.4"]
    elif why == "no key":
        key.unlink()
    elif why == "broken":
        certificate.write_bytes(first[: len(first) // 2])
    tls.certificate(tmp_path, names)
    assert certificate.read_bytes() != first
    assert tls.covers(certificate, names)


def test_a_client_that_trusts_it_connects(tmp_path: Path) -> None:
    certificate, key = tls.certificate(tmp_path, NAMES)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, key)
    client = ssl.create_default_context(cafile=str(certificate))
    here, there = socket.socketpair()
    answering = threading.Thread(target=lambda: server.wrap_socket(there, server_side=True).close())
    answering.start()
    with client.wrap_socket(here, server_hostname="cho.local") as line:
        assert line.version() in {"TLSv1.2", "TLSv1.3"}
    answering.join(10)


def test_a_rooms_stream_goes_on_over_it(tmp_path: Path) -> None:
    """A stream takes its connection over from the server; over TLS that is another kind of connection."""
    certificate, key = tls.certificate(tmp_path, NAMES)

    async def stream(_scope: Any, _receive: Any, send: Any) -> None:
        chunked = [(b"transfer-encoding", b"chunked")]
        await send({"type": "http.response.start", "status": 200, "headers": chunked})
        connection = Connection.take_over(send, at=0, counts=True)
        assert connection is not None
        assert connection.write(frames.chunk(b"one "))
        asyncio.get_running_loop().call_later(0.1, connection.end, b"two")

    files = {"ssl_certfile": certificate, "ssl_keyfile": str(key)}
    server = uvicorn.Server(uvicorn.Config(stream, port=0, lifespan="off", log_level="critical", **files))
    serving = threading.Thread(target=server.run, daemon=True)
    serving.start()
    while not server.started:
        assert serving.is_alive()
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    trusts = ssl.create_default_context(cafile=str(certificate))
    client = http.client.HTTPSConnection("127.0.0.1", port, timeout=20, context=trusts)
    client.request("GET", "/")
    assert client.getresponse().read() == b"one two"
    client.close()
    server.should_exit = True
    serving.join(20)
    assert not serving.is_alive()


def test_the_settings_of_the_run_become_those_of_an_https_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHIEN_ORIGIN", "http://localhost:8000")
    monkeypatch.setenv("PHIEN_ALLOWED_HOSTS", "localhost,127.0.0.1")
    origin = tls.settle(8443)
    assert origin.startswith("https://")
    assert origin.endswith(":8443")
    assert tls.settle(8443) == origin

    assert os.environ["PHIEN_ORIGIN"] == origin
    assert {"localhost", "127.0.0.1", socket.gethostname()} <= set(os.environ["PHIEN_ALLOWED_HOSTS"].split(","))


def test_a_site_with_an_https_address_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHIEN_ORIGIN", "https://cho.example.vn")
    monkeypatch.setenv("PHIEN_ALLOWED_HOSTS", "*")
    assert tls.settle(8443) == "https://cho.example.vn"
