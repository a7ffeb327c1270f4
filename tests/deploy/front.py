"""nginx with deploy/nginx.conf as it stands, before processes of `phien web`; only ports and folders differ."""

import http.client
import json
import os
import shutil
import signal
import ssl
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from phien.cli import tls
from phien.config.testing_servers import Site, end, free_port, listens, wait_for

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


class Web(Site):
    """One `phien web` of a site that stands in `home`, behind an address that is not its own."""

    def __init__(self, *, home: Path, database: str, redis: str, origin: str, extra: dict[str, str]) -> None:
        super().__init__(home=home, database=database, redis=redis, extra=extra)
        self.environment |= {"PHIEN_ORIGIN": origin, "PHIEN_SECRET_KEY": settings.SECRET_KEY}
        del self.environment["PHIEN_TESTING"]  # static files under their hashed names

    def run(self, *words: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, "-m", "phien", *words], env=self.environment)

    def start(self) -> None:
        self.process = self.run("web", "--port", str(self.port))

    def wait(self) -> None:
        wait_for(self.answers, "phien web", self.process, seconds=120)

    def kill(self) -> None:
        """kill -9, without a word to anybody."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)


class Front:
    """nginx on free ports of the loopback. `ask` speaks to it as a browser does, by https."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder, self.home = folder, home
        folder.mkdir(exist_ok=True)
        self.port, self.plain_port = free_port(), free_port()
        self.origin = f"https://localhost:{self.port}"
        certificate, self.key = tls.certificate(folder, ["localhost"])
        self.certificate = certificate
        self.trust = ssl.create_default_context(cafile=str(certificate))
        self.process: subprocess.Popen[bytes] | None = None

    def config(self, ports: Sequence[int]) -> str:
        text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
        account = "user root;" if os.getuid() == 0 else ""  # pytest's folders are its own account's alone
        for documented, here in (
            ("user www-data;", account),
            ("pid /run/nginx.pid", f"daemon off; pid {self.folder}/pid"),
            ("worker_processes auto", "worker_processes 2"),
            ("worker_rlimit_nofile 262144", "worker_rlimit_nofile 4096"),
            ("worker_connections 65536", "worker_connections 1024"),
            ("/var/log/nginx/error.log", f"{self.folder}/log"),
            ("/var/cache/nginx/", f"{self.folder}/"),
            ("listen 80;", f"listen 127.0.0.1:{self.plain_port};"),
            ("listen 443 ", f"listen 127.0.0.1:{self.port} "),
            ("cho.example.vn;", "localhost;"),
            ("/etc/letsencrypt/live/cho.example.vn/fullchain.pem", str(self.certificate)),
            ("/etc/letsencrypt/live/cho.example.vn/privkey.pem", str(self.key)),
            ("/var/lib/phien;", f"{self.home};"),
            ("/opt/phien/deploy/pages;", f"{DEPLOY}/pages;"),
            ("127.0.0.1:8001", f"127.0.0.1:{ports[0]}"),
            ("127.0.0.1:8002", f"127.0.0.1:{ports[-1]}"),
        ):
            assert documented in text, documented
            text = text.replace(documented, here)
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        for kind in kinds:  # not every account may write in Debian's folders
            text = text.replace("access_log off;", f"access_log off;\n    {kind}_temp_path {self.folder}/{kind};", 1)
        return text

    def start(self, ports: Sequence[int]) -> None:
        for path in (self.home, self.home / "static", self.home / "media"):  # nginx's workers read here
            path.mkdir(parents=True, exist_ok=True)
        written = self.folder / "nginx.conf"
        written.write_text(self.config(ports), encoding="utf-8")
        words = [NGINX, "-p", str(self.folder), "-c", str(written), "-e", str(self.folder / "log")]
        self.process = subprocess.Popen(words)
        wait_for(lambda: listens(self.port), "nginx", self.process)

    def stop(self) -> None:
        if self.process is not None:
            end(self.process)

    def connect(self) -> http.client.HTTPSConnection:
        return http.client.HTTPSConnection("localhost", self.port, context=self.trust, timeout=30)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> "Answer":
        connection = self.connect()
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, headers=named)
            return Answer(connection.getresponse())
        finally:
            connection.close()


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)
