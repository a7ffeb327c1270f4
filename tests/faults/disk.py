"""A full disk: the town's folder on a small tmpfs where the tests may mount one, else a limit on the web process."""

import contextlib
import errno
import os
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.faults.town import Town

MEGABYTES = 64
FILLER = "filler"


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """Mounted over the folder as long as this lasts, where that is allowed."""
    words = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder)]
    mounted = os.getuid() == 0 and subprocess.run(words, check=False, stderr=subprocess.DEVNULL).returncode == 0
    try:
        yield
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextlib.contextmanager
def full(town: Town) -> Iterator[None]:
    """Not a byte more can be written to the database as long as this lasts."""
    if not town.home.is_mount():
        web = town.processes["web"].pid
        largest = max(path.stat().st_size for path in town.home.glob("phien.sqlite3*"))
        before = resource.prlimit(web, resource.RLIMIT_FSIZE)
        resource.prlimit(web, resource.RLIMIT_FSIZE, (largest, before[1]))
        yield
        resource.prlimit(web, resource.RLIMIT_FSIZE, before)
        return
    filler = town.home / FILLER
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            fill(file.fileno(), size)
    yield
    filler.unlink()


def fill(file: int, size: int) -> None:
    """Writes blocks of this size until there is no room for one."""
    try:
        while True:
            os.write(file, bytes(size))
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
