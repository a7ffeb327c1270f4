"""A person says what the headings of a file mean: a version of a mapping, by which files are read from then on."""

from collections.abc import Mapping
from dataclasses import asdict
from itertools import islice

from django.db import transaction
from django.db.models import Max

from phien.campaigns.models import Campaign
from phien.lib import clock
from phien.lib.errors import Refused
from phien.observations import files, reading
from phien.observations.actions.giving import note_reading
from phien.observations.errors import NothingFits
from phien.observations.exports.fingerprints import Column, Fingerprint
from phien.observations.exports.seen import Context, Skipped
from phien.observations.models import ExportFile, SavedFingerprint
from phien.observations.queries.mappings import fingerprint_of, newest_of, reading_of
from phien.people.models import Actor

TRIED_LINES = 200


def save_mapping(
    *,
    campaign: Campaign,
    name: str,
    platform: str,
    report: str,
    language: str,
    columns: Mapping[str, Column],
    by: Actor | None,
    tried_on: ExportFile | None = None,
) -> SavedFingerprint:
    """A new version of the mapping of this name, or its first; former ones stay as they are. Files of which nothing
    counts yet are looked at again by it. Raises NothingFits where it reads no line of the file that it is tried on."""
    row = SavedFingerprint(
        campaign=campaign,
        name=name,
        platform=platform,
        report=report,
        language=language,
        head=list(columns),
        columns={heading: asdict(column) for heading, column in columns.items()},
        reading=reading_of(platform, report),
        made_at=clock.now(),
        made_by=by,
    )
    if tried_on is not None:
        row.version = 1
        _try(tried_on, fingerprint_of(row))
    with transaction.atomic():
        Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
        versions = SavedFingerprint.objects.filter(campaign=campaign, name=name)
        row.version = (versions.aggregate(Max("version"))["version__max"] or 0) + 1
        row.save()
    for export in ExportFile.objects.filter(campaign=campaign, state__in=["unknown", "given"]):
        _look_again(export)
    return row


def _try(export: ExportFile, fingerprint: Fingerprint) -> None:
    """Raises NothingFits, and what the parser finds wrong with the file as a whole."""
    with files.on_disk(export) as path:
        opened = reading.opened(path, export.name, [fingerprint])
        faults = ""
        for table in opened.tables:
            if table.fingerprint.id != fingerprint.id:
                continue
            for row in islice(opened.seen(table, Context(observed_at=export.given_at)), TRIED_LINES):
                if not isinstance(row, Skipped):
                    return
                if not row.expected and not faults:
                    faults = str(row.reason)
    raise NothingFits(reason=faults or "–")


def _look_again(export: ExportFile) -> None:
    try:
        with files.on_disk(export) as path:
            opened = reading.opened(path, export.name, newest_of(export.campaign))
    except (Refused, FileNotFoundError):
        return  # it stays as it is
    with transaction.atomic():
        row = ExportFile.objects.select_for_update().get(pk=export.pk)
        if row.is_open:
            note_reading(row, opened)
            row.save(update_fields=["state", "sheets", "platform", "report"])
