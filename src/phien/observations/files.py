"""Exports' bytes in the private storage, by campaign and hash, and as a file on this disk while they are read."""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages

from phien.observations.errors import ExportTooLarge
from phien.observations.models import ExportFile

MOST_MEGABYTES = 200
MOST_BYTES = MOST_MEGABYTES * 1_000_000
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Received:
    """A file that has come in whole: on this disk for as long as the with statement lasts."""

    path: Path
    name: str
    size: int
    sha256: str


def storage() -> Storage:
    return storages["private"]


def path_of(campaign_id: int, sha256: str) -> str:
    return f"exports/{campaign_id}/{sha256}"


@contextmanager
def received(chunks: Iterable[bytes], name: str) -> Iterator[Received]:
    """Write what comes in to the disk, hashing it on the way. Raises ExportTooLarge."""
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(prefix="phien-export-") as out:
        for chunk in chunks:
            size += len(chunk)
            if size > MOST_BYTES:
                raise ExportTooLarge(name=name, megabytes=MOST_MEGABYTES)
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        yield Received(Path(out.name), name, size, digest.hexdigest())


def keep(path: str, source: Path) -> str:
    """Store a file under the path that holds its hash; one that is there already is the same."""
    if storage().exists(path):
        return path
    with source.open("rb") as file:
        return storage().save(path, File(file))


def keep_bytes(path: str, data: bytes) -> str:
    return path if storage().exists(path) else storage().save(path, ContentFile(data))


def forget(*paths: str) -> None:
    """What is gone already is forgotten too."""
    for path in filter(None, paths):
        with suppress(FileNotFoundError):
            storage().delete(path)


@contextmanager
def on_disk(export: ExportFile) -> Iterator[Path]:
    """The export's file on this machine's disk. FileNotFoundError where it is gone."""
    with tempfile.NamedTemporaryFile(prefix="phien-export-") as out:
        for chunk in chunks_of(export.path):
            out.write(chunk)
        out.flush()
        yield Path(out.name)


def chunks_of(path: str) -> Iterator[bytes]:
    with storage().open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def sha256_of(path: str) -> str:
    """FileNotFoundError where it is gone."""
    digest = hashlib.sha256()
    for chunk in chunks_of(path):
        digest.update(chunk)
    return digest.hexdigest()
