"""Mappings that people saved, as fingerprints that the reader understands."""

from typing import Any

from django.db.models import QuerySet

from phien.campaigns.models import Campaign
from phien.observations.exports.fingerprints import KNOWN, Column, Fingerprint
from phien.observations.models import ExportFile, SavedFingerprint

PREFIX = "saved."


def newest_of(campaign: Campaign) -> list[Fingerprint]:
    """The newest version of each mapping of a campaign: those that new files are held against."""
    newest: dict[str, SavedFingerprint] = {}
    for row in SavedFingerprint.objects.filter(campaign=campaign).order_by("name", "version"):
        newest[row.name] = row
    return [fingerprint_of(row) for row in newest.values()]


def of_export(export: ExportFile) -> list[Fingerprint]:
    """The versions by which this file was recognised, whatever was saved since."""
    wanted = {(note["fingerprint"].removeprefix(PREFIX), note["version"]) for note in export.sheets}
    rows = SavedFingerprint.objects.filter(campaign=export.campaign_id, name__in={name for name, _v in wanted})
    return [fingerprint_of(row) for row in rows if (row.name, row.version) in wanted]


def versions_of(campaign: Campaign, *, q: str = "") -> QuerySet[SavedFingerprint]:
    """All mappings with all their versions, the newest of each first; `q` is looked for in their names."""
    rows = SavedFingerprint.objects.filter(campaign=campaign).select_related("made_by")
    return rows.filter(name__icontains=q) if q else rows


def fingerprint_of(row: SavedFingerprint) -> Fingerprint:
    reading = dict(row.reading)
    reading["totals"] = frozenset(reading.get("totals", ()))
    return Fingerprint(
        id=f"{PREFIX}{row.name}",
        version=row.version,
        platform=row.platform,
        report=row.report,
        language=row.language,
        columns={heading: Column(**row.columns[heading]) for heading in row.head},
        **reading,
    )


def reading_of(platform: str, report: str) -> dict[str, Any]:
    """How exports of this platform and report write what is no column: as the first that is known here does."""
    like = next((one for one in KNOWN if (one.platform, one.report) == (platform, report)), None)
    if like is None:
        return {}
    return {
        "subject": like.subject,
        "totals": sorted(like.totals),
        "description_rows": like.description_rows,
        "grouping": like.grouping,
        "day_first": like.day_first,
        "currency": like.currency,
    }


def reports_known() -> dict[str, list[str]]:
    """The reports of each platform that headings may be explained for."""
    found: dict[str, list[str]] = {}
    for one in KNOWN:
        reports = found.setdefault(one.platform, [])
        if one.report != "aside" and one.report not in reports:
            reports.append(one.report)
    return found


def meanings_of(platform: str, report: str) -> tuple[list[Column], list[Column]]:
    """What a heading of such an export may mean: fields, and figures as this platform defines them; each once."""
    fields: dict[tuple[str, str], Column] = {}
    figures: dict[tuple[str, str, str], Column] = {}
    for one in KNOWN:
        for column in one.columns.values():
            if one.report != report or column.kind == "aside" or column.personal:
                continue
            if not column.metric:
                fields.setdefault((column.field, column.kind), column)
            elif one.platform == platform:
                figures.setdefault((column.definition, column.kind, column.period), column)
    return list(fields.values()), list(figures.values())
