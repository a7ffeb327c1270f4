"""What people wrote, and what a random part of it said, read by two.

A share of a sample is printed with Wilson's interval (E. B. Wilson, Journal of the American Statistical Association 22,
1927), worked out here from the sealed labels; z is the 97.5 % point of the normal distribution.
"""

from django.utils.translation import gettext_lazy as _

from phien.reports.metrics.definition import Layer, Metric, Source, Unit

# Comments of the window, of files and rooms that were not undone.
COMMENTED = Layer(
    "commented",
    """
select happened_at, platform, comment, author, words, language, simulated
from comments
where campaign = $campaign and happened_at >= $since and happened_at < $until and file in (
  select key from changes where noun = 'comment_file' and facts ->> '$.campaign' = $campaign
  qualify row_number() over (partition by key order by number desc) = 1 and verb = 'taken_in'
)
""",
)

# The newest closed sample all of whose comments were written in the window.
SAMPLE = Layer(
    "opinion_sample",
    """
select key as sample from changes
where noun = 'sample' and verb = 'closed' and facts ->> '$.campaign' = $campaign
  and cast(facts ->> '$.first_at' as timestamptz) >= $since
  and cast(facts ->> '$.last_at' as timestamptz) < $until
order by number desc limit 1
""",
)

# One row per comment of the sample that both labelled: the label on which they agree, or what a disagreement was
# settled as (coder c). A label that was taken back does not count.
LABELLED = Layer(
    "opinion_labels",
    """
select item, coalesce(c, a) as label
from (
  select item, max(label) filter (where coder = 'a') as a, max(label) filter (where coder = 'b') as b,
    max(label) filter (where coder = 'c') as c
  from (
    select facts ->> '$.item' as item, facts ->> '$.coder' as coder, facts ->> '$.label' as label, verb
    from changes
    where noun = 'label' and facts ->> '$.sample' in (select sample from opinion_sample)
    qualify row_number() over (partition by facts ->> '$.item', facts ->> '$.coder' order by number desc) = 1
  )
  where verb = 'given'
  group by item
)
where a is not null and b is not null and (a = b or c is not null)
""",
)

_SHARE = """
select {{key}} as key, '' as reason, 100 * k / n as value,
  case when k = 0 then 0.0
    else 100 * (k / n + z * z / (2 * n) - z * sqrt(k / n * (1 - k / n) / n + z * z / (4 * n * n))) / (1 + z * z / n)
    end as low,
  case when k = n then 100.0
    else 100 * (k / n + z * z / (2 * n) + z * sqrt(k / n * (1 - k / n) / n + z * z / (4 * n * n))) / (1 + z * z / n)
    end as high,
  cast(n as bigint) as size
from (
  select cast(count(*) filter (where label = '{label}') as double) as k,
    cast(count(*) filter (where label in ({among})) as double) as n, 1.959963984540054 as z
  from opinion_labels
)
where n > 0
"""
_ALL = "'positive', 'neutral', 'negative'"


def _share(label: str, among: str = _ALL) -> str:
    return _SHARE.format(label=label, among=among)


# What a model said of all comments, corrected by its errors on the sample; sealed with its interval.
_ESTIMATED = """
select {key} as key, '' as reason, 100 * cast(corrected -> '$.positive' ->> 0 as double) as value,
  100 * cast(corrected -> '$.positive' ->> 1 as double) as low,
  100 * cast(corrected -> '$.positive' ->> 2 as double) as high, size
from (
  select facts -> '$.corrected' as corrected, cast(facts ->> '$.n' as bigint) as size
  from changes
  where noun = 'model' and verb = 'run' and facts ->> '$.campaign' = $campaign
    and facts ->> '$.sample' in (select sample from opinion_sample)
  order by number desc limit 1
)
where json_extract(corrected, '$.positive') is not null
"""

SAMPLED_WITHIN = _(
    "The interval is that of chance alone (Wilson, 95 %). What the drawing left out (erased or hidden comments, other "
    "languages) and how far the two readers agreed stands with the sample."
)
UNSURE_OUT = _("Comments of which nobody could tell are left out of the share.")
NEUTRAL_OUT = _("Neutral comments are left out: this is positive among positive and negative, and always the larger.")
BY_MODEL = _(
    "Estimated: a model read all comments, and its answer was corrected by its errors on the sample that people read. "
    "It is never more certain than that sample."
)
NOT_ALL_WRITE = _("Comments are not people's opinion: most people write none, and some write many.")

METRICS = [
    Metric(
        id="opinion_comments",
        name=_("Comments taken in"),
        sentence=_(
            "Comments written in the window, from platforms' files and from our own live rooms. The same comment in "
            "two files counts once; copies of the same words by different people count each."
        ),
        unit=Unit.COUNT,
        layers=(COMMENTED,),
        sql="select {key} as key, '' as reason, count(*) as value from commented group by all",
        dimensions={"platform": "platform", "language": "language"},
        from_visitors=False,
        caveats=(NOT_ALL_WRITE,),
    ),
    Metric(
        id="opinion_unclassified",
        name=_("Comments not classified"),
        sentence=_("Those in neither Vietnamese nor English, or without words: counted, but in no share below."),
        unit=Unit.COUNT,
        layers=(COMMENTED,),
        sql="""
select {key} as key, '' as reason, count(*) as value from commented where language not in ('vi', 'en') group by all
""",
        dimensions={"platform": "platform", "language": "language"},
        from_visitors=False,
        inside="opinion_comments",
    ),
    Metric(
        id="opinion_positive",
        name=_("Positive comments"),
        sentence=_(
            "Share of positive ones in a random sample of the window's comments that two people labelled "
            "independently; where they disagreed it was settled. Positive, neutral and negative together are 100 %."
        ),
        unit=Unit.PERCENT,
        layers=(SAMPLE, LABELLED),
        sql=_share("positive"),
        source=Source.SAMPLED,
        from_visitors=False,
        caveats=(SAMPLED_WITHIN, UNSURE_OUT, NOT_ALL_WRITE),
    ),
    Metric(
        id="opinion_negative",
        name=_("Negative comments"),
        sentence=_("Share of negative ones in the same sample."),
        unit=Unit.PERCENT,
        layers=(SAMPLE, LABELLED),
        sql=_share("negative"),
        source=Source.SAMPLED,
        from_visitors=False,
        caveats=(SAMPLED_WITHIN, UNSURE_OUT, NOT_ALL_WRITE),
    ),
    Metric(
        id="opinion_net",
        name=_("Positive, net of neutral"),
        sentence=_("Positive ones among positive and negative of the same sample; what “99% positive” often means."),
        unit=Unit.PERCENT,
        layers=(SAMPLE, LABELLED),
        sql=_share("positive", "'positive', 'negative'"),
        source=Source.SAMPLED,
        from_visitors=False,
        caveats=(SAMPLED_WITHIN, UNSURE_OUT, NEUTRAL_OUT, NOT_ALL_WRITE),
    ),
    Metric(
        id="opinion_estimated",
        name=_("Positive comments, estimated by a model"),
        sentence=_(
            "What a model that was trained on labelled comments says of all comments, corrected by the inverse of its "
            "confusion matrix on the sample (adjusted classify and count, Forman 2008)."
        ),
        unit=Unit.PERCENT,
        layers=(SAMPLE,),
        sql=_ESTIMATED,
        source=Source.SAMPLED,
        from_visitors=False,
        caveats=(BY_MODEL, NOT_ALL_WRITE),
        is_estimated=True,
    ),
]
