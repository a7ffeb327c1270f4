"""What a person adds to a file: what it does not say of itself."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from phien.observations.exports.seen import Context
from phien.observations.models import ExportFile


def context_of(export: ExportFile, answers: dict[str, Any] | None = None) -> Context:
    """For the parser. Without an answer, totals are of the moment at which the file was given."""
    said = export.answers if answers is None else answers
    at = said.get("observed_at")
    return Context(
        observed_at=datetime.fromisoformat(at) if at else export.given_at,
        year=said.get("year") or None,
        tz=ZoneInfo(settings.TIME_ZONE),
        handle=said.get("handle", ""),
        day_first=said.get("day_first"),
    )
