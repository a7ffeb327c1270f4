"""A report's files, in the private storage: a public page gives them out only while the report is public."""

import posixpath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from phien.reports.models import Report
from phien.reports.payload import sha256

TYPES = {
    "json": "application/json",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
}


def storage() -> Storage:
    return storages["private"]


def keep(report: Report, name: str, data: bytes) -> dict[str, Any]:
    """Store one file and give what the report notes of it. The path holds the content's hash, so a path is one file."""
    digest = sha256(data)
    ending = name.partition(".")[0] if name.partition(".")[0] in TYPES else "svg"
    path = f"reports/{report.number}/{name.replace('.', '-')}-{digest[:16]}.{ending}"
    if not storage().exists(path):
        path = storage().save(path, ContentFile(data))
    return {"path": path, "sha256": digest, "size": len(data)}


def read(entry: dict[str, Any]) -> bytes:
    """FileNotFoundError where it is gone."""
    with storage().open(entry["path"], "rb") as file:
        return bytes(file.read())


def forget(report: Report) -> None:
    """Remove what was stored for a report that did not come about."""
    folder = f"reports/{report.number}"
    try:
        names = storage().listdir(folder)[1]
    except FileNotFoundError:  # a bucket knows no folders and gives an empty list
        return
    for name in names:
        storage().delete(posixpath.join(folder, name))
