"""A whole site in processes of its own, which a test may kill: web, tick, a bookkeeper, and what they stand on."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any

from django.conf import settings

from phien.config.testing_servers import end, free_port, listens, wait_for

ROOM = "broadcast:quynh-son"
LATER = "PHIEN_CLOCK_SHIFT"


@dataclass
class Answer:
    status: int
    headers: Message
    text: str


@dataclass
class Town:
    """`offers` and places are the cast's, by their names in bookkeeper.py."""

    home: Path
    database: str
    has_redis: bool = False
    port: int = field(default_factory=free_port)
    redis_port: int = field(default_factory=free_port)
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    facts: dict[str, int] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        left_out = {"DJANGO_SETTINGS_MODULE", LATER}
        return {name: value for name, value in os.environ.items() if name not in left_out} | {
            "DJANGO_SETTINGS_MODULE": "phien.config.settings",
            "PHIEN_HOME": str(self.home),
            "PHIEN_DATABASE_URL": self.database,
            "PHIEN_REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0" if self.has_redis else "",
            "PHIEN_ORIGIN": self.origin,
            "PHIEN_SECRET_KEY": settings.SECRET_KEY,
            "PHIEN_CLAIMS_PER_ADDRESS": "1000000",
        }

    def start(self, name: str, *, seconds_later: int = 0) -> None:
        """redis, web, tick or bookkeeper; its clock may stand elsewhere than the others'."""
        redis = shutil.which("redis-server") or shutil.which("valkey-server") or "redis-server"
        unkept = ["--save", "", "--appendonly", "no", "--dir", str(self.home), "--logfile", "redis.log"]
        words = {
            "redis": [redis, "--port", str(self.redis_port), "--bind", "127.0.0.1", *unkept],
            "web": [sys.executable, "-m", "phien", "web", "--port", str(self.port)],
            "tick": [sys.executable, "-m", "phien", "tick"],
            "bookkeeper": [sys.executable, "-m", "tests.faults.bookkeeper"],
        }[name]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE} if name == "bookkeeper" else {}
        environment = self.environment | {LATER: str(seconds_later)}
        self.processes[name] = subprocess.Popen(words, env=environment, **pipes)
        if name == "web":
            wait_for(self.answers, "phien web", self.processes[name], seconds=90)
        if name == "redis":
            wait_for(lambda: listens(self.redis_port), "redis-server", self.processes[name])

    def answers(self) -> bool:
        with contextlib.suppress(OSError):
            return self.ask("/stream").status != 0
        return False

    def kill(self, name: str) -> None:
        """kill -9, without a word to anybody."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait(10)

    def stop(self, name: str) -> None:
        end(self.processes.pop(name))

    def stop_all(self) -> None:
        for name in list(self.processes):
            if name == "bookkeeper":
                self.processes[name].communicate(timeout=20)
            self.stop(name)

    def tell(self, do: str, **facts: int) -> Any:
        """What the bookkeeper answers."""
        process = self.processes["bookkeeper"]
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"do": do, **facts}).encode() + b"\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    def ask(self, path: str, **headers: str) -> Answer:
        request = urllib.request.Request(self.origin + path, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return Answer(answer.status, answer.headers, answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read().decode())
