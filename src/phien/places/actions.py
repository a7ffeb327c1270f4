"""What people do in places: one keyword-only verb function each."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q

from phien.editions.actions import renew
from phien.lib.slugs import slug_of
from phien.lib.texts import FALLBACK, Text
from phien.media.models import Asset
from phien.places.editions import PLACES
from phien.places.models import Place

DIVISIONS = Path(__file__).resolve().parent / "data" / "divisions.json"
COUNTRY = {"code": "VN", "slug": "viet-nam", "name": "Việt Nam"}
SLICE = 500


def add_place(*, slug: str = "", **facts: Any) -> Place:
    """A new place; `facts` are the model's fields. Without a slug its name makes one."""
    return _stored(Place(slug=slug or _new_slug(Text.of(facts["name"]).within(FALLBACK))), facts)


def change_place(*, place: Place, **facts: Any) -> Place:
    return _stored(place, facts)


@transaction.atomic
def show_picture(*, place: Place, picture: Asset | None) -> None:
    """Put a picture on a place's page, or take it off."""
    place.picture = picture
    place.save(update_fields=["picture"])
    renew(PLACES)


def import_divisions(
    *, path: Path = DIVISIONS, country: dict[str, str] = COUNTRY, told: Callable[[int, int], None] | None = None
) -> tuple[int, int]:
    """Take in a country's provinces and communes by their official codes; gives how many are new and how many changed.

    Names and titles follow the file; stories, pictures and everything else that people wrote stay. `told` hears how
    many of all rows are done. Rows go in slices, so that a checkout never waits for an import.
    """
    rows = json.loads(path.read_text(encoding="utf-8"))
    root = Place.objects.filter(Q(code=country["code"]) | Q(slug=country["slug"]), kind=Place.Kind.COUNTRY).first()
    if root is None:
        root = add_place(**country, kind=Place.Kind.COUNTRY)
    known = {(p.kind, p.code): p for p in Place.objects.exclude(code="").filter(kind__in=("province", "commune"))}
    taken = set(Place.objects.values_list("slug", flat=True))
    new = changed = done = 0
    for kind in (Place.Kind.PROVINCE, Place.Kind.COMMUNE):
        wanted = [row for row in rows if row["kind"] == kind]
        for start in range(0, len(wanted), SLICE):
            part = wanted[start : start + SLICE]
            to_add, to_change = [], []
            for row in part:
                parent = known["province", row["parent"]] if row["parent"] else root
                place = known.get((kind, row["code"]))
                if place is None:
                    place = Place(kind=kind, code=row["code"], slug=_free_slug(row, taken))
                    to_add.append(place)
                elif (str(place.name.get("vi")), place.prefix, place.parent_id) != (
                    row["name"],
                    row["prefix"],
                    parent.pk,
                ):
                    to_change.append(place)
                place.name = Text.of({**place.name, "vi": row["name"]})
                place.prefix, place.parent = row["prefix"], parent
                known[kind, row["code"]] = place
            with transaction.atomic():
                Place.objects.bulk_create(to_add)
                Place.objects.bulk_update(to_change, ["name", "prefix", "parent"], batch_size=200)
                if to_add or to_change:
                    renew(PLACES)
            new, changed, done = new + len(to_add), changed + len(to_change), done + len(part)
            if told:
                told(done, len(rows))
    return new, changed


def _free_slug(row: dict[str, str], taken: set[str]) -> str:
    """A province goes by its name, a commune by name and code, since many share a name."""
    slug = slug_of(row["name"]) if row["kind"] == Place.Kind.PROVINCE else f"{slug_of(row['name'])}-{row['code']}"
    if slug in taken:
        slug = f"{slug_of(row['name'])}-{row['code']}"
    taken.add(slug)
    return slug


def _new_slug(name: str) -> str:
    base = slug_of(name) or "place"
    slug, number = base, 1
    while Place.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


@transaction.atomic
def _stored(place: Place, facts: dict[str, Any]) -> Place:
    for name, value in facts.items():
        Place._meta.get_field(name)
        setattr(place, name, Text.of(value) if name in {"name", "story", "distinction"} else value)
    place.save()
    renew(PLACES)
    return place
