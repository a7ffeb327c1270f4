"""Rows that come many at once and from a file: staged as a file of evidence's own, then sealed as one segment."""

from datetime import datetime
from pathlib import Path

from phien.evidence import duck, manifest
from phien.evidence.actions import leftovers
from phien.evidence.actions.sealing import Sealing, sealer_lock
from phien.lib import clock

ENDINGS = (".ndjson", ".parquet")


def staging(name: str) -> Path:
    """Where rows wait for seal_rows. `name` ends in .ndjson or .parquet, and stands in the manifest as what the segment
    was made from: it must say which rows these are (import-12.observations.ndjson)."""
    if not name.endswith(ENDINGS) or "/" in name:
        raise ValueError(f"Not the name of a staged file: {name!r}")
    folder = manifest.root() / "staging"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


def seal_rows(*, stream: str, staged: Path, now: datetime | None = None) -> manifest.Line | None:
    """Seal a file of staging() that holds all columns of the stream, and delete it. The manifest's line makes all its
    rows visible at once. A name is sealed once: again, it gives the line there is. None where there are no rows.

    Raises SealerBusy, and ValueError where a line is not a row of the stream; then nothing is sealed.
    """
    root = manifest.root()
    with sealer_lock(root, wait=60):
        known = sealed_from(staged.name)
        if known is None and staged.exists() and staged.stat().st_size:
            run = Sealing(root, now or clock.now())
            with duck.connect(root) as run.db:
                leftovers.clear(root, run.db)
                run.take_in(stream, [staged])
                known = run.seal_incoming(stream=stream, hour=run.hour, sources=[staged.name], earlier=[])
        staged.unlink(missing_ok=True)
        return known


def sealed_from(name: str) -> manifest.Line | None:
    """The segment that was made from a staged file of this name, if it was sealed."""
    return next((line for line in manifest.read() if name in line.sources), None)
