"""A line of a platform's export, as it stands in the copy that is kept: personal cells are empty there."""

from dataclasses import dataclass

from phien.campaigns.models import Campaign
from phien.lib.errors import Refused
from phien.observations import files
from phien.observations import queries as observations
from phien.observations.exports import readers
from phien.observations.models import ExportFile


@dataclass(frozen=True, slots=True)
class KeptLine:
    """`cells` are (heading, what stands there); `sheet` is the table's name in the file."""

    export: ExportFile
    sheet: str
    cells: list[tuple[str, str]]


def export_of(campaign: Campaign, sha256: str) -> ExportFile | None:
    return observations.exports_of(campaign).filter(sha256=sha256).first()


def kept_lines(export: ExportFile, line: int) -> list[KeptLine]:
    """That line of each table in the file. None of them where the copy is gone or broken."""
    found = []
    try:
        with files.on_disk(export) as path:
            for sheet in readers.read(path, export.name):
                for number, cells in sheet.lines:
                    if number >= line:
                        if number == line:
                            found.append(KeptLine(export, sheet.name, list(zip(sheet.head, cells, strict=False))))
                        break
    except (FileNotFoundError, Refused):
        return []
    return found
