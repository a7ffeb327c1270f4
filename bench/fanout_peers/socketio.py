"""Socket.IO over its WebSocket transport, without its long polling before it."""

import http.client
import shutil
from collections.abc import Sequence

from bench.fanout_peers.peer import HERE, Peer, run, upgrade

NEEDS = "socket.io@4.8.4"
JOIN = bytes((0x81, 0x82, 0, 0, 0, 0)) + b"40"  # a masked frame of two characters: connect to the namespace "/"


class SocketIo(Peer):
    name = "socketio"
    title = "Socket.IO 4.8"
    second = JOIN
    ready = '40{"sid"'

    def install(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        if not (self.home / "node_modules/socket.io").exists():
            run(["npm", "install", "--no-audit", "--no-fund", "--prefix", str(self.home), NEEDS], self.home)
        shutil.copy(HERE / "socketio_server/room.js", self.home / "room.js")

    def words(self) -> Sequence[str]:
        return ["node", str(self.home / "room.js"), str(self.port)]

    def request(self) -> bytes:
        return upgrade("/socket.io/?EIO=4&transport=websocket", self.port)

    def publish(self, together: int, text: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("POST", f"/tell?{together}", text.encode())
        assert connection.getresponse().status == 204
        connection.close()
