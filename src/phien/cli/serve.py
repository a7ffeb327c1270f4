"""`phien serve`: start the site's processes, start again what dies, and end them all together."""

import argparse
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from phien.cli import tls
from phien.cli.site import CannotGoOn, open_site, prepare, read_settings
from phien.cli.site import home as default_home
from phien.cli.words import _


class Child:
    """One process of the site. It is started again when it dies, ever more slowly when it keeps dying."""

    def __init__(self, home: Path, words: list[str]) -> None:
        self.words = [sys.executable, "-m", "phien", "--home", str(home), *words]
        self.process: subprocess.Popen[bytes] | None = None
        self.pause = 0.5
        self.due = 0.0

    def start(self) -> None:
        self.process = subprocess.Popen(self.words)
        self.began = time.monotonic()

    def keep(self) -> None:
        """Start it if it is not running and its pause is over."""
        if self.process is not None and self.process.poll() is None:
            return
        now = time.monotonic()
        if self.process is not None:
            code = self.process.returncode
            self.pause = 0.5 if now - self.began > 30 else min(self.pause * 2, 15)
            self.due, self.process = now + self.pause, None
            again = _("%(process)s ended with code %(code)s; starting it again")
            print("phien:", again % {"process": self.words[5], "code": code}, file=sys.stderr)
        if now >= self.due:
            self.start()

    def end(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def port_is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def wait_until_it_answers(port: int, seconds: float = 40, *, secure: bool = False) -> bool:
    address, context = f"http{'s' if secure else ''}://127.0.0.1:{port}/", tls.loopback() if secure else None
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5, context=context):  # noqa: S310  # our own port
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.2)
    return False


def web_words(arguments: argparse.Namespace) -> list[str]:
    """How the pages' process is started."""
    return ["web", "--host", arguments.host, "--port", str(arguments.port), *(["--tls"] if arguments.tls else [])]


def supervise(children: list[Child], when_up: Callable[[], None] | None, port: int, *, secure: bool = False) -> int:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        for child in children:
            child.start()
        if when_up and wait_until_it_answers(port, secure=secure):
            when_up()
        while not stop.wait(0.5):
            for child in children:
                child.keep()
    finally:
        for child in reversed(children):
            child.end()
    return 0


def run(arguments: argparse.Namespace) -> int:
    arguments.host = arguments.host or ("0.0.0.0" if arguments.tls else "127.0.0.1")  # noqa: S104  # phones must reach it
    if arguments.tls:
        read_settings((arguments.home or default_home()).resolve())
        tls.settle(arguments.port)
    home = open_site(arguments.home)
    if not port_is_free(arguments.host, arguments.port):
        raise CannotGoOn(
            _("Port %(port)d is taken. Choose another: phien serve --port 8080") % {"port": arguments.port}
        )
    prepare()
    children = [
        Child(home, web_words(arguments)),
        Child(home, ["tick"]),
        Child(home, ["media"]),
    ]
    place = "localhost" if arguments.host == "0.0.0.0" else arguments.host  # noqa: S104  # all of them
    address = f"http{'s' if arguments.tls else ''}://{place}:{arguments.port}/"

    def welcome() -> None:
        print(_("Phiên runs on %(address)s") % {"address": address}, flush=True)
        if arguments.tls:
            tls.explain(arguments.port)

    return supervise(children, welcome, arguments.port, secure=arguments.tls)
