"""What is held about a person as a ZIP that they can read: a page, a table per class, and all of it as JSON."""

import io
import json
import zipfile
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from phien.lib import clock, personal, tables
from phien.lib.personal import Found, Holding
from phien.privacy.models import Request

SCHEMA = "phien-person-1"


def _said(value: Any) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def _table(rows: list[Found]) -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row.values))
    cells = ([row.of, row.key, *(_said(row.values.get(name)) for name in names)] for row in rows)
    return tables.whole(["table", "key", *names], cells)


def _sections(found: dict[str, list[Found]]) -> list[dict[str, Any]]:
    """For the page: per class its words and its rows, each as (name, value) pairs."""
    sections = []
    for name, rows in found.items():
        holding: Holding = personal.holding(name)
        shown = [[(field, _said(value)) for field, value in row.values.items() if _said(value)] for row in rows]
        sections.append({"holding": holding, "rows": shown, "file": f"{holding.room}-{name}.csv"})
    return sections


def archive(request: Request, found: dict[str, list[Found]]) -> bytes:
    """The ZIP, in the reader's language.."""
    made = clock.now()
    payload = {
        "schema": SCHEMA,
        "request": request.code,
        "made_at": made.isoformat(),
        "classes": [
            {
                "id": name,
                "room": personal.holding(name).room,
                "why": str(personal.holding(name).why),
                "keep": str(personal.holding(name).keep.words),
                "rows": [{"table": row.of, "key": row.key, **row.values} for row in rows],
            }
            for name, rows in found.items()
        ],
    }
    context = {"row": request, "sections": _sections(found), "made": made, "site_name": settings.PHIEN_SITE_NAME}
    files = {
        "index.html": render_to_string("privacy/archive.html", context).encode(),
        "data.json": json.dumps(payload, ensure_ascii=False, indent=1, default=str).encode(),
    }
    files |= {f"{personal.holding(name).room}-{name}.csv": _table(rows) for name, rows in found.items()}
    return _zipped(files, made)


def _zipped(files: dict[str, bytes], at: datetime) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, at.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
