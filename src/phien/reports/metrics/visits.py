"""Figures of those who came: hits, visits, page and clip views, clicks."""

from django.utils.translation import gettext_lazy as _

from phien.reports.metrics.caveats import BLOCKED, HERE_ONLY, ONE_ADDRESS, VISITOR_DAYS
from phien.reports.metrics.definition import Metric, Unit
from phien.reports.metrics.layers import (
    CAME,
    HIT_SUMS,
    JUDGED_DAYS,
    NUMBERED,
    PRODUCT,
    SEEN,
    SOURCES,
    SUMMED_TIME,
    VISIT_SUMS,
)

_HITS = "select {{key}} as key, reason, sum(hits) as value from hit_sums where {where} group by all"


def _hits_of(where: str) -> str:
    return _HITS.format(where=where)


METRICS = [
    Metric(
        id="visits",
        name=_("Visits"),
        sentence=_(
            "A visit is what one daily visitor id did without a pause of more than 30 minutes. It is left out when "
            "one of its hits is. Live views lie inside visits."
        ),
        unit=Unit.COUNT,
        layers=(SEEN, NUMBERED, CAME, VISIT_SUMS),
        sql="select {key} as key, reason, sum(visits) as value from visit_sums group by all",
        dimensions={**SOURCES, **SUMMED_TIME},
        caveats=(VISITOR_DAYS, ONE_ADDRESS, BLOCKED),
    ),
    Metric(
        id="hits",
        name=_("Hits"),
        sentence=_("Everything this site's own counter took in. Nothing is dropped: what is left out keeps a reason."),
        unit=Unit.COUNT,
        layers=(SEEN, HIT_SUMS),
        sql=_hits_of("true"),
        dimensions={"kind": "kind", **SUMMED_TIME},
        caveats=(BLOCKED,),
    ),
    Metric(
        id="page_views",
        name=_("Page views"),
        sentence=_("Pages of this site that were opened, clip pages and live rooms included. Each opening counts."),
        unit=Unit.COUNT,
        layers=(SEEN, HIT_SUMS),
        sql=_hits_of("kind in ('page', 'clip')"),
        dimensions={**SOURCES, **SUMMED_TIME, **PRODUCT},
        caveats=(BLOCKED,),
    ),
    Metric(
        id="clip_views",
        name=_("Clip views"),
        sentence=_("Clips that were opened on this site. Views on other platforms are not in this figure."),
        unit=Unit.COUNT,
        layers=(SEEN, HIT_SUMS),
        sql=_hits_of("kind = 'clip'"),
        dimensions={**SOURCES, **SUMMED_TIME, "clip": "substr(subject, 6)"},
        caveats=(HERE_ONLY, BLOCKED),
        inside="page_views",
    ),
    Metric(
        id="product_clicks",
        name=_("Product clicks"),
        sentence=_("Taps on a product in a clip, in a live room or on the market's shelf. Each tap counts."),
        unit=Unit.COUNT,
        layers=(SEEN, HIT_SUMS),
        sql=_hits_of("kind = 'click'"),
        dimensions={**SOURCES, **SUMMED_TIME, **PRODUCT},
        caveats=(BLOCKED,),
    ),
    Metric(
        id="baskets",
        name=_("Put into a basket"),
        sentence=_("How many times a product was put into a basket. It need not have been bought."),
        unit=Unit.COUNT,
        layers=(SEEN, HIT_SUMS),
        sql=_hits_of("kind = 'basket'"),
        dimensions={**SOURCES, **SUMMED_TIME, **PRODUCT},
        caveats=(BLOCKED,),
    ),
    Metric(
        id="judged_days",
        name=_("Days judged for invalid traffic"),
        sentence=_(
            "Days of the window over which rules for invalid traffic were run, by the set of rules that decides. What "
            "they left out stands with each figure, under its reason."
        ),
        unit=Unit.COUNT,
        layers=(JUDGED_DAYS,),
        sql="select {key} as key, '' as reason, count(*) as value from judged_days group by all",
        dimensions={"rules": "rules"},
        from_visitors=False,
    ),
]
