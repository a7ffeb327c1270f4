"""The Python side of the load drivers: writes the files of drive.c and watchers.c, starts them, reads what came of it.

driver = bench.compiled("drive", folder)
write(folder / "hits", [request("POST", "/hit", {"Content-Type": "application/json"}, body), …])
figures = drive(driver, site.port, 64, folder / "hits")  # {"sent", "answered", "per_second", "statuses", "p99_ms", …}
accepted = sum(status == 204 for status, _ in outcomes(folder / "hits"))
"""

import json
import struct
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import bench

HOST = "127.0.0.1"
LENGTH = struct.Struct("<I")
OUTCOME = struct.Struct("<HI")


def request(
    method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes = b"", *, host: str = HOST
) -> bytes:
    """The bytes of one request; Host and Content-Length are added."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if body or method not in {"GET", "HEAD"}:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def write(path: Path, requests: Iterable[bytes]) -> int:
    """Write a file for the driver, and say how many requests it holds."""
    count = 0
    with path.open("wb", buffering=1 << 20) as file:
        for words in requests:
            file.write(LENGTH.pack(len(words)) + words)
            count += 1
    return count


def start(
    program: str, port: int, connections: int, path: Path, *, core: int = 1, seconds: float = 0, per_second: float = 0
) -> "subprocess.Popen[str]":
    """Begin to send a file; several may run at once. `seconds`: begin nothing after them. `per_second`: not faster."""
    words = [program, str(port), str(connections), str(path), str(seconds), str(per_second)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    bench.pin(process.pid, core)
    return process


def watch(
    program: str, port: int, at_once: int, path: Path, *, keep_seconds: float, core: int = 1
) -> "subprocess.Popen[str]":
    """Begin to open the streams that the file's requests ask for, so many at once, each for so long (watchers.c)."""
    words = [program, str(port), str(at_once), str(path), str(keep_seconds * 1000)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    bench.pin(process.pid, core)
    return process


def finish(process: "subprocess.Popen[str]") -> dict[str, Any]:
    """Wait for a driver or for watchers, and give their figures."""
    said, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
    figures: dict[str, Any] = json.loads(said)
    return figures


def drive(
    program: str, port: int, connections: int, path: Path, core: int = 1, *, seconds: float = 0, per_second: float = 0
) -> dict[str, Any]:
    """Send a file to 127.0.0.1:port, and give the driver's figures."""
    return finish(start(program, port, connections, path, core=core, seconds=seconds, per_second=per_second))


def outcomes(path: Path) -> list[tuple[int, int]]:
    """(status, microseconds) of each request that was begun, in the file's order. Status 0: no answer came."""
    return list(OUTCOME.iter_unpack(Path(f"{path}.out").read_bytes()))


def answered_otherwise(path: Path, status: int) -> list[bytes]:
    """The requests of a file that were begun and did not get an answer with this status."""
    found = []
    with path.open("rb") as file:
        for got, _ in outcomes(path):
            (size,) = LENGTH.unpack(file.read(LENGTH.size))
            if got == status:
                file.seek(size, 1)
            else:
                found.append(file.read(size))
    return found
