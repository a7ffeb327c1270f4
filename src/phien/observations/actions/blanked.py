"""The copy of a file whose personal columns are emptied: all that stays of it."""

import hashlib
from pathlib import Path

from phien.observations import files
from phien.observations.exports import blanking
from phien.observations.models import ExportFile
from phien.observations.reading import Opened


def keep_blanked(export: ExportFile, path: Path, opened: Opened) -> tuple[str, str, int] | None:
    """Store the copy and give its path, SHA-256 and size; None for a file without personal columns."""
    fingerprints = {table.sheet.name: table.fingerprint for table in opened.tables}
    data = blanking.blank(path, opened.sheets, fingerprints)
    if data is None:
        return None
    sha256 = hashlib.sha256(data).hexdigest()
    return files.keep_bytes(files.path_of(export.campaign_id, sha256), data), sha256, len(data)
