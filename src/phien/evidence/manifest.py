"""The manifest: one line of JSON per segment, each holding the hash of the line before it.

hash = SHA-256 over the line's own fields as canonical JSON (sorted keys, no spaces, UTF-8), `previous` included.
"""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from django.conf import settings

from phien.evidence.errors import ManifestBroken

NAME = "manifest.jsonl"
START = "0" * 64


@dataclass(frozen=True, slots=True)
class Line:
    """One segment. Times are ISO 8601 in UTC; `sources` are the journals it was made from."""

    seq: int
    stream: str
    hour: str
    file: str
    sha256: str
    size: int
    rows: int
    first_at: str
    last_at: str
    sealed_at: str
    sources: tuple[str, ...]
    previous: str
    hash: str = ""

    def computed_hash(self) -> str:
        facts = {**asdict(self), "sources": list(self.sources)}
        del facts["hash"]
        return hashlib.sha256(canonical(facts)).hexdigest()

    def with_hash(self) -> "Line":
        return replace(self, hash=self.computed_hash())

    def json(self) -> bytes:
        return canonical({**asdict(self), "sources": list(self.sources)}) + b"\n"

    @classmethod
    def parse(cls, text: bytes) -> "Line":
        """ValueError where this is no line of a manifest."""
        facts: dict[str, Any] = json.loads(text)
        if not isinstance(facts, dict) or set(facts) != {field.name for field in fields(cls)}:
            raise ValueError("not the fields of a manifest line")
        numbers = ("seq", "size", "rows")
        texts = set(facts) - {*numbers, "sources"}
        if not (
            all(type(facts[name]) is int for name in numbers)
            and all(isinstance(facts[name], str) for name in texts)
            and isinstance(facts["sources"], list)
            and all(isinstance(name, str) for name in facts["sources"])
        ):
            raise ValueError("not the values of a manifest line")
        return cls(**{**facts, "sources": tuple(facts["sources"])})


def canonical(facts: dict[str, Any]) -> bytes:
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def root() -> Path:
    return Path(settings.PHIEN_EVIDENCE_ROOT)


def whole_lines(path: Path) -> tuple[list[bytes], bytes]:
    """The manifest's complete lines, and what stands after the last newline (an append that was interrupted)."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return [], b""
    body, _newline, rest = data.rpartition(b"\n")
    return (body.split(b"\n") if _newline else []), rest


_read: dict[Path, tuple[tuple[int, int, int], list[Line]]] = {}


def read(at: Path | None = None) -> list[Line]:
    """All lines, oldest first. ManifestBroken where one cannot be read; hashes are chain.py's matter."""
    path = (at or root()) / NAME
    try:
        stat = path.stat()
    except FileNotFoundError:
        return []
    stamp = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
    known = _read.get(path)
    if known and known[0] == stamp:
        return known[1]
    lines = []
    for number, text in enumerate(whole_lines(path)[0], start=1):
        try:
            lines.append(Line.parse(text))
        except (ValueError, TypeError) as error:
            raise ManifestBroken(n=number) from error
    _read[path] = (stamp, lines)
    return lines


def append(line: Line, at: Path | None = None) -> None:
    """Add a line and sync it. Only the sealer calls this, under its lock."""
    path = (at or root()) / NAME
    fd = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        rest = memoryview(line.json())
        while rest:
            rest = rest[os.write(fd, rest) :]
        os.fsync(fd)
    finally:
        os.close(fd)


def cut_torn_tail(at: Path | None = None) -> int:
    """Cut an append that was interrupted: its journals are still there. Gives the number of bytes cut."""
    path = (at or root()) / NAME
    rest = whole_lines(path)[1]
    if rest:
        os.truncate(path, path.stat().st_size - len(rest))
    return len(rest)
