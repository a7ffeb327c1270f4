"""Actors and their duties from an organiser's file."""

from collections.abc import Iterable
from datetime import datetime, time
from pathlib import Path

from django.utils import timezone

from phien.lib.rows import Row, checked
from phien.media.imports import picture_of
from phien.people import actions
from phien.people.errors import OwnPapers
from phien.people.forms import ActorForm, IdentityRowForm
from phien.people.models import Actor, IdentityCheck, Role, Scope


def import_actors(rows: Iterable[Row], *, folder: Path) -> list[Actor]:
    """One actor per row, known again by its slug. Who works for whom may stand in any order."""
    rows = list(rows)
    found = [_import(row, folder) for row in rows]
    for row, actor in zip(rows, found, strict=True):
        employer = row.get("works_for")
        if employer:
            works_for = Actor.objects.filter(slug=employer).first()
            if works_for is None:
                raise row.wrong("works_for", employer)
            actions.change_actor(actor=actor, works_for=works_for)
    return found


def give_duties(rows: Iterable[Row], *, scope: Scope, column: str = "duties") -> None:
    """The duties that each row names (parted by ;) over this scope."""
    for row in rows:
        actor = Actor.objects.get(slug=row.get("slug"))
        for duty in row.words(column):
            if duty not in Role.Duty.values:
                raise row.wrong(column, duty)
            actions.give_role(actor=actor, duty=duty, scope=scope)


def import_checks(rows: Iterable[Row]) -> list[IdentityCheck]:
    """Whose papers were seen, how, and on which day; the same row again changes nothing."""
    return [_import_check(row) for row in rows]


def _import_check(row: Row) -> IdentityCheck:
    facts = checked(IdentityRowForm, row).cleaned_data
    at = datetime.combine(facts["checked_on"], time(12), tzinfo=timezone.get_default_timezone())
    known = IdentityCheck.objects.filter(actor=facts["actor"], method=facts["method"], checked_at=at).first()
    if known is not None:
        return known
    try:
        return actions.check_identity(actor=facts["actor"], method=facts["method"], by=facts["checked_by"], at=at)
    except OwnPapers as refusal:
        raise row.wrong("checked_by", refusal) from refusal


def _import(row: Row, folder: Path) -> Actor:
    actor = Actor.objects.filter(slug=row.get("slug")).first()
    also = {"works_for": "", "aliases": row.words("aliases"), "kind": row.get("kind", Actor.Kind.PERSON)}
    form = checked(ActorForm, row, also=also, instance=actor)
    facts = {name: value for name, value in form.cleaned_data.items() if name not in {"slug", "works_for"}}
    facts["aliases"] = row.words("aliases")
    picture = picture_of(row, folder)
    if picture is not None:
        facts["picture"] = picture
    if actor is None:
        return actions.add_actor(slug=form.cleaned_data["slug"], **facts)
    return actions.change_actor(actor=Actor.objects.get(pk=actor.pk), **facts)
