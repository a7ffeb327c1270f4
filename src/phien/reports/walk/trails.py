"""Which rows stand behind a figure: the table of its definition that still has one row for each thing it counts."""

from dataclasses import dataclass

from phien.reports.metrics import Metric, Source
from phien.reports.metrics.layers import PRODUCT

# Sums have no rows to look at: what they were summed from has.
_BEHIND = {"hit_sums": "seen", "visit_sums": "came", "watch_sums": "watched", "present": "watched", "on_air": "on_air"}
_KINDS = {
    "page_views": "kind in ('page', 'clip')",
    "clip_views": "kind = 'clip'",
    "product_clicks": "kind = 'click'",
    "baskets": "kind = 'basket'",
}
_PUBLISHED = "published_at >= $since and published_at < $until"
_WHERE = _KINDS | {
    "orders_paid": "received > 0",
    "publications": _PUBLISHED,
    "publishing_accounts": f"{_PUBLISHED} and account <> ''",
    "opinion_unclassified": "language not in ('vi', 'en')",
}
# What platforms say: of each publication the snapshot that counts, as its file has it.
_OBSERVED = """
select o.observed_at, o.platform, o.subject, o.metric, o.definition, o.value, o.flag, o.confidence, o.file, o.line,
  s.reason, s.origin, s.creator, s.place, s.hashtags
from shown s join observations o on o.subject = s.subject and o.metric = s.metric and o.definition = s.definition
  and o.value = s.value and o.campaign = $campaign and o.period = 'total' and o.observed_at <= $until
where {where}
qualify row_number() over (
  partition by o.subject, o.metric, o.definition order by o.observed_at desc, o.file, o.line) = 1
"""
# Who read what of a random sample, and what they said; neither the comment nor its reader is named.
_LABELS = """
select happened_at, facts ->> '$.item' as item, facts ->> '$.coder' as coder, facts ->> '$.label' as label, verb,
  key as change_key
from changes where noun = 'label' and facts ->> '$.sample' in (select sample from opinion_sample)
"""


@dataclass(frozen=True, slots=True)
class Trail:
    """`layer` is the last table that has to be laid out, `sql` a SELECT of the rows; `by_day` where they can be laid
    out for one local day alone."""

    layer: str
    sql: str
    by_day: bool


def trail_of(metric: Metric) -> Trail | None:
    """None for a definition that stands on no table of ours."""
    names = [layer.name for layer in metric.layers]
    if metric.source is Source.SAMPLED and "opinion_sample" in names:
        return Trail("opinion_sample", _LABELS, by_day=False)
    if not names:
        return None
    if names[-1] == "shown":
        wanted = metric.id.removeprefix("platform_").removesuffix("_gained")
        claimed = metric.source is Source.CLAIMED and metric.id.startswith("platform_")
        return Trail("shown", _OBSERVED.format(where=f"s.metric = '{wanted}'" if claimed else "true"), by_day=False)
    last = _BEHIND.get(names[-1], names[-1])
    if last == "on_air" and "watched" in names:
        last = "watched"
    if last not in names:
        last = names[-1]
    layer = next(layer for layer in metric.layers if layer.name == last)
    where = _WHERE.get(metric.id, "true")
    return Trail(last, f"select * from {last} where {where}", by_day=layer.by_day)  # noqa: S608


_PARTS = {
    "product": ("subject", f"({PRODUCT['product']}) = $key"),
    "clip": ("subject", "substr(subject, 6) = $key"),
    "broadcast": ("subject", "substr(subject, 11) = $key"),
    "whose": ("origin", "origin = $key"),
    "hashtag": ("hashtags", "list_contains(hashtags, $key)"),
}
_TIMES = {"minute": "%Y-%m-%dT%H:%M", "hour": "%Y-%m-%dT%H", "day": "%Y-%m-%d"}
MOMENTS = ("happened_at", "published_at", "observed_at", "starts")


def condition_of(dimension: str, columns: list[str]) -> str | None:
    """What the rows of one line of a breakdown have in common; None where these rows do not show it."""
    if not dimension:
        return "true"
    if dimension in _TIMES:
        moment = next((name for name in MOMENTS if name in columns), None)
        return f"strftime(timezone($tz, {moment}), '{_TIMES[dimension]}') = $key" if moment else None
    if dimension in columns:
        return f"{dimension} = $key"
    column, condition = _PARTS.get(dimension, ("", ""))
    return condition if column in columns else None
