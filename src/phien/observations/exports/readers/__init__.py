"""An export file as sheets of text: CSV, workbook, or a ZIP of them. What a file is, its bytes say, not its name."""

from pathlib import Path, PurePosixPath

from phien.observations.exports import errors
from phien.observations.exports.readers import archives, commas, workbooks
from phien.observations.exports.sheets import Sheet

_ZIP, _EMPTY_ZIP = b"PK\x03\x04", b"PK\x05\x06"
# What else people give: by its first bytes, and what it is called.
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "Excel 97–2003 / XLSX + password"),
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
)


def read(path: Path, name: str) -> list[Sheet]:
    """The sheets of the file at `path`, which its owner calls `name`. The whole file is looked through once: that it is
    complete, within bounds, and in an encoding that is known. Raises an ExportRefused.
    """
    with path.open("rb") as file:
        start = file.read(4096)
    if not start.strip() or start.startswith(_EMPTY_ZIP):
        raise errors.EmptyFile(file=name)
    ending = PurePosixPath(name).suffix.lower()
    other = next((found for mark, found in _OTHERS if start.startswith(mark)), "HTML" if _is_page(start) else "")
    if other:
        raise errors.NotItsFormat(file=name, found=other)
    if start.startswith(_ZIP):
        members = archives.looked_through(path, name)
        if archives.is_workbook(members):
            if ending not in {".xlsx", ".xlsm"}:
                raise errors.NotItsFormat(file=name, found="XLSX")
            return workbooks.sheets(lambda: path.open("rb"), name=name)
        if ending in {".csv", ".xlsx", ".xlsm"}:
            raise errors.NotItsFormat(file=name, found="ZIP")
        return archives.sheets(path, name, members)
    if ending in {".zip", ".xlsx", ".xlsm", ".xls"}:
        raise errors.NotItsFormat(file=name, found="CSV")
    return [commas.sheet(lambda: path.open("rb"), name=name, file_name=name)]


def _is_page(start: bytes) -> bool:
    return start.lstrip(b"\xef\xbb\xbf \t\r\n")[:9].lower().startswith((b"<!doctype", b"<html", b"<?xml"))
