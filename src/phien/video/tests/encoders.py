"""For tests: the RTMP server in a thread, Debian's ffmpeg as an encoder, and an encoder of single bytes."""

import asyncio
import os
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from ssl import SSLContext

from phien.video.folder import Folder
from phien.video.rtmp import amf, chunks
from phien.video.rtmp.chunks import ChunkReader, Message
from phien.video.rtmp.door import WRONG_KEY, Admission, Limits, Refusal
from phien.video.rtmp.server import Server

QUICK = Limits(wrong_key_delay=0)


class Doors:
    """Knows some keys: {"key": Admission}."""

    def __init__(self, **known: Admission) -> None:
        self.known = known
        self.asked: list[tuple[str, str]] = []

    async def admit(self, app: str, key: str, address: str) -> Admission:
        self.asked.append((app, key))
        name = key.partition("?")[0]
        if app != "live" or name not in self.known:
            raise Refusal(WRONG_KEY, "No such stream key.")
        return self.known[name]


def admission(folder: Path, publisher: str = "rtmp:1", *, takes_over: bool = False) -> Admission:
    return Admission(Folder(folder), publisher, "Camera", takes_over)


class Running:
    """A server whose methods are called in its own loop."""

    def __init__(self, server: Server, loop: asyncio.AbstractEventLoop) -> None:
        self.server, self.loop = server, loop
        self.url = f"rtmp://127.0.0.1:{server.port}/live"

    def kick(self, *words: str, **facts: str) -> bool:
        async def kick() -> bool:
            return self.server.kick(*words, **facts)

        return asyncio.run_coroutine_threadsafe(kick(), self.loop).result(10)


@contextmanager
def running(door: object, root: Path, limits: Limits = QUICK, ssl: SSLContext | None = None, port: int = 0) -> Iterator:
    server = Server(door=door, now=time.time, root=root, limits=limits)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    for step in (server.start(), server.listen("127.0.0.1", port, ssl)):
        asyncio.run_coroutine_threadsafe(step, loop).result(10)
    try:
        yield Running(server, loop)
    finally:
        asyncio.run_coroutine_threadsafe(server.stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


def until(question: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def film(path: Path, *words: str, seconds: float = 2) -> Path:
    """A short film, as an encoder would send it: H.264 with a key frame a second, and AAC."""
    picture = ["-f", "lavfi", "-i", "testsrc=size=160x120:rate=25", "-f", "lavfi", "-i", "sine=sample_rate=48000"]
    code = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    ffmpeg = ["ffmpeg", "-v", "error", "-y", *picture, "-t", str(seconds), *code, *words, str(path)]
    subprocess.run(ffmpeg, check=True, timeout=60)
    return path


def send(source: Path, url: str, *words: str, realtime: bool = False) -> "subprocess.Popen[bytes]":
    """ffmpeg sending a file as it is; without end in real time, or once as fast as it can."""
    how = ["-re", "-stream_loop", "-1"] if realtime else []
    ffmpeg = ["ffmpeg", "-v", "error", *how, "-i", str(source), "-c", "copy", *words, "-f", "flv", url]
    return subprocess.Popen(ffmpeg, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)


AVC_HEADER = b"\x17\x00\x00\x00\x00\x01\x42\xc0\x1e\xff"
KEY_PICTURE = b"\x17\x01\x00\x00\x00" + bytes(40)
PICTURE = b"\x27\x01\x00\x00\x00" + bytes(30)


class Encoder:
    """Speaks RTMP byte by byte, also wrongly."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._reader = ChunkReader(1 << 20)
        self._heard: list[Message] = []

    def __enter__(self) -> "Encoder":
        return self

    def __exit__(self, *_error: object) -> None:
        self.socket.close()

    def shake(self) -> None:
        self.socket.sendall(b"\x03" + os.urandom(1536))
        answer = b""
        while len(answer) < 3073:
            answer += self.socket.recv(3073 - len(answer))
        self.socket.sendall(answer[1:1537])

    def say(self, *values: amf.Value, kind: int = chunks.COMMAND, stream: int = 0) -> None:
        body = amf.encode(*values)
        self.media(kind, 0, b"\x00" + body if kind == chunks.COMMAND_3 else body, stream=stream)

    def media(self, kind: int, milliseconds: int, body: bytes, *, stream: int = 1) -> None:
        self.socket.sendall(chunks.write(Message(kind, milliseconds, stream, body), 4, 128))

    def hear(self, kind: int) -> Message:
        """The next message of this kind. Raises EOFError when the server has closed."""
        while True:
            while self._heard:
                message = self._heard.pop(0)
                if message.kind == kind:
                    return message
            data = self.socket.recv(65536)
            if not data:
                raise EOFError
            for message in self._reader.feed(data):
                if message.kind == chunks.SET_CHUNK_SIZE:
                    continue
                self._heard.append(message)

    def status(self) -> tuple[str, str]:
        """(code, description) of the next onStatus"""
        while True:
            values = amf.decode(self.hear(chunks.COMMAND).body)
            if values[0] == "onStatus":
                return values[3]["code"], values[3]["description"]

    def publish(self, key: str, *, kind: int = chunks.COMMAND, app: str = "live") -> tuple[str, str]:
        self.shake()
        self.say("connect", 1, {"app": app, "flashVer": "FMLE/3.0", "fourCcList": {"hvc1": 1}}, kind=kind)
        self.say("releaseStream", 2, None, key, kind=kind)
        self.say("FCPublish", 3, None, key, kind=kind)
        self.say("createStream", 4, None, kind=kind)
        self.say("publish", 5, None, key, "live", kind=kind, stream=1)
        return self.status()

    def is_closed(self) -> bool:
        """Whether the server closes within the socket's patience."""
        try:
            while self.socket.recv(65536):
                pass
        except ConnectionError:
            return True
        except TimeoutError:
            return False
        return True

    def ping(self) -> bytes:
        self.media(chunks.USER_CONTROL, 0, struct.pack(">HI", 6, 77), stream=0)
        while (body := self.hear(chunks.USER_CONTROL).body)[:2] != b"\x00\x07":
            pass
        return body
