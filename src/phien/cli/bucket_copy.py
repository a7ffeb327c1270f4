"""What lies in buckets instead of the site's folder, for backup and restore: the folders `media` and `private`."""

import shutil
from collections.abc import Iterator
from pathlib import Path

STORAGES = {"media": "default", "private": "private"}


def names_in(alias: str) -> Iterator[str]:
    """The names of all files of a storage."""
    from django.core.files.storage import storages

    waiting = [""]
    while waiting:
        folder = waiting.pop()
        folders, files = storages[alias].listdir(folder)
        yield from (f"{folder}{name}" for name in files if name)
        waiting += [f"{folder}{name}/" for name in folders]


def fetched(scratch: Path) -> Iterator[tuple[str, Path]]:
    """Each file of the buckets under its name in a backup, as a local copy that is gone at the next."""
    from django.conf import settings
    from django.core.files.storage import storages

    if not settings.PHIEN_S3_BUCKET:
        return
    copy = scratch / "fetched"
    for folder, alias in STORAGES.items():
        for name in names_in(alias):
            with storages[alias].open(name, "rb") as source, copy.open("wb") as target:
                shutil.copyfileobj(source, target)
            yield f"{folder}/{name}", copy
    copy.unlink(missing_ok=True)


def hand_over(home: Path) -> None:
    """Put the files of a restored folder into the buckets, where the site has some."""
    from django.conf import settings
    from django.core.files import File
    from django.core.files.storage import storages

    if not settings.PHIEN_S3_BUCKET:
        return
    for folder, alias in STORAGES.items():
        for path in sorted((home / folder).rglob("*")):
            if path.is_file():
                with path.open("rb") as source:
                    storages[alias].save(path.relative_to(home / folder).as_posix(), File(source))
        shutil.rmtree(home / folder, ignore_errors=True)
