"""The names under which privacy knows people: keyed hashes, the same each time, of no use without the secret."""

import json

from phien.evidence.actions import Pseudonyms
from phien.lib.personal import Found, Person


def key_of(person: Person) -> str:
    """By the first of: person here, phone, order, account, writer, user name. "" for nobody."""
    known = Pseudonyms("person")
    for kind in ("actor", "phone", "order", "account", "writer", "username"):
        said = getattr(person, kind)
        if said:
            return known(kind, said)
    return ""


def digests(rows: list[Found]) -> list[str]:
    """A keyed hash of each row as it was: a plain one of a phone number could be found by trying all numbers."""
    known = Pseudonyms("tombstone")
    return [known(row.of, row.key, json.dumps(row.values, sort_keys=True, default=str)) for row in rows]
