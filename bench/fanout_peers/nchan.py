"""nginx with nchan: its own publisher and its own event stream, as its guide sets them up; one worker."""

import http.client
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from bench.fanout_peers.peer import NotHere, Peer, run

CONFIGURATION = """
load_module {module};
{user}
daemon off;
pid {folder}/pid;
error_log {folder}/log;
worker_processes 1;
worker_rlimit_nofile {files};
events {{ worker_connections {files}; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location = /tell {{ nchan_publisher; nchan_channel_id room; }}
        location = /hear {{
            nchan_subscriber eventsource; nchan_channel_id room; nchan_subscriber_first_message newest;
        }}
    }}
}}
"""


class Nchan(Peer):
    name = "nchan"
    title = "nchan (nginx)"

    def install(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        for package, path in (("libnginx-mod-nchan", self.module), ("nginx", self.nginx)):
            if not path.exists():
                run(["apt-get", "download", "-q", package], self.home)
                run(["dpkg", "-x", str(next(self.home.glob(f"{package}_*.deb"))), str(self.home)], self.home)
            if not path.exists():
                raise NotHere(f"{path.name} does not lie where Debian's {package} puts it")

    @property
    def module(self) -> Path:
        return self.home / "usr/lib/nginx/modules/ngx_nchan_module.so"

    @property
    def nginx(self) -> Path:
        return Path(shutil.which("nginx") or self.home / "usr/sbin/nginx")

    def words(self) -> Sequence[str]:
        facts = {
            "module": self.module,
            "folder": self.folder,
            "files": os.sysconf("SC_OPEN_MAX"),
            "port": self.port,
            "user": "user root;" if os.getuid() == 0 else "",
        }
        (self.folder / "nginx.conf").write_text(CONFIGURATION.format_map(facts))
        return [str(self.nginx), "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]

    def process(self, started: int) -> int:
        children = Path(f"/proc/{started}/task/{started}/children").read_text().split()
        if len(children) != 1:
            raise NotHere(f"nginx has {len(children)} workers: {(self.folder / 'log').read_text()[-200:]}")
        return int(children[0])

    def request(self) -> bytes:
        return f"GET /hear HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept: text/event-stream\r\n\r\n".encode()

    def publish(self, together: int, text: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        for _ in range(together):
            connection.request("POST", "/tell", text.encode(), {"X-EventSource-Event": "chat"})
            answer = connection.getresponse()
            answer.read()
            assert answer.status in {201, 202}, answer.status
        connection.close()
