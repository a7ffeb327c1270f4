"""What pages ask about editions: one statement each time a page is served."""

from collections.abc import Iterable

from django.db import connection

from phien.editions.models import Edition

EVERYTHING = "site"
"""Every page stands on this edition."""


def numbers(names: Iterable[str]) -> dict[str, int]:
    """{name: number} of those that were ever renewed. Written by hand: this is asked for every page."""
    names = tuple(names)
    places = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name, number FROM editions_edition WHERE name IN ({places})", names)  # noqa: S608
        return dict(cursor.fetchall())


def all_numbers() -> dict[str, int]:
    return dict(Edition.objects.values_list("name", "number"))
