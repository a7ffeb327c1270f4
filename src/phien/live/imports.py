"""Broadcasts from an organiser's file."""

from collections.abc import Iterable
from pathlib import Path

from phien.campaigns.models import Event
from phien.lib.errors import Refused
from phien.lib.rows import Row
from phien.live import actions
from phien.live.models import Broadcast
from phien.live.sources import loop_of
from phien.media.actions import add_stream
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
            source=_source(row, folder),
            poster=picture_of(row, folder, "poster"),
            keeps_time=True,
        )
    except Refused as refusal:
        raise row.wrong("slug", refusal) from refusal


def _source(row: Row, folder: Path) -> str:
    """The looping stream that the row names by its folder; none leaves the room without a picture."""
    named = row.get("loop")
    if not named:
        return "loop:none"
    path = (folder / str(named)).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_dir():
        raise row.wrong("loop", named)
    try:
        return loop_of(add_stream(folder=path, alt=row.texts("name")))
    except Refused as refusal:
        raise row.wrong("loop", refusal) from refusal
