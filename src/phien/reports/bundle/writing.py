"""Writes a bundle as a stream: each file is hashed while it goes in, so memory stays bounded whatever it holds."""

import hashlib
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import IO, Any

from phien.reports.bundle.layout import CONTENTS, SIGNATURE, Entry, contents_of
from phien.reports.bundle.parts import Part

CHUNK = 1 << 20
_LARGE = 1 << 31

Sign = Callable[[bytes], bytes]
Step = Callable[[int], None]


def write_bundle(
    out: IO[bytes], parts: Iterable[Part], facts: dict[str, Any], *, sign: Sign, at: datetime, step: Step | None = None
) -> list[Entry]:
    """A ZIP (ZIP64 where it must be) with the parts, the list of contents with `facts`, and the signature over it. All
    files bear the time `at`. `step` hears how many parts are written."""
    entries: list[Entry] = []
    with zipfile.ZipFile(out, "w", allowZip64=True) as archive:
        for number, part in enumerate(parts, start=1):
            entries.append(_write(archive, part, at))
            if step:
                step(number)
        contents = contents_of(entries, facts)
        for name, data in ((CONTENTS, contents), (SIGNATURE, sign(contents))):
            archive.writestr(_info(name, at, stored=name == SIGNATURE), data)
    return entries


def _info(path: str, at: datetime, *, stored: bool) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, at.timetuple()[:6])
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    info.external_attr = 0o100644 << 16
    return info


def _write(archive: zipfile.ZipFile, part: Part, at: datetime) -> Entry:
    digest, size = hashlib.sha256(), 0
    info = _info(part.path, at, stored=part.is_stored)
    with part.open() as source:
        source.seek(0, 2)
        info.file_size = source.tell()
        source.seek(0)
        with archive.open(info, "w", force_zip64=info.file_size >= _LARGE) as into:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                into.write(chunk)
    return Entry(part.path, size, digest.hexdigest())
