"""A file opened: its tables, each with the fingerprint by which it is read, and those that no fingerprint fits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from phien.observations.exports import fingerprints, parsing, readers
from phien.observations.exports.errors import HeadingOnly, MixedLanguages, NotRecognised
from phien.observations.exports.fingerprints.fingerprint import Fingerprint
from phien.observations.exports.seen import Context, Seen
from phien.observations.exports.sheets import Sheet

ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Table:
    """One table that is understood."""

    sheet: Sheet
    fingerprint: Fingerprint

    @property
    def note(self) -> dict[str, Any]:
        """What an export's row holds of it."""
        found = self.fingerprint
        return {
            "name": self.sheet.name,
            "fingerprint": found.id,
            "version": found.version,
            "platform": found.platform,
            "report": found.report,
            "language": found.language,
        }

    @property
    def personal(self) -> list[str]:
        """Headings of personal columns that this table has, in its order."""
        return [heading for heading in self.sheet.head if heading in self.fingerprint.personal]


@dataclass(frozen=True, slots=True)
class Opened:
    """`strange` are tables that were not recognised, each with what differs from the nearest fingerprint."""

    sheets: list[Sheet]
    tables: list[Table] = field(default_factory=list)
    strange: list[tuple[Sheet, NotRecognised]] = field(default_factory=list)

    @property
    def read(self) -> list[Table]:
        """The tables from which something is taken."""
        return [table for table in self.tables if table.fingerprint.report != ASIDE]

    def seen(self, table: Table, context: Context) -> Iterator[Seen]:
        """What a table's lines say, as parsing.parse; a table of headings alone is an error only where it is the file's
        only one, for platforms leave what they have no figures for empty."""
        try:
            yield from parsing.parse(table.sheet, table.fingerprint, context)
        except HeadingOnly:
            if len(self.read) == 1:
                raise

    @property
    def main(self) -> Table | None:
        """The table that says what the file is."""
        return next(iter(self.read or self.tables), None)


def opened(path: Path, name: str, saved: Sequence[Fingerprint]) -> Opened:
    """Raises what the reader finds wrong with a broken file."""
    found = Opened(readers.read(path, name))
    for sheet in found.sheets:
        try:
            found.tables.append(Table(sheet, fingerprints.recognise(sheet, saved)))
        except NotRecognised as strange:
            found.strange.append((sheet, strange))
    languages = {table.fingerprint.language: table for table in found.tables if table.fingerprint.language}
    if len(languages) > 1:
        one, other = list(languages.values())[:2]
        raise MixedLanguages(file=name, one=one.sheet.name, other=other.sheet.name)
    return found
