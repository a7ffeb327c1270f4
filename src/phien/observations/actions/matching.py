"""A person says which broadcast a platform's live session was."""

from django.db import transaction

from phien.evidence.actions import record_change
from phien.lib import clock
from phien.live.models import Broadcast
from phien.observations.errors import NotOfThisFile, NotTakenIn
from phien.observations.models import ExportFile, LiveMatch
from phien.observations.queries.sessions import sessions_of
from phien.people.models import Actor


def confirm_match(*, export: ExportFile, subject: str, broadcast: Broadcast | None, by: Actor | None) -> LiveMatch:
    """Say that the session was this broadcast, or (None) none of ours; sealed as "live_session" "matched".

    Raises NotTakenIn, NotOfThisFile.
    """
    if export.state != ExportFile.State.TAKEN_IN:
        raise NotTakenIn
    session = next((one for one in sessions_of(export) if one.subject == subject), None)
    if session is None:
        raise NotOfThisFile
    sure = next((guess.confidence for guess in session.guesses if guess.broadcast == broadcast), 0)
    with transaction.atomic():
        match, _made = LiveMatch.objects.update_or_create(
            export=export,
            subject=subject,
            defaults={
                "broadcast": broadcast,
                "confidence": sure,
                "confirmed_at": clock.now(),
                "confirmed_by": by,
            },
        )
        facts = {
            "campaign": export.campaign.slug,
            "file": export.sha256,
            "broadcast": broadcast.slug if broadcast else "",
            "confidence": sure,
        }
        record_change(noun="live_session", key=subject[:120], verb="matched", facts=facts)
    return match
