"""What a peer is, for this benchmark."""

import os
import shutil
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
HOME = Path(os.environ.get("PEERS_HOME", "~/.cache/phien-bench/peers")).expanduser()


class NotHere(Exception):
    """This peer cannot be had on this machine; says why."""


class Peer(ABC):
    """`share`: which part of the listeners it gets, where it would take minutes with all of them.

    Its listeners send `request`. Where it wants more words, they send `second` once they were answered, and `ready` is
    what one that is there has heard.
    """

    name: str
    title: str
    share = 1.0
    second = b""
    ready = ""

    def __init__(self, port: int, folder: Path) -> None:
        self.port, self.folder = port, folder

    @property
    def home(self) -> Path:
        return HOME / self.name

    @abstractmethod
    def install(self) -> None:
        """Bring what it needs into `home`. Raises NotHere."""

    @abstractmethod
    def words(self) -> Sequence[str]:
        """The command that serves on `port`; asked before `environment`."""

    @abstractmethod
    def request(self) -> bytes: ...

    @abstractmethod
    def publish(self, together: int, text: str) -> None:
        """Have it send so many messages to each listener."""

    def environment(self) -> dict[str, str]:
        return dict(os.environ)

    def close(self) -> None:  # noqa: B027  # most have started nothing
        """End what `words` had to start beside it."""

    def process(self, started: int) -> int:
        """The process that delivers, where it is not the one that was started."""
        return started


def upgrade(path: str, port: int) -> bytes:
    """The request that opens a WebSocket."""
    lines = (
        f"GET {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    )
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode()


def run(words: Sequence[str], folder: Path) -> None:
    """Run a step of an installation. Raises NotHere with the end of what it said."""
    if shutil.which(words[0]) is None and not Path(words[0]).exists():
        raise NotHere(f"{words[0]} is not installed")
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise NotHere(f"{' '.join(words[:3])}: {said[-1] if said else done.returncode}")
