"""`phien backup`: one file with the database, media, originals, recordings and evidence, and each file's hash.

What would let someone trace a visitor id stays out: the tables that evidence names. The settings file with the secret
key is in it, so the backup is readable by its owner alone.
"""

import argparse
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from phien import __version__
from phien.cli import bucket_copy
from phien.cli.progress import Progress
from phien.cli.site import SETTINGS_FILE, CannotGoOn, open_site
from phien.cli.words import _

CONTENTS = "backup.json"
FOLDERS = ("media", "private", "video", "evidence", "keys")
SQLITE, POSTGRES = "database.sqlite3", "database.pgdump"


def run(arguments: argparse.Namespace) -> int:
    home = open_site(arguments.home)
    target = (arguments.file or Path(f"phien-{datetime.now(UTC):%Y%m%d-%H%M%S}.tar.gz")).resolve()
    if target.exists():
        raise CannotGoOn(_("%(file)s is there already; name another file.") % {"file": target})
    if target.is_relative_to(home):
        raise CannotGoOn(_("Write the backup outside the site's folder %(folder)s.") % {"folder": home})
    folders = [name for name in FOLDERS if name != "video" or not arguments.no_video]
    make_backup(home, target, folders, Progress(_("backup")))
    print(_("Written: %(file)s") % {"file": target})
    return 0


def make_backup(home: Path, target: Path, folders: Sequence[str], progress: Progress) -> None:
    """Write the backup beside its place first, so that a broken one never has the name of a whole one."""
    from django.conf import settings

    from phien.evidence.actions.sealing import sealer_lock

    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    # While nothing is sealed, the database's outbox of changes and the segments' folder tell the same story.
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch, sealer_lock(settings.PHIEN_EVIDENCE_ROOT, wait=60):
        database = dump_database(Path(scratch))
        files = {database.name: database}
        if (home / SETTINGS_FILE).exists():
            files[SETTINGS_FILE] = home / SETTINGS_FILE
        for folder in folders:
            files |= {str(p.relative_to(home)): p for p in sorted((home / folder).rglob("*")) if p.is_file()}
        hashes: dict[str, str] = {}
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as raw, tarfile.open(fileobj=raw, mode="w:gz", compresslevel=3) as archive:
            for number, (name, path) in enumerate(files.items(), start=1):
                sha256 = add_file(archive, name, path)
                if sha256:
                    hashes[name] = sha256
                progress(number, len(files), name[-40:])
            for name, copy in bucket_copy.fetched(Path(scratch)):
                hashes[name] = add_file(archive, name, copy) or ""
                progress(len(files), len(files), name[-40:])
            facts: dict[str, Any] = {"version": __version__, "made_at": datetime.now(UTC).isoformat(), "files": hashes}
            contents = json.dumps(facts, indent=1).encode()
            archive.addfile(entry_of(CONTENTS, len(contents)), io.BytesIO(contents))
        with partial.open("rb") as written:
            os.fsync(written.fileno())
    partial.replace(target)
    progress.end()


class HashingReader:
    """Reads a file for the archive and hashes what it gave."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.digest.update(data)
        return data


def add_file(archive: tarfile.TarFile, name: str, path: Path) -> str | None:
    """Put the file in as long as it is now (a journal may be growing), and give the hash of what went in.

    None when it has gone meanwhile: a journal that was closed has another name.
    """
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return None
    with file:
        reader = HashingReader(file)
        archive.addfile(entry_of(name, os.fstat(file.fileno()).st_size), reader)
        return reader.digest.hexdigest()


def entry_of(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


def dump_database(scratch: Path) -> Path:
    """A consistent copy of the database without the tables that must not be kept."""
    from django.db import connection

    from phien.evidence.models import NOT_BACKED_UP

    if connection.vendor == "sqlite":
        target = scratch / SQLITE
        with (
            closing(sqlite3.connect(str(connection.settings_dict["NAME"]))) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
            for table in NOT_BACKED_UP:
                copy.execute(f'DELETE FROM "{table}"')  # noqa: S608  # names from our own list
            copy.commit()
            copy.execute("VACUUM")
        return target
    target = scratch / POSTGRES
    if shutil.which("pg_dump") is None:
        raise CannotGoOn(_("pg_dump is missing: install PostgreSQL's client programs (Debian: postgresql-client)."))
    subprocess.run(
        ["pg_dump", "-Fc", "-f", str(target), *(f"--exclude-table-data={t}" for t in NOT_BACKED_UP), *pg_words()],
        check=True,
        env=pg_environment(),
    )
    return target


def pg_words() -> list[str]:
    """How PostgreSQL's programs reach the site's database; the password goes by the environment."""
    from django.db import connection

    facts = connection.settings_dict
    named = {"-h": facts["HOST"], "-p": facts["PORT"], "-U": facts["USER"], "-d": facts["NAME"]}
    return [word for flag, value in named.items() if value for word in (flag, str(value))]


def pg_environment() -> dict[str, str]:
    from django.db import connection

    password = connection.settings_dict["PASSWORD"]
    return {**os.environ, **({"PGPASSWORD": password} if password else {})}
