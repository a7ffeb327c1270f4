"""What was taken in may be taken back, and put back: rows stay sealed, and figures leave them out."""

from django.db import transaction

from phien.evidence.actions import record_change
from phien.lib import clock
from phien.observations.actions.sealed import facts_of_export
from phien.observations.errors import NotTakenIn, NotUndone, UndoReasonMissing
from phien.observations.models import ExportFile
from phien.people.models import Actor


@transaction.atomic
def undo_export(*, export: ExportFile, reason: str, by: Actor | None) -> ExportFile:
    """Let its rows count no more. Raises UndoReasonMissing, NotTakenIn."""
    reason = reason.strip()[:300]
    if not reason:
        raise UndoReasonMissing
    row = ExportFile.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=export.pk)
    if row.state != ExportFile.State.TAKEN_IN:
        raise NotTakenIn
    row.state = ExportFile.State.UNDONE
    row.undone_at, row.undone_by, row.undone_reason = clock.now(), by, reason
    row.save(update_fields=["state", "undone_at", "undone_by", "undone_reason"])
    record_change(noun="export", key=row.sha256, verb="undone", facts=facts_of_export(row))
    return row


@transaction.atomic
def redo_export(*, export: ExportFile, by: Actor | None) -> ExportFile:
    """Let its rows count again. Raises NotUndone."""
    row = ExportFile.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=export.pk)
    if row.state != ExportFile.State.UNDONE:
        raise NotUndone
    row.state = ExportFile.State.TAKEN_IN
    row.taken_in_by, row.undone_at, row.undone_by, row.undone_reason = by, None, None, ""
    row.save(update_fields=["state", "taken_in_by", "undone_at", "undone_by", "undone_reason"])
    record_change(noun="export", key=row.sha256, verb="taken_in", facts=facts_of_export(row))
    return row
