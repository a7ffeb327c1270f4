"""Broadcasts from an organiser's file."""

from collections.abc import Iterable
from pathlib import Path

from phien.campaigns.models import Event
from phien.lib.errors import Refused
from phien.lib.rows import Row
from phien.live import actions
from phien.live.models import Broadcast
from phien.media.imports import picture_of


def import_broadcasts(rows: Iterable[Row], *, folder: Path) -> list[Broadcast]:
    """One broadcast per row, known again by its slug, kept to its event's hours. A started one stays as it is."""
    return [_import(row, folder) for row in rows]


def _import(row: Row, folder: Path) -> Broadcast:
    slug = str(row.get("slug"))
    known = Broadcast.objects.filter(slug=slug).first()
    if known is not None and known.started_at is not None:
        return known
    event = Event.objects.filter(slug=row.get("event"), kind=Event.Kind.LIVE).first()
    if event is None:
        raise row.wrong("event", row.get("event"))
    name = row.texts("name") or dict(event.name)
    try:
        return actions.schedule_broadcast(
            event=event,
            slug=slug,
            name=name,
            poster=picture_of(row, folder, "poster"),
            keeps_time=True,
        )
    except Refused as refusal:
        raise row.wrong("slug", refusal) from refusal
