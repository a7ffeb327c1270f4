"""RTMPS: encoders come in by TLS, and a renewed certificate ends nobody's broadcast."""

import os
import socket
import ssl
import time
from pathlib import Path

import pytest

from phien.video.folder import Folder
from phien.video.rtmp.certificate import Certificate
from phien.video.tests.certificates import certificate
from phien.video.tests.encoders import Doors, admission, film, running, send, until


def shown_by(port: int) -> bytes:
    """The certificate that a new connection is shown."""
    trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", port), 10) as line, trusting.wrap_socket(line) as secure:
        return secure.getpeercert(binary_form=True) or b""


def renew(folder: Path) -> None:
    certificate(folder, "localhost")
    for path in folder.glob("*.pem"):
        os.utime(path, (time.time() + 5, time.time() + 5))


def test_an_encoder_comes_in_by_tls_and_stays_while_the_certificate_is_renewed(tmp_path: Path) -> None:
    public, _context = certificate(tmp_path, "localhost")
    served = Certificate(public, tmp_path / "key.pem")
    folder = Folder(tmp_path / "video" / "key")
    with running(Doors(good=admission(folder.path)), tmp_path, ssl=served.context) as server:
        first = shown_by(server.server.port)
        url = f"rtmps://127.0.0.1:{server.server.port}/live/good"
        encoder = send(film(tmp_path / "film.flv", seconds=20), url, realtime=True)
        try:
            until(folder.takes)
            assert not served.refresh()
            renew(tmp_path)
            assert served.refresh()
            assert shown_by(server.server.port) != first
            assert encoder.poll() is None
            assert folder.end(folder.takes()[0].code) is None
        finally:
            encoder.terminate()
            encoder.wait(20)


def test_a_half_written_renewal_is_tried_again(tmp_path: Path) -> None:
    public, _context = certificate(tmp_path, "localhost")
    served = Certificate(public, tmp_path / "key.pem")
    whole = public.read_bytes()
    public.write_bytes(whole[:40])
    os.utime(public, (time.time() + 5, time.time() + 5))
    assert not served.refresh()
    public.unlink()
    assert not served.refresh()
    public.write_bytes(whole)
    os.utime(public, (time.time() + 9, time.time() + 9))
    assert served.refresh()


def test_files_that_do_not_belong_together_are_no_certificate(tmp_path: Path) -> None:
    for name in ("ours", "theirs"):
        (tmp_path / name).mkdir()
        certificate(tmp_path / name, "localhost")
    with pytest.raises(ssl.SSLError):
        Certificate(tmp_path / "ours" / "cert.pem", tmp_path / "theirs" / "key.pem")
    with pytest.raises(FileNotFoundError):
        Certificate(tmp_path / "none.pem", tmp_path / "ours" / "key.pem")
