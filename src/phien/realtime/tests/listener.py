"""A browser's EventSource, as far as the tests need it: reads a stream in a thread and keeps its events."""

import contextlib
import http.client
import json
import ssl
import threading
import time
from typing import Any
from urllib.parse import urlsplit

from phien.realtime import tokens


class Listener:
    def __init__(
        self, origin: str, topic: str, since: int | None = 0, trust: ssl.SSLContext | None = None, **headers: str
    ) -> None:
        self.events: list[tuple[int | None, str, Any]] = []
        self.ended = threading.Event()
        parts = urlsplit(origin)
        if trust is None:
            self.http = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=40)
        else:
            self.http = http.client.HTTPSConnection(parts.hostname or "", parts.port, timeout=40, context=trust)
        path = f"/stream?t={tokens.room_token(topic)}" + ("" if since is None else f"&since={since}")
        self.http.request("GET", path, headers=headers)
        self.socket = self.http.sock
        self.response = self.http.getresponse()
        self.status = self.response.status
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        fields: dict[str, str] = {}
        try:
            while line := self.response.readline():
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if name:
                    fields[name] = value
                elif "data" in fields:
                    number = int(fields["id"]) if "id" in fields else None
                    self.events.append((number, fields["event"], json.loads(fields["data"])))
                    fields = {}
        except (OSError, ValueError, http.client.HTTPException):
            pass
        self.ended.set()

    @property
    def numbers(self) -> list[int]:
        return [number for number, _kind, _data in self.events if number is not None]

    @property
    def texts(self) -> list[str]:
        return [data["text"] for _number, kind, data in self.events if kind == "chat"]

    def kinds(self, kind: str) -> list[Any]:
        return [data for _number, found, data in self.events if found == kind]

    def wait_for(self, count: int, seconds: float = 15) -> None:
        """Until so many numbered events have come."""
        end = time.monotonic() + seconds
        while len(self.numbers) < count:
            assert time.monotonic() < end, f"{count} events expected, these came: {self.events}"
            time.sleep(0.02)

    def close(self) -> None:
        if self.socket is not None:
            with contextlib.suppress(OSError):
                self.socket.shutdown(2)
        self.thread.join(5)
        self.http.close()
