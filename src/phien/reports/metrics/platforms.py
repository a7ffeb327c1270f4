"""Figures of what appeared elsewhere. How much was registered is counted by us; how often it was viewed, liked or
shared is what platforms say, each by its own definition."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from phien.reports.metrics.definition import Metric, Source, Unit
from phien.reports.metrics.published import CURVE, LATEST, REGISTERED, SAID, SHOWN, STRETCHES, TAGGED, UNDONE

OWN_DEFINITIONS = _(
    "Each platform counts by a definition of its own, so a sum over platforms adds unlike things; the definitions "
    "stand beside the breakdown."
)
READ_NOT_CHECKED = _("These are figures of the platforms' own files. They can be added up again, but not verified.")
MANY_HASHTAGS = _("A publication under several hashtags stands in each of their lines.")

_WHERE = {
    "platform": "platform",
    "whose": "origin",
    "creator": "creator",
    "place": "place",
    "hashtag": "unnest(hashtags)",
}
_SHOWN = (REGISTERED, UNDONE, LATEST, SHOWN)
_CURVE = (REGISTERED, UNDONE, TAGGED, STRETCHES, CURVE)
_AFTER = {
    "after": "case when hashtag = '' then 'h' || lpad(hours::varchar, 2, '0') end",
    "hashtag_after": "case when hashtag <> '' then hashtag || ' h' || lpad(hours::varchar, 2, '0') end",
}
_TAGS = "case when len(hashtags) > 0 then hashtags else [''] end"


def _shown(
    metric: str, name: str | Promise, sentence: str | Promise, *, of: str = "", caveats: tuple[str | Promise, ...] = ()
) -> Metric:
    return Metric(
        id=f"platform_{metric}",
        name=name,
        sentence=sentence,
        unit=Unit.COUNT,
        source=Source.CLAIMED,
        layers=_SHOWN,
        sql=f"""
select key, reason, sum(value) as value from (
  select {{key}} as key, reason, value from shown where metric = '{of or metric}'
) group by all
""",  # noqa: S608
        dimensions={**_WHERE, "definition": "definition"},
        from_visitors=False,
        caveats=(*caveats, READ_NOT_CHECKED, MANY_HASHTAGS),
    )


def _after(where: str) -> str:
    return f"""
select key, '' as reason, sum(value) as value from (
  select {{key}} as key, hashtag, hours, value from curve where {where}
) where key <> '' or (key is not null and hashtag = '' and hours = 48) group by all
"""  # noqa: S608


METRICS = [
    Metric(
        id="publications",
        name=_("Publications"),
        sentence=_(
            "What appeared in the window and was registered, one by one, by its address or its platform's own number."
        ),
        unit=Unit.COUNT,
        layers=(REGISTERED,),
        sql=f"""
select key, reason, count(*) as value from (
  select {{key}} as key, reason from (select * exclude (hashtags), {_TAGS} as hashtags from registered)
  where published_at >= $since and published_at < $until
) group by all
""",  # noqa: S608
        dimensions={
            **_WHERE,
            "hour": "strftime(timezone($tz, published_at), '%Y-%m-%dT%H')",
            "day": "strftime(timezone($tz, published_at), '%Y-%m-%d')",
        },
        from_visitors=False,
        caveats=(_("What nobody registered is not in this figure."), MANY_HASHTAGS),
    ),
    Metric(
        id="publishing_accounts",
        name=_("Accounts that published"),
        sentence=_("Different accounts among the publications that were registered, as far as their account is known."),
        unit=Unit.COUNT,
        layers=(REGISTERED,),
        sql=f"""
select key, reason, count(distinct platform || ':' || account) as value from (
  select {{key}} as key, reason, platform, account
  from (select * exclude (hashtags), {_TAGS} as hashtags from registered)
  where published_at >= $since and published_at < $until and account <> ''
) group by all
""",  # noqa: S608
        dimensions={name: _WHERE[name] for name in ("platform", "whose", "hashtag")},
        from_visitors=False,
        inside="publications",
    ),
    Metric(
        id="publications_observed",
        name=_("Publications with a snapshot"),
        sentence=_("Those of the publications of which a platform's file says something."),
        unit=Unit.COUNT,
        layers=_SHOWN,
        sql="""
select key, reason, count(distinct subject) as value from (
  select {key} as key, reason, subject from shown
) group by all
""",
        dimensions=_WHERE,
        from_visitors=False,
        inside="publications",
        caveats=(MANY_HASHTAGS,),
    ),
    _shown(
        "views",
        _("Views on platforms"),
        _(
            "The views that platforms show of the registered publications, each as it stood in the last file seen "
            "before the end of the window."
        ),
        caveats=(OWN_DEFINITIONS,),
    ),
    _shown(
        "likes",
        _("Likes on platforms"),
        _("The likes or reactions that platforms show of the registered publications, as last seen in the window."),
    ),
    _shown(
        "comments",
        _("Comments on platforms"),
        _("How many comments platforms show under the registered publications, as last seen in the window."),
    ),
    _shown(
        "shares",
        _("Shares on platforms"),
        _("The shares that platforms show of the registered publications, as last seen in the window."),
    ),
    Metric(
        id="platform_views_gained",
        name=_("Views gained on platforms"),
        sentence=_(
            "What the views of all registered publications, older ones too, grew by between the beginning and the end "
            "of the window. An older one needs a snapshot from before the window."
        ),
        unit=Unit.COUNT,
        source=Source.CLAIMED,
        layers=_SHOWN,
        sql="""
select key, reason, sum(value) as value from (
  select {key} as key, case when reason in ('removed', 'not_registered') then reason
      when earlier is null and reason = 'published_before' then 'no_earlier_snapshot' else '' end as reason,
    value - coalesce(earlier, 0) as value
  from shown where metric = 'views' and reason <> 'published_after'
) group by all
""",
        dimensions={**_WHERE, "definition": "definition"},
        from_visitors=False,
        caveats=(OWN_DEFINITIONS, READ_NOT_CHECKED, MANY_HASHTAGS),
    ),
    Metric(
        id="views_after",
        name=_("Views so many hours after the beginning"),
        sentence=_(
            "The views of all publications of the window 1, 3, 6, 12, 24 and 48 hours after the first of them "
            "appeared; without a number of hours, after 48. Measured where a file was seen within 15 minutes of that "
            "moment, else on the straight line between the files before and after it, at most a day away."
        ),
        unit=Unit.COUNT,
        source=Source.CLAIMED,
        layers=_CURVE,
        sql=_after("how <> 'unknown'"),
        dimensions=_AFTER,
        from_visitors=False,
        caveats=(OWN_DEFINITIONS, READ_NOT_CHECKED),
    ),
    Metric(
        id="views_after_interpolated",
        name=_("Of these, interpolated"),
        sentence=_("The part of those views that no file shows: it lies on the straight line between two files."),
        unit=Unit.COUNT,
        source=Source.CLAIMED,
        layers=_CURVE,
        sql=_after("how = 'interpolated'"),
        dimensions=_AFTER,
        from_visitors=False,
        inside="views_after",
    ),
    Metric(
        id="buzz",
        name=_("Buzz volume"),
        sentence=_("Publications, and the comments that platforms show under them: one with 100 comments counts 101."),
        unit=Unit.COUNT,
        source=Source.CLAIMED,
        layers=_SHOWN,
        sql=f"""
select key, reason, sum(value) as value from (
  select {{key}} as key, reason, value from (
    select subject, platform, origin, creator, place, hashtags, reason, value from shown where metric = 'comments'
    union all by name
    select subject, platform, origin, creator, place, {_TAGS} as hashtags, reason, 1 as value
    from registered where published_at >= $since and published_at < $until
  )
) group by all
""",  # noqa: S608
        dimensions=_WHERE,
        from_visitors=False,
        caveats=(READ_NOT_CHECKED, MANY_HASHTAGS),
    ),
    Metric(
        id="commenters",
        name=_("People who commented"),
        sentence=_(
            "Different authors of the comments that were taken in. Those who wrote more than 50 in a day, or the same "
            "text under three publications or more, are left out: what remains are the qualified ones."
        ),
        unit=Unit.COUNT,
        source=Source.CLAIMED,
        layers=(UNDONE, SAID),
        sql="""
select key, reason, count(distinct author) as value from (
  select {key} as key, reason, author from said where author <> ''
) group by all
""",
        dimensions={"platform": "platform"},
        caveats=(_("Authors are told apart by a keyed hash; one person with two accounts counts twice."),),
    ),
]
