"""The page of definitions: what each figure means, who counts it, what must be known beside it, and its SQL."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from phien.campaigns.editions import EVERYWHERE, edition_of
from phien.campaigns.models import Campaign
from phien.editions.pages import kept_page
from phien.lib import kept, tables
from phien.reports import payload, words
from phien.reports.metrics import REGISTRY, Metric, Source
from phien.reports.models import Figure

MOST_SOUGHT = 80


@dataclass(frozen=True, slots=True)
class Entry:
    metric: Metric

    @property
    def source_text(self) -> str:
        return str(Figure.Source(self.metric.source).label)

    @property
    def unit_text(self) -> str:
        return str(words.UNITS[self.metric.unit])

    @property
    def inside(self) -> Metric | None:
        return REGISTRY.get(self.metric.inside)

    @property
    def dimensions(self) -> list[str]:
        return [str(words.DIMENSIONS.get(name, name)) for name in self.metric.dimensions]

    def has(self, sought: str) -> bool:
        texts = (self.metric.id, self.metric.name, self.metric.sentence, *self.metric.caveats)
        return all(any(word in str(text).casefold() for text in texts) for word in sought.casefold().split())


def entries_of(sought: str = "") -> list[Entry]:
    """By source, in the registry's order."""
    order = list(Source)
    found = sorted((Entry(metric) for metric in REGISTRY.values()), key=lambda entry: order.index(entry.metric.source))
    return [entry for entry in found if entry.has(sought)]


def _context(request: HttpRequest) -> dict[str, Any]:
    sought = request.GET.get("q", "").strip()[:MOST_SOUGHT]
    entries = entries_of(sought)
    blocks = [
        (words.BLOCKS[source], words.BLOCK_LEADS[source], source.value, within)
        for source in Source
        if (within := [entry for entry in entries if entry.metric.source is source])
    ]
    return {"blocks": blocks, "count": len(entries), "sought": sought}


@require_safe
@kept_page("reports/definitions.html", changed_by=("q",))
def definitions(request: HttpRequest, slug: str) -> dict[str, Any]:
    campaign = get_object_or_404(Campaign.objects.filter(is_public=True), slug=slug)
    kept.stands_on(request, edition_of(campaign.pk), *EVERYWHERE)
    return _context(request) | {"campaign": campaign}


@require_safe
@kept_page("reports/definitions.html", changed_by=("q",))
def all_definitions(request: HttpRequest) -> dict[str, Any]:
    """The same, of no campaign."""
    kept.stands_on(request, *EVERYWHERE)
    return _context(request)


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The definitions as CSV."""
    head = [_("Name"), _("Sentence"), _("Source"), _("Unit"), _("Footnotes"), _("Inside"), _("Breakdowns"), "SHA-256"]
    rows = [
        (
            entry.metric.name,
            entry.metric.sentence,
            entry.source_text,
            entry.unit_text,
            " ".join(str(caveat) for caveat in entry.metric.caveats),
            entry.inside.name if entry.inside else "",
            ", ".join(entry.dimensions),
            entry.metric.definition_hash,
        )
        for entry in entries_of(request.GET.get("q", "").strip()[:MOST_SOUGHT])
    ]
    response = HttpResponse(tables.whole(head, rows), content_type=tables.MIME)
    response["Content-Disposition"] = 'attachment; filename="phien-definitions.csv"'
    return response


@require_safe
@cache_control(public=True, max_age=3600)
def schema(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The schema of the file of figures; the same for every campaign."""
    return HttpResponse(payload.SCHEMA.read_bytes(), content_type="application/schema+json")
