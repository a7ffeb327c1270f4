"""YouTube Studio: `Table data.csv` in a ZIP. Its columns are the metrics that were ticked, its first line is a sum."""

from phien.observations.exports.fingerprints.columns import aside, figure, key, text, when
from phien.observations.exports.fingerprints.fingerprint import Column, Fingerprint


def _seen(name: str, kind: str = "count") -> Column:
    return figure(f"youtube.{name}", kind, required=False)


_TABLE = {
    "Content": key("native_id"),
    "Video title": text("title"),
    "Video publish time": when("published"),
    "Views": _seen("views"),
    "Engaged views": _seen("engaged_views"),
    "Watch time (hours)": figure("youtube.watch_seconds", "hours", required=False),
    "Subscribers": figure("youtube.subscribers", metric="new_followers", required=False),
    "Average view duration": figure("youtube.average_watch_seconds", "duration", required=False),
    "Average percentage viewed (%)": figure("youtube.average_share_viewed", "percent", required=False),
    "Impressions": _seen("impressions"),
    "Impressions click-through rate (%)": figure("youtube.click_rate", "percent", required=False),
    "Likes": _seen("likes"),
    "Dislikes": _seen("dislikes"),
    "Comments added": _seen("comments"),
    "Shares": _seen("shares"),
    "Unique viewers": _seen("viewers"),
    **aside(
        "Duration",
        "Subscribers gained",
        "Subscribers lost",
        "Likes (vs. dislikes) (%)",
        "YouTube Premium views",
        "New viewers",
        "Returning viewers",
        "RPM (USD)",
        "CPM (USD)",
        "Estimated revenue (USD)",
        "Your estimated revenue (USD)",
    ),
}

TABLE = Fingerprint(
    id="youtube.table",
    version=1,
    platform="youtube",
    report="content",
    language="en",
    columns=_TABLE,
    any_of=frozenset(heading for heading, column in _TABLE.items() if column.metric),
    totals=frozenset({"Total"}),
    day_first=False,
)

ALL = (TABLE,)
