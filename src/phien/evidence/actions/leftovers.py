"""What a sealing that was interrupted left behind: cleared by the next one, under its lock."""

import logging
from collections.abc import Sequence
from pathlib import Path

import duckdb

from phien.evidence import chain, journals, manifest

log = logging.getLogger(__name__)


def clear(root: Path, db: duckdb.DuckDBPyConnection) -> None:
    """Cut a torn line of the manifest, and delete what is sealed already or can be made again."""
    cut = manifest.cut_torn_tail(root)
    if cut:
        log.warning("Cut %s bytes of an interrupted append from the manifest", cut)
    lines = manifest.read(root)
    _forget_sealed_journals(root / "journal", lines)
    for temporary in root.glob("segments/*/*.tmp"):
        temporary.unlink()
    _remove_unlisted(root, db, lines)
    for staged in (root / "journal").glob("*.staged"):
        staged.unlink()  # its rows are in the database


def _forget_sealed_journals(folder: Path, lines: Sequence[manifest.Line]) -> None:
    """Journals that the manifest names are sealed: the run died before it deleted them."""
    there = {path.name: path for path in journals.closed(folder)}
    for line in reversed(lines):
        for name in there.keys() & set(line.sources):
            there.pop(name).unlink()
        if not there:
            return


def _remove_unlisted(root: Path, db: duckdb.DuckDBPyConnection, lines: Sequence[manifest.Line]) -> None:
    """Remove a segment that is not in the manifest, if all it was made from is still here. If not, somebody cut the
    manifest, and the file stays for chain.py to name."""
    listed = {line.file for line in lines}
    for path in root.glob("segments/*/*.parquet"):
        if path.relative_to(root).as_posix() not in listed and chain.is_being_sealed(root, db, path):
            path.unlink()
