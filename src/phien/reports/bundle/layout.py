"""What lies where in a bundle, and the list of its contents that the site signs."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from phien.evidence.streams import COLUMNS

FORMAT = "phien-bundle/1"
CONTENTS, SIGNATURE, KEY = "CONTENTS.json", "SIGNATURE", "KEY.pem"
README, REPORT, SCHEMA = "README.txt", "report.json", "report.schema.json"
EVIDENCE = "evidence"
MANIFEST = f"{EVIDENCE}/manifest.jsonl"
SEALS = (CONTENTS, SIGNATURE)
"""Files that the list of contents does not name: the list itself, and what is signed over it."""

_PATH = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*){0,7}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
MOST_PATH = 240
# What each view of evidence is made from (evidence/queries.py).
_VIEWS = {stream: stream for stream in COLUMNS} | {"visits": "hits", "watching": "hits"}


class WrongContents(ValueError):
    """The list of contents is not of its shape; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a bundle."""

    path: str
    size: int
    sha256: str


def is_path(path: str) -> bool:
    """Letters, digits, `.`, `_` and `-`, in folders: nothing that could leave the folder or hide in it."""
    return len(path) <= MOST_PATH and _PATH.fullmatch(path) is not None


def contents_of(entries: Iterable[Entry], facts: dict[str, Any]) -> bytes:
    """CONTENTS.json: canonical JSON, files in the order of their paths."""
    files = [
        {"path": entry.path, "size": entry.size, "sha256": entry.sha256}
        for entry in sorted(entries, key=lambda entry: entry.path)
    ]
    told = {"format": FORMAT, **facts, "files": files}
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def read_contents(data: bytes) -> dict[str, Entry]:
    """The entries by path. Raises WrongContents."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise WrongContents("no JSON") from error
    if not isinstance(told, dict) or told.get("format") != FORMAT or not isinstance(told.get("files"), list):
        raise WrongContents(f"not of the format {FORMAT}")
    found: dict[str, Entry] = {}
    for facts in told["files"]:
        entry = _entry(facts)
        if entry.path in found:
            raise WrongContents(entry.path)
        found[entry.path] = entry
    return found


def _entry(facts: object) -> Entry:
    if not isinstance(facts, dict) or set(facts) != {"path", "size", "sha256"}:
        raise WrongContents(str(facts)[:80])
    path, size, sha256 = facts["path"], facts["size"], facts["sha256"]
    if not (isinstance(path, str) and type(size) is int and isinstance(sha256, str)):
        raise WrongContents(str(facts)[:80])
    if not is_path(path) or path in SEALS or not 0 <= size < 2**50 or not _SHA256.fullmatch(sha256):
        raise WrongContents(path[:80])
    return Entry(path, size, sha256)


def streams_read(sql: Iterable[str]) -> set[str]:
    """The streams that definitions read, by the names in their SQL. What is named for another reason is in too."""
    words = set(re.findall(r"[a-z_]+", "\n".join(sql).lower()))
    return {stream for name, stream in _VIEWS.items() if name in words}


def sha256_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
