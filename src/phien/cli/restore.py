"""`phien restore`: a site from a backup. The folder and the database must be empty; every hash must be right."""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from phien.cli import bucket_copy
from phien.cli.backup import CONTENTS, FOLDERS, POSTGRES, SQLITE, pg_environment, pg_words
from phien.cli.progress import Progress
from phien.cli.site import SETTINGS_FILE, CannotGoOn, home, open_site
from phien.cli.words import _


def run(arguments: argparse.Namespace) -> int:
    folder = (arguments.home or home()).resolve()
    if folder.exists() and any(folder.iterdir()):
        raise CannotGoOn(_("%(folder)s is not empty; restore into a new folder.") % {"folder": folder})
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        unpacked = Path(scratch) / "site"
        unpacked.mkdir()
        facts = unpack(arguments.file, unpacked)
        check(unpacked, facts["files"], Progress(_("checking")))
        put_in_place(unpacked, folder)
    print(_("Restored into %(folder)s. Start it with: phien --home %(folder)s serve") % {"folder": folder})
    return 0


def unpack(file: Path, target: Path) -> dict[str, Any]:
    """Unpack with the standard library's data filter: nothing leaves the folder, no links, no devices."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            archive.extractall(target, filter="data")
        facts = json.loads((target / CONTENTS).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CannotGoOn(_("%(file)s is not there, or is no backup of Phiên.") % {"file": file}) from error
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise CannotGoOn(_("%(file)s cannot be read: %(reason)s") % {"file": file, "reason": error}) from error
    if not isinstance(facts, dict) or not isinstance(facts.get("files"), dict):
        raise CannotGoOn(_("%(file)s is no backup of Phiên.") % {"file": file})
    return facts


def check(folder: Path, hashes: dict[str, str], progress: Progress) -> None:
    for number, (name, wanted) in enumerate(hashes.items(), start=1):
        path = folder / name
        if not path.is_file() or digest(path) != wanted:
            raise CannotGoOn(
                _("%(file)s in the backup is not what was written; nothing was restored.") % {"file": name}
            )
        progress(number, len(hashes), name[-40:])
    progress.end()


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def put_in_place(unpacked: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in (SETTINGS_FILE, *FOLDERS):
        if (unpacked / name).exists():
            shutil.move(unpacked / name, folder / name)
    if (unpacked / SQLITE).exists():
        if "PHIEN_DATABASE_URL" in os.environ:
            raise CannotGoOn(_("This backup holds an SQLite database: unset PHIEN_DATABASE_URL."))
        shutil.move(unpacked / SQLITE, folder / "phien.sqlite3")
        open_site(folder, must_exist=False)
        bucket_copy.hand_over(folder)
        return
    open_site(folder, must_exist=False)
    from django.db import connection

    if connection.vendor != "postgresql":
        raise CannotGoOn(_("This backup holds a PostgreSQL database: set PHIEN_DATABASE_URL to an empty one."))
    if connection.introspection.table_names():
        raise CannotGoOn(_("The database is not empty."))
    if shutil.which("pg_restore") is None:
        raise CannotGoOn(_("pg_restore is missing: install PostgreSQL's client programs (Debian: postgresql-client)."))
    subprocess.run(
        ["pg_restore", "--no-owner", "--exit-on-error", *pg_words(), str(unpacked / POSTGRES)],
        check=True,
        env=pg_environment(),
    )
    bucket_copy.hand_over(folder)
