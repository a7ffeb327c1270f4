"""Opens a ZIP that somebody handed over: nothing in it is believed, and nothing leaves the folder it is unpacked into.

Files are unpacked only as long and as large as the list of contents says, so what a bundle can cost is known before.
"""

import hashlib
import shutil
import stat
import struct
import zipfile
import zlib
from collections import Counter
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from phien.reports.bundle.layout import (
    CONTENTS,
    MANIFEST,
    REPORT,
    SEALS,
    SIGNATURE,
    Entry,
    WrongContents,
    is_path,
    read_contents,
)
from phien.reports.verifying.problems import Problem

MOST_FILES = 100_000
MOST_DIRECTORY = 40_000_000
MOST_CONTENTS = 25_000_000
MOST_SIGNATURE = 4096
MOST_RATIO = 200
"""How many times smaller a compressed file of more than SMALL bytes may be."""
SMALL = 50_000_000
CHUNK = 1 << 20
SLACK = {REPORT: 2_000_000, MANIFEST: 2_000_000}
"""Bytes beyond the list of contents that are read of what can be looked at all the same when it was changed."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# NotImplementedError is what zipfile raises for a way of packing, or a version, that it does not know.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, struct.error)


class NotABundle(Exception):
    """The file cannot be read as a bundle at all; the text says why, in the reader's language."""


class Opened:
    """A ZIP whose directory was looked at; `problems` are what is wrong with it. Use it in a with statement."""

    def __init__(self, path: Path) -> None:
        _check_directory(path)
        try:
            self.archive = zipfile.ZipFile(path)
        except _BROKEN as error:
            raise NotABundle(_("It is no whole ZIP file: %(why)s.") % {"why": error}) from error
        self.problems: list[Problem] = []
        self.infos = self._sound(self.archive.infolist())

    def __enter__(self) -> "Opened":
        return self

    def __exit__(self, *_error: object) -> None:
        self.archive.close()

    def _sound(self, infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        """The files that may be unpacked, by name. Of a name that is there twice neither is."""
        seen = Counter(info.filename.casefold() for info in infos)
        found = {}
        for info in infos:
            name = info.filename
            shown = name[:120].encode("unicode_escape").decode()
            if not is_path(name):
                message = _("%(file)s is no name that a bundle may hold.") % {"file": shown}
                self.problems.append(Problem("bundle_foreign_path", shown, message))
            elif stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
                message = _("%(file)s is a link or a device, not a file.") % {"file": shown}
                self.problems.append(Problem("bundle_not_a_file", shown, message))
            elif seen[name.casefold()] > 1:
                message = _("%(file)s is in the bundle more than once.") % {"file": shown}
                self.problems.append(Problem("bundle_twice", shown, message))
            elif info.compress_type not in _METHODS or info.flag_bits & 1:
                message = _("%(file)s is packed or encrypted in a way that no bundle is.") % {"file": shown}
                self.problems.append(Problem("bundle_packing", shown, message))
            elif info.file_size > SMALL and info.file_size > MOST_RATIO * max(info.compress_size, 1):
                message = _("%(file)s would swell from %(packed)s to %(size)s bytes: it is not unpacked.")
                facts = {"file": shown, "packed": info.compress_size, "size": info.file_size}
                self.problems.append(Problem("bundle_bomb", shown, message % facts))
            else:
                found[name] = info
        return found

    def small(self, name: str, most: int) -> bytes | None:
        """A file's bytes; None where it is not there. NotABundle where it is larger than `most` or broken."""
        info = self.infos.get(name)
        if info is None:
            return None
        try:
            with self.archive.open(info) as file:
                data = file.read(most + 1)
        except _BROKEN as error:
            raise NotABundle(_("%(file)s in it cannot be read: %(why)s.") % {"file": name, "why": error}) from error
        if len(data) > most:
            raise NotABundle(_("%(file)s in it is too large.") % {"file": name})
        return data

    def contents(self) -> tuple[bytes, dict[str, Entry]]:
        """The list of contents, its bytes and what it says. Raises NotABundle."""
        data = self.small(CONTENTS, MOST_CONTENTS)
        if data is None:
            raise NotABundle(_("There is no %(file)s in it.") % {"file": CONTENTS})
        try:
            return data, read_contents(data)
        except WrongContents as error:
            message = _("%(file)s in it is not what it should be: %(why)s.")
            raise NotABundle(message % {"file": CONTENTS, "why": error}) from error

    def signature(self) -> bytes | None:
        return self.small(SIGNATURE, MOST_SIGNATURE)

    def unpack(self, entries: dict[str, Entry], into: Path) -> list[Problem]:
        """Every file of the list, with what is wrong with it; and files that the list does not name. What was
        changed lies there all the same, so that its figures can be looked at. Raises NotABundle where the disk is too
        small."""
        needed = sum(entry.size for entry in entries.values())
        free = shutil.disk_usage(into).free
        if needed > free:
            message = _("It needs %(needed)s bytes to be unpacked, and %(free)s are free.")
            raise NotABundle(message % {"needed": needed, "free": free})
        problems = []
        for name in sorted(set(self.infos) - set(entries) - set(SEALS)):
            message = _("%(file)s is not in the list of contents: it was put there.") % {"file": name}
            problems.append(Problem("bundle_unlisted", name, message))
        refused = {problem.what for problem in self.problems}
        for path, entry in sorted(entries.items()):
            info = self.infos.get(path)
            if info is not None:
                problems += self._unpack_one(info, entry, into / path)
            elif path not in refused:
                message = _("%(file)s is missing from the bundle.") % {"file": path}
                problems.append(Problem("bundle_missing", path, message))
        return problems

    def _unpack_one(self, info: zipfile.ZipInfo, entry: Entry, target: Path) -> list[Problem]:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with self.archive.open(info) as source, target.open("wb") as out:
                size, sha256 = _copied(source, out, entry.size + SLACK.get(entry.path, 0))
        except _BROKEN as error:
            message = _("%(file)s cannot be unpacked: %(why)s.") % {"file": entry.path, "why": error}
            return [Problem("bundle_broken", entry.path, message)]
        if size > entry.size:
            message = _("%(file)s is larger than the list of contents says.") % {"file": entry.path}
            return [Problem("bundle_changed", entry.path, message)]
        if (size, sha256) != (entry.size, entry.sha256):
            message = _("%(file)s was changed: its SHA-256 is not the one in the list of contents.")
            return [Problem("bundle_changed", entry.path, message % {"file": entry.path})]
        return []


def _copied(source: IO[bytes], out: IO[bytes], most: int) -> tuple[int, str]:
    """At most one byte more than `most`."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(min(CHUNK, most + 1 - size)):
        digest.update(chunk)
        size += len(chunk)
        out.write(chunk)
        if size > most:
            break
    return size, digest.hexdigest()


def _check_directory(path: Path) -> None:
    """How many files it says to hold, before a directory of that size is read into memory. Raises NotABundle."""
    with path.open("rb") as file:
        length = file.seek(0, 2)
        file.seek(max(0, length - 65_557))
        tail = file.read()
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or len(tail) - at < 22:
            raise NotABundle(_("It is no whole ZIP file: its end is missing."))
        count, size = struct.unpack("<10xHI", tail[at : at + 16])
        locator = tail.rfind(b"PK\x06\x07", 0, at)
        if locator >= 0 and len(tail) - locator >= 20:
            (offset,) = struct.unpack("<8xQ", tail[locator : locator + 16])
            file.seek(min(offset, length))
            end = file.read(56)
            if len(end) == 56 and end.startswith(b"PK\x06\x06"):
                count, size = struct.unpack("<32xQQ", end[:48])
    if count > MOST_FILES or size > MOST_DIRECTORY:
        raise NotABundle(_("It says to hold %(count)s files, which no bundle does.") % {"count": count})
