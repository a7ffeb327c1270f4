"""Django Channels over WebSockets, with the consumer of its own tutorial, under uvicorn; in memory, or with Redis."""

import http.client
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import bench
from bench.fanout_peers.peer import HERE, NotHere, Peer, run, upgrade
from phien.config.testing_servers import end, free_port, listens, wait_for

NEEDS = ("channels==4.3.2", "channels-redis==4.3.0", "uvicorn[standard]~=0.54", "django~=6.1")


class Channels(Peer):
    name = "channels"
    title = "Django Channels, in memory"
    share = 0.1
    redis = ""

    @property
    def home(self) -> Path:
        return super().home.with_name("channels")

    def install(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        if not (self.home / "bin/uvicorn").exists():
            run([sys.executable, "-m", "venv", str(self.home)], self.home)
            run([str(self.home / "bin/python"), "-m", "pip", "install", "-q", *NEEDS], self.home)

    def environment(self) -> dict[str, str]:
        ours = {"PYTHONPATH": str(HERE / "channels_server"), "DJANGO_SETTINGS_MODULE": "room_settings"}
        return super().environment() | ours | {"ROOM_REDIS": self.redis}

    def words(self) -> Sequence[str]:
        options = ["--host", "127.0.0.1", "--port", str(self.port), "--backlog", "4096", "--no-access-log"]
        # The listeners of this benchmark answer no pings, so none is sent while it runs.
        options += ["--ws-ping-interval", "3600", "--log-level", "warning", "--lifespan", "off"]
        return [str(self.home / "bin/uvicorn"), "room:application", *options]

    def request(self) -> bytes:
        return upgrade("/room/", self.port)

    def publish(self, together: int, text: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("POST", f"/tell/{together}/", text.encode())
        assert connection.getresponse().status == 204
        connection.close()


class ChannelsRedis(Channels):
    """With the layer that its documentation names the faster one. Redis's own work is not counted."""

    name = "channels_redis"
    title = "Django Channels, Redis"

    def install(self) -> None:
        super().install()
        self.binary = shutil.which("redis-server") or shutil.which("valkey-server")
        if self.binary is None:
            raise NotHere("neither redis-server nor valkey-server is installed")

    def words(self) -> Sequence[str]:
        port = free_port()
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        self.server = subprocess.Popen([str(self.binary), *options], stdout=subprocess.DEVNULL)
        bench.pin(self.server.pid, 1)
        wait_for(lambda: listens(port), "redis-server")
        self.redis = f"redis://127.0.0.1:{port}/0"
        return super().words()

    def close(self) -> None:
        end(self.server)
