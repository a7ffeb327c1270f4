"""Files that an organiser's rows name, by their path within the rows' folder."""

from pathlib import Path
from typing import Any

from phien.lib.errors import Refused
from phien.lib.rows import Row
from phien.media import actions
from phien.media.models import Asset


def picture_of(row: Row, folder: Path, column: str = "picture") -> Asset | None:
    """The asset of the picture in this column, or None where the column is empty. Raises WrongRow."""
    if not row.get(column):
        return None
    try:
        return actions.add_image(path=path_of(row, folder, column), **_words(row, column))
    except Refused as refusal:
        raise row.wrong(column, refusal) from refusal


def film_of(row: Row, folder: Path, column: str = "film", *, poster: Asset | None = None) -> Asset | None:
    """The asset of the film in this column, or None. Raises WrongRow."""
    if not row.get(column):
        return None
    try:
        return actions.add_film(path=path_of(row, folder, column), poster=poster, **_words(row, column))
    except Refused as refusal:
        raise row.wrong(column, refusal) from refusal


def path_of(row: Row, folder: Path, column: str) -> Path:
    """A file that lies in the folder, never beside it. Raises WrongRow."""
    path = (folder / str(row.get(column))).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise row.wrong(column, row.get(column))
    return path


def _words(row: Row, column: str) -> dict[str, Any]:
    alt = row.texts(f"{column}_alt") or row.texts("alt") or row.texts("name") or row.texts("title")
    return {"alt": alt, "credit": str(row.get("credit")), "licence": str(row.get("licence"))}
