"""What each platform means by a figure. "Views" is not one thing: a figure keeps whose count it is, and a sum over
platforms never stands without the footnote.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from phien.observations.exports.metrics import METRICS

SOURCES: dict[str, tuple[str, str]] = {
    "tiktok": ("tiktok", "TikTok"),
    "tiktok_live": ("tiktok", "TikTok LIVE"),
    "facebook": ("facebook", "Facebook"),
    "instagram": ("instagram", "Instagram"),
    "youtube": ("youtube", "YouTube"),
    "youtube_shorts": ("youtube", "YouTube Shorts"),
    "shopee_live": ("shopee", "Shopee Live"),
}
"""The first part of a definition's id: the platform, and what the count is called after."""


@dataclass(frozen=True, slots=True)
class Definition:
    """`sentence`: what the platform counts, in the reader's language; `since`: from when on, where it changed."""

    id: str
    platform: str
    metric: str
    sentence: str | Promise
    since: date | None = None


_META_VIEW = _("How often it was played or shown. Sources disagree whether a film counts after one second or three.")
_REACH = _("Different accounts that saw it, as the platform estimates. It cannot be added up over days or posts.")
_ATTRIBUTED = _(
    "Turnover that TikTok credits to the session. It does not say whether cancelled and returned orders are taken off."
)

_SENTENCES: dict[str, str | Promise] = {
    "tiktok.views": _("Counts as soon as the film starts; whoever watches it again counts again."),
    "tiktok.views_7_days": _("Views of the seven days before the export. Counts as soon as the film starts."),
    "tiktok.followers": _("How many followed the account at the end of the day."),
    "tiktok.viewers": _("Different accounts that watched on that day. It cannot be added up over days."),
    "tiktok.active_followers": _("Followers who were on TikTok in that hour, whatever they watched."),
    "tiktok_live.views": _("Each coming into the room; whoever comes back counts again."),
    "tiktok_live.viewers": _("Different accounts that came into the room."),
    "tiktok_live.average_viewers": _("The mean number who watched at the same time (ACU), as TikTok works it out."),
    "tiktok_live.peak_viewers": _("The most who watched at the same time (PCU), as TikTok works it out."),
    "tiktok_live.revenue": _ATTRIBUTED,
    "tiktok_live.attributed_revenue": _ATTRIBUTED,
    "facebook.views": _META_VIEW,
    "facebook.video_3s_views": _("Films played for three seconds or more, or to the end where they are shorter."),
    "facebook.video_1min_views": _("Films played for one minute or more."),
    "facebook.reactions": _("Likes and all other reactions together."),
    "facebook.reach": _REACH,
    "instagram.views": _META_VIEW,
    "instagram.reach": _REACH,
    "youtube.views": _("A long film counts after about 30 seconds, a Short as soon as it starts since 31 March 2025."),
    "youtube.engaged_views": _("Views of people who stayed and did not swipe on at once."),
    "youtube.subscribers": _("Subscriptions won through the film, less those lost."),
    "youtube.viewers": _("Different people who watched, as YouTube estimates. It cannot be added up over films."),
    "youtube_shorts.views": _("Counts as soon as the Short starts; whoever watches it again counts again."),
    "shopee_live.orders_placed": _("Orders placed during the session, whether or not they were confirmed later."),
    "shopee_live.orders_confirmed": _("Orders from the session that were confirmed. They are part of those placed."),
    "shopee_live.revenue_placed": _("The worth of the orders placed during the session."),
    "shopee_live.revenue_confirmed": _("The worth of the confirmed orders. It is part of that of those placed."),
}

_SINCE = {"youtube.views": date(2025, 3, 31), "youtube_shorts.views": date(2025, 3, 31)}

# Every figure that a fingerprint may name, by its source.
_KNOWN: dict[str, str] = {
    "tiktok": "views views_7_days likes comments shares profile_views followers viewers new_viewers returning_viewers "
    "active_followers",
    "tiktok_live": "live_seconds revenue attributed_revenue products products_sold orders_placed orders_paid "
    "attributed_orders items_sold buyers average_price average_order click_to_order_rate viewers views average_viewers "
    "peak_viewers average_watch_seconds comments shares likes new_followers impressions product_impressions "
    "products_clicked click_rate",
    "facebook": "views reach interactions reactions comments shares clicks other_clicks link_clicks watch_seconds "
    "average_watch_seconds video_3s_views video_1min_views",
    "instagram": "views likes shares comments saves reach new_followers interactions link_clicks profile_visits "
    "viewers",
    "youtube": "views engaged_views watch_seconds subscribers average_watch_seconds average_share_viewed impressions "
    "click_rate likes dislikes comments shares viewers",
    "youtube_shorts": "views",
    "shopee_live": "live_seconds products_clicked carted orders_placed orders_confirmed items_placed items_confirmed "
    "revenue_placed revenue_confirmed active_viewers comments average_watch_seconds viewers",
}
_METRIC = {
    "facebook.reactions": "likes",
    "facebook.video_3s_views": "views_3_seconds",
    "facebook.video_1min_views": "views_1_minute",
    "youtube.subscribers": "new_followers",
}


def _definition(source: str, name: str) -> Definition:
    id_ = f"{source}.{name}"
    platform, called = SOURCES[source]
    metric = _METRIC.get(id_, name)
    sentence = _SENTENCES.get(id_) or format_lazy(
        _("As {platform} shows it; it does not say how it counts."), platform=called
    )
    return Definition(id_, platform, metric, sentence, _SINCE.get(id_))


DEFINITIONS: dict[str, Definition] = {
    f"{source}.{name}": _definition(source, name) for source, names in _KNOWN.items() for name in names.split()
}


def name_of(definition: str) -> str:
    """What a figure of this definition is called: the metric and whose count it is. An unknown id is its own name."""
    found = DEFINITIONS.get(definition)
    if found is None:
        source, _point, metric = definition.rpartition(".")
        return f"{METRICS[metric]} · {SOURCES.get(source, ('', source))[1]}" if metric in METRICS else definition
    return f"{METRICS[found.metric]} · {SOURCES[definition.partition('.')[0]][1]}"


def sentence_of(definition: str) -> str:
    """What the platform counts, "" where it is not known here."""
    found = DEFINITIONS.get(definition)
    return str(found.sentence) if found else ""


def footnote(definitions: Iterable[str]) -> str:
    """What must stand below a sum over these definitions: that they are not one thing, and what each is. Empty where
    there is only one."""
    ids = sorted(set(definitions))
    if len(ids) < 2:
        return ""
    each = [f"{name_of(one)}: {sentence_of(one)}".removesuffix(": ") for one in ids]
    return " ".join([str(_("This sum adds counts that are not of one kind.")), *each])
