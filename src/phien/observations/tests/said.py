"""What a file said when it was read, and how it was refused, for tests."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from phien.observations.exports import fingerprints, parsing, readers
from phien.observations.exports.errors import ExportRefused
from phien.observations.exports.seen import Context, ObservationRow, Seen, Skipped
from phien.observations.tests.made import Made

NOON = datetime(2026, 8, 18, 5, tzinfo=UTC)
SEEN = Context(observed_at=NOON)


def read(file: Made, folder: Path, context: Context = SEEN) -> list[Seen]:
    """All rows of all tables of a file."""
    pairs = fingerprints.recognise_all(readers.read(file.at(folder), file.name))
    return [row for sheet, fingerprint in pairs for row in parsing.parse(sheet, fingerprint, context)]


def of[Row: Seen](kind: type[Row], rows: list[Seen]) -> list[Row]:
    return [row for row in rows if isinstance(row, kind)]


def values(rows: list[Seen]) -> dict[str, int]:
    """Each figure by its line and metric."""
    return {f"{row.line} {row.metric}": row.value for row in of(ObservationRow, rows)}


def faults(rows: list[Seen]) -> list[tuple[int, str, str]]:
    return [(row.line, row.code, row.column) for row in of(Skipped, rows) if not row.expected]


def refused(kind: type[ExportRefused], file: Made, folder: Path, context: Context = SEEN) -> ExportRefused:
    """The refusal, which must be of this kind, say so in words, and name the file."""
    with pytest.raises(kind) as raised:
        read(file, folder, context)
    assert type(raised.value) is kind
    assert file.name in str(raised.value)
    assert "%(" not in str(raised.value)
    return raised.value
