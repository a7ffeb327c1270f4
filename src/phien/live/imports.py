"""Broadcasts from an organiser's file."""

from collections.abc import Iterable
from pathlib import Path

from phien.campaigns.models import Event
from phien.lib.errors import Refused
from phien.lib.rows import Row
from phien.live import actions, rules
from phien.live.actions.gate import accept_rules
from phien.live.models import Broadcast, RulesAcceptance
from phien.media.imports import picture_of
from phien.people.models import Actor


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


def import_rules_read(rows: Iterable[Row]) -> list[RulesAcceptance]:
    """Who has read the rules of live selling (`rules_read`: yes), as the person says who saw their papers."""
    found = []
    for row in rows:
        word = str(row.get("rules_read", "no")).strip().lower()
        if word not in {"yes", "no", "có", "không"}:
            raise row.wrong("rules_read", word)
        if word in {"yes", "có"}:
            actor = Actor.objects.get(slug=row.get("actor"))
            by = Actor.objects.filter(slug=row.get("checked_by")).first()
            found.append(accept_rules(actor=actor, version=rules.VERSION, by=by))
    return found
