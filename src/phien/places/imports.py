"""Places from an organiser's file."""

from collections.abc import Iterable
from pathlib import Path

from phien.lib.rows import Row, checked
from phien.media.imports import picture_of
from phien.places import actions
from phien.places.forms import PlaceForm
from phien.places.models import Place


def import_places(rows: Iterable[Row], *, folder: Path) -> list[Place]:
    """One place per row, known again by its slug, or by kind and official code where it has one."""
    return [_import(row, folder) for row in rows]


def _import(row: Row, folder: Path) -> Place:
    place = Place.objects.filter(slug=row.get("slug")).first()
    if place is None and row.get("code"):
        place = Place.objects.filter(kind=row.get("kind"), code=row.get("code")).first()
    form = checked(PlaceForm, row, also=_also(row, place), instance=place)
    facts = {name: form.cleaned_data[name] for name in form.cleaned_data if name != "slug"}
    slug = form.cleaned_data["slug"]
    if place is None:
        place = actions.add_place(slug=slug, **facts)
    else:
        place = actions.change_place(place=Place.objects.get(pk=place.pk), slug=slug, **facts)
    picture = picture_of(row, folder)
    if picture is not None:
        actions.show_picture(place=place, picture=picture)
    return place


def _also(row: Row, place: Place | None) -> dict[str, object]:
    """What a file may leave out: the title and parent that the official list knows."""
    also: dict[str, object] = {"has_page": row.get("has_page", "yes") not in {"no", "0", "false", False}}
    for column, short in (("latitude", "lat"), ("longitude", "lon")):
        if column not in row.values:
            also[column] = row.get(short)
    if place is not None:
        also |= {name: getattr(place, name) for name in ("prefix", "code") if not row.get(name)}
        if not row.get("parent") and place.parent:
            also["parent"] = place.parent.slug
    return also
