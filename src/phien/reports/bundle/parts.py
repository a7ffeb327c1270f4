"""The files that a report's bundle is put together from, opened one after another as they are written."""

import json
import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, Any

from phien.evidence import manifest
from phien.evidence import queries as evidence
from phien.observations import queries as observations
from phien.reports import files
from phien.reports.bundle.keys import PublicKey
from phien.reports.bundle.layout import EVIDENCE, KEY, MANIFEST, README, REPORT, SCHEMA, streams_read
from phien.reports.bundle.readme import readme_of
from phien.reports.models import Report
from phien.reports.payload import SCHEMA as SCHEMA_FILE

# What is compressed by itself is stored as it is.
STORED = (".parquet", ".pdf", ".xlsx", ".zip", ".png")
# What is counted beside the definitions: how much of it a simulator made (compute.simulated).
ALWAYS = frozenset({"hits", "changes"})
_EXPORTS = (".csv", ".xlsx", ".zip", ".txt", ".tsv")


@dataclass(frozen=True, slots=True)
class Part:
    """`open` gives the bytes when their turn has come."""

    path: str
    open: Callable[[], IO[bytes]]

    @property
    def is_stored(self) -> bool:
        return self.path.endswith(STORED)


def parts_of(report: Report, key: PublicKey) -> Iterator[Part]:
    """All of them, in the order in which they are written. FileNotFoundError where a report's file is gone."""
    told = payload_of(report)
    lines = evidence.segments(report.cut_seq)
    streams = streams_of(told)
    yield _of_bytes(README, readme_of(report, key).encode())
    yield _of_bytes(KEY, key.pem.encode())
    yield _of_bytes(SCHEMA, SCHEMA_FILE.read_bytes())
    for name, entry in sorted(report.files.items()):
        yield Part(_path_of(name, entry["path"]), partial(_stored, entry["path"]))
    for definition in told["definitions"]:
        yield _of_bytes(f"definitions/{definition['metric']}.sql", f"{definition['sql']}\n".encode())
    yield _of_bytes(MANIFEST, b"".join(line.json() for line in lines))
    for line in lines:
        if line.stream in streams:
            yield Part(f"{EVIDENCE}/{line.file}", partial(_sealed, line.file))
    yield from _exports(report)


def size_of(report: Report) -> int:
    """About how many bytes the segments have, which are nearly all of it."""
    streams = streams_of(payload_of(report))
    return sum(line.size for line in evidence.segments(report.cut_seq) if line.stream in streams)


def payload_of(report: Report) -> dict[str, Any]:
    """FileNotFoundError where it is gone."""
    entry = report.file("json")
    if entry is None:
        raise FileNotFoundError(REPORT)
    told: dict[str, Any] = json.loads(files.read(entry))
    return told


def streams_of(told: dict[str, Any]) -> frozenset[str]:
    return ALWAYS | streams_read(definition["sql"] for definition in told["definitions"])


def _of_bytes(path: str, data: bytes) -> Part:
    return Part(path, partial(BytesIO, data))


def _sealed(file: str) -> IO[bytes]:
    return (manifest.root() / file).open("rb")


def _stored(path: str) -> IO[bytes]:
    return files.storage().open(path, "rb")


def _path_of(name: str, stored: str) -> str:
    """report.json, papers/pdf.vi.pdf, charts/visits.wide.en.svg …"""
    if name == "json":
        return REPORT
    ending = PurePosixPath(stored).suffix
    given = name if name.endswith(ending) else f"{name}{ending}"
    return posixpath.join("charts" if ending == ".svg" else "papers", given)


def _exports(report: Report) -> Iterator[Part]:
    """The kept copies of the exports whose rows were there when the report was made: those with personal columns have
    these cells emptied. Named by the hash of the file that was given to us, as evidence names it."""
    taken = observations.exports_of(report.campaign).filter(taken_in_at__lte=report.asked_at).order_by("pk")
    for export in taken:
        ending = PurePosixPath(export.name.lower()).suffix
        path = f"exports/{export.sha256}{ending if ending in _EXPORTS else ''}"
        yield Part(path, partial(_stored, export.path))
