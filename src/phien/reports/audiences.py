"""For whom a report is made: each audience's figures and breakdowns as they are chosen at first, and its first line."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from phien.reports.board import BIG, TABLES
from phien.reports.chosen import Chosen
from phien.reports.metrics import REGISTRY, Metric, Source
from phien.reports.models import Audience

_OF_PEOPLE_WHO_WORK = {"creator", "link", "clip", "producer", "product"}
_OF_PLACES = {"broadcast", "place", "producer", "province", "outlet", "day", "platform", "definition"}


@dataclass(frozen=True, slots=True)
class Style:
    """`has_annex`: the paper prints every definition in full; `has_text`: the press text comes first."""

    lead: str | Promise
    wants: Callable[[Metric], bool]
    dimensions: frozenset[str]
    has_annex: bool = False
    has_text: bool = False


STYLES: dict[str, Style] = {
    Audience.PRESS: Style(
        lead=_(
            "For the press: the figures that matter, each with who counted it and what must be known beside it. They "
            "may be quoted with their footnotes."
        ),
        wants=lambda metric: metric.id in BIG or (metric.source is not Source.COUNTED and not metric.inside),
        dimensions=frozenset({"definition"}),
        has_text=True,
    ),
    Audience.MINISTRY: Style(
        lead=_(
            "For those who have to account for it: every total, how it spreads over places, producers and days, and "
            "the definition by which each figure was counted."
        ),
        wants=lambda metric: True,
        dimensions=frozenset(_OF_PLACES),
        has_annex=True,
    ),
    Audience.PARTNERS: Style(
        lead=_("For creators and producers: what came through each of them, and what became of it."),
        wants=lambda metric: bool(_OF_PEOPLE_WHO_WORK & set(metric.dimensions)),
        dimensions=frozenset(_OF_PEOPLE_WHO_WORK),
    ),
}


def chosen_for(audience: str) -> Chosen:
    """What an audience is given unless the organiser chooses otherwise: the most important figures first."""
    style = STYLES[audience]
    rank = {name: number for number, name in enumerate(BIG)}
    metrics = sorted(
        (metric.id for metric in REGISTRY.values() if style.wants(metric)), key=lambda name: rank.get(name, len(rank))
    )
    return Chosen(tuple(metrics), tuple(spec.id for spec in TABLES if spec.dimension in style.dimensions))
