"""The page of how a campaign spread: what was worked out, with the names of those it speaks of."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from phien.campaigns.models import Campaign
from phien.content import platforms
from phien.content.models import Hashtag, Publication
from phien.people.models import Actor
from phien.places.models import Place
from phien.reports import words
from phien.reports.charts.curve import Point
from phien.reports.metrics import REGISTRY, Metric


@dataclass(frozen=True, slots=True)
class Tile:
    """`excluded`: each reason in words, and how many."""

    metric: Metric
    net: int
    excluded: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Curve:
    """`key` is '' for all of the campaign. `coverage`: of how many publications something is known at each point."""

    key: str
    shown: str
    starts: datetime
    points: list[Point]
    """One per number of hours; a point of which nothing is known has no views."""
    coverage: list[tuple[int, int, int]]

    @property
    def is_known(self) -> bool:
        return any(point.views is not None for point in self.points)


@dataclass(frozen=True, slots=True)
class Carrier:
    """A creator, a place, a platform, and what it carried. `share` of the largest, in hundredths."""

    name: str
    publications: int
    views: int
    share: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A publication with its name and, where it is registered, its row."""

    name: str
    platform: str
    creator: str
    place: str
    at: datetime | None = None
    views: int | None = None
    row: Publication | None = None


@dataclass
class Names:
    """The names of all that the facts speak of: one query for each kind."""

    facts: dict[str, Any]
    campaign: Campaign
    creators: dict[str, Any] = field(init=False)
    places: dict[str, Any] = field(init=False)
    hashtags: dict[str, str] = field(init=False)
    publications: dict[str, Publication] = field(init=False)

    def __post_init__(self) -> None:
        listed = [*self.facts["most_seen"], *(row for rows in self.facts["began"].values() for row in rows)]
        creators = {row["creator"] for row in listed} | {row["key"] for row in self.facts["creators"]}
        places = {row["place"] for row in listed} | {row["key"] for row in self.facts["places"]}
        self.creators = dict(Actor.objects.filter(slug__in=creators).values_list("slug", "name"))
        self.places = dict(Place.objects.filter(slug__in=places).values_list("slug", "name"))
        tags = Hashtag.objects.filter(campaign=self.campaign, key__in=list(self.facts["curves"]))
        self.hashtags = {tag.key: f"#{tag.shown}" for tag in tags}
        ids = {row["subject"].split(":", 2)[2] for row in listed}
        found = Publication.objects.filter(Q(campaign=self.campaign), native_id__in=ids) if ids else ()
        self.publications = {row.subject: row for row in found}

    def of(self, kind: str, key: str) -> str:
        known = {"creators": self.creators, "places": self.places}.get(kind, {})
        return str(platforms.name_of(key)) if kind == "platforms" else str(known.get(key) or key)

    def hashtag(self, key: str) -> str:
        return self.hashtags.get(key, f"#{key}" if key else "")


def tiles_of(facts: dict[str, Any]) -> list[Tile]:
    return [
        Tile(REGISTRY[name], row["net"], [(words.reason(code), left) for code, left in row["excluded"].items()])
        for name, rows in facts["tiles"].items()
        for row in rows[:1]
    ]


def curves_of(facts: dict[str, Any], names: Names) -> list[Curve]:
    """All of the campaign, then its hashtags; those of which more is known first."""
    curves = [
        Curve(
            key,
            names.hashtag(key),
            datetime.fromisoformat(curve["starts"]),
            points_of(curve),
            [(point["hours"], point["known"], point["publications"]) for point in curve["points"]],
        )
        for key, curve in facts["curves"].items()
    ]
    return sorted(curves, key=lambda curve: (-sum(p.views is not None for p in curve.points), curve.key))


def points_of(curve: dict[str, Any]) -> list[Point]:
    return [Point(point["hours"], point["views"], point["interpolated"]) for point in curve["points"]]


def carriers_of(facts: dict[str, Any], kind: str, names: Names, *, most: int) -> list[Carrier]:
    rows = facts[kind][:most]
    largest = max((row["views"] for row in rows), default=0) or 1
    return [
        Carrier(names.of(kind, row["key"]), row["publications"], row["views"], round(100 * row["views"] / largest))
        for row in rows
    ]


def seen_of(rows: Iterable[dict[str, Any]], names: Names) -> list[Seen]:
    found = []
    for row in rows:
        publication = names.publications.get(row["subject"])
        at = row.get("published_at")
        found.append(
            Seen(
                str(publication) if publication else row["subject"].split(":", 2)[2],
                str(platforms.name_of(row["platform"])),
                names.of("creators", row["creator"]),
                names.of("places", row["place"]),
                datetime.fromisoformat(at) if at else None,
                row.get("views"),
                publication,
            )
        )
    return found
