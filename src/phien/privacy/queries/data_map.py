"""The data map: what the rooms state, with the periods that hold. Never written by hand."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.apps import apps
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phien.lib import personal
from phien.lib.personal import Basis, Holding, Where
from phien.privacy.queries.retention import chosen_periods, days_of

SCHEMA = "phien-data-map-1"
BASES = {
    Basis.CONSENT: _("consent"),
    Basis.CONTRACT: _("an agreement or an order"),
    Basis.LAW: _("the law asks for it"),
    Basis.SAFETY: _("safety and honest counts"),
}
PLACES = {
    Where.DATABASE: _("database"),
    Where.PRIVATE: _("private folder"),
    Where.PUBLIC: _("public files"),
    Where.VIDEO: _("recordings' folder"),
    Where.EVIDENCE: _("sealed evidence"),
    Where.BACKUP: _("backups"),
}
HEAD = (
    "room", "id", "name", "whose", "what", "basis", "why", "days", "keep", "source", "where", "seen_by", "shared_with",
    "erasure", "rows",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One class, in the reader's language. `rows` is None on the public page."""

    holding: Holding
    days: int | None
    rows: int | None

    @property
    def basis(self) -> str:
        return str(BASES[self.holding.basis])

    @property
    def where(self) -> list[str]:
        return [str(PLACES[where]) for where in self.holding.where]

    @property
    def is_backed_up(self) -> bool:
        return Where.BACKUP in self.holding.where

    @property
    def erasure(self) -> str:
        """What becomes of it when somebody asks to be forgotten."""
        return str(self.holding.stays) if self.holding.erase is None else gettext("Erased when the person asks for it.")

    def as_dict(self) -> dict[str, Any]:
        held = self.holding
        found = {
            "room": held.room, "id": held.id, "name": str(held.name), "whose": str(held.whose), "what": str(held.what),
            "fields": {table: list(names) for table, names in held.fields.items()}, "basis": held.basis,
            "why": str(held.why), "days": self.days, "keep": str(held.keep.words), "source": str(held.keep.source),
            "where": list(held.where), "seen_by": str(held.seen_by), "shared_with": str(held.shared_with),
            "erasure": self.erasure,
        }  # fmt: skip
        return found | ({} if self.rows is None else {"rows": self.rows})

    def cells(self) -> list[object]:
        values = self.as_dict() | {"where": ", ".join(self.where), "basis": self.basis, "rows": self.rows}
        return [values[name] for name in HEAD]


def lines(*, with_counts: bool) -> list[Line]:
    chosen = chosen_periods()
    return [
        Line(held, days_of(held, chosen), held.count() if with_counts and held.count is not None else None)
        for held in personal.holdings()
    ]


def by_room(rows: list[Line]) -> list[tuple[str, list[Line]]]:
    """(the room's name in the reader's language, its classes)."""
    return [
        (str(apps.get_app_config(room).verbose_name), list(group))
        for room, group in groupby(rows, key=lambda line: line.holding.room)
    ]
