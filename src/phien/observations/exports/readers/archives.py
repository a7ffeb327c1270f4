"""ZIP files, with the care that files from outside need."""

import io
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO

from phien.observations.exports import errors
from phien.observations.exports.readers import commas, workbooks
from phien.observations.exports.sheets import Sheet

MOST_MEMBERS = 200
MOST_BYTES = 512 * 1024 * 1024
MOST_STRINGS = 128 * 1024 * 1024
"""Of a workbook's table of texts, which is held in memory while its cells are read."""
MOST_RATIO = 200
"""How many times its packed size a member may unpack to, above LENIENT bytes. Tables of numbers reach about fifty."""
LENIENT = 4 * 1024 * 1024
MOST_WORKBOOK = 64 * 1024 * 1024
# NotImplementedError is what zipfile raises for a way of packing, or a version, that it does not know.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError)
# Companions of the table that is wanted: sums and curves that it already holds, and what a Mac adds.
_ASIDE = frozenset({"Chart data.csv", "Totals.csv"})


def looked_through(path: Path, name: str) -> list[zipfile.ZipInfo]:
    """The members, after each was unpacked once to nowhere: complete, of the promised size, with the right checksum."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _bounded(members, name)
            for member in members:
                with archive.open(member) as stream:
                    while stream.read(1 << 20):
                        pass
    except _BROKEN as error:
        raise errors.BrokenArchive(file=name) from error
    if not members:
        raise errors.EmptyFile(file=name)
    return members


def _bounded(members: list[zipfile.ZipInfo], name: str) -> None:
    if len({member.filename for member in members}) < len(members):
        raise errors.BrokenArchive(file=name)
    if len(members) > MOST_MEMBERS:
        raise errors.CrowdedArchive(file=name, count=len(members), most=MOST_MEMBERS)
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise errors.BlownUpArchive(file=name)
    for member in members:
        if member.flag_bits & 0x1:
            raise errors.EncryptedArchive(file=name)
        if member.filename == "xl/sharedStrings.xml" and member.file_size > MOST_STRINGS:
            raise errors.BlownUpArchive(file=name)
        if member.file_size > LENIENT and member.file_size > MOST_RATIO * max(member.compress_size, 1):
            raise errors.BlownUpArchive(file=name)
        inside = PurePosixPath(member.filename.replace("\\", "/"))
        if inside.is_absolute() or ".." in inside.parts or ":" in member.filename:
            raise errors.WanderingPath(file=name, member=member.filename)


def is_workbook(members: list[zipfile.ZipInfo]) -> bool:
    names = {member.filename for member in members}
    return "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names)


def tables(members: list[zipfile.ZipInfo], name: str) -> list[zipfile.ZipInfo]:
    """The members that are tables. What a Mac adds and the platform's own sums are passed over; all else is refused."""
    found = []
    for member in members:
        inside = PurePosixPath(member.filename)
        if "__MACOSX" in inside.parts or inside.name.startswith(".") or inside.name in _ASIDE:
            continue
        ending = inside.suffix.lower()
        if ending in {".zip", ".gz", ".7z", ".rar"}:
            raise errors.NestedArchive(file=name, member=member.filename)
        if ending not in {".csv", ".xlsx"}:
            raise errors.StrangeMember(file=name, member=member.filename)
        found.append(member)
    if not found:
        raise errors.EmptyFile(file=name)
    return found


def sheets(path: Path, name: str, members: list[zipfile.ZipInfo]) -> list[Sheet]:
    found: list[Sheet] = []
    for member in tables(members, name):
        inside = PurePosixPath(member.filename)
        shown = f"{name} › {member.filename}"

        def opened(member: zipfile.ZipInfo = member) -> IO[bytes]:
            return _member(path, member)

        if inside.suffix.lower() == ".csv":
            if member.file_size:  # TikTok leaves a table without rows quite empty
                found.append(commas.sheet(opened, name=member.filename, file_name=name, shown=shown))
            continue
        if member.file_size > MOST_WORKBOOK:
            raise errors.BlownUpArchive(file=shown)
        found += workbooks.sheets(opened, name=shown, file_name=name, prefix=f"{member.filename} › ")
    if not found:
        raise errors.EmptyFile(file=name)
    return found


def _member(path: Path, member: zipfile.ZipInfo) -> IO[bytes]:
    """The member, open. A workbook is unpacked whole, for it is itself a ZIP and is read from its end."""
    archive = zipfile.ZipFile(path)
    stream = archive.open(member)
    archive.close()  # the stream keeps the file open until it is closed itself
    if not member.filename.lower().endswith(".xlsx"):
        return stream
    with stream:
        return io.BytesIO(stream.read())
