"""TikTok Studio: one ZIP per section. The headings stay English whatever the language; the months do not."""

from phien.observations.exports.fingerprints.columns import aside, figure, text, when
from phien.observations.exports.fingerprints.fingerprint import Fingerprint

CONTENT = Fingerprint(
    id="tiktok.content",
    version=1,
    platform="tiktok",
    report="content",
    language="",
    columns={
        "Time": when("observed"),
        "Video title": text("title"),
        "Video link": text("url"),
        "Post time": when("published"),
        "Total likes": figure("tiktok.likes"),
        "Total comments": figure("tiktok.comments"),
        "Total shares": figure("tiktok.shares"),
        "Total views": figure("tiktok.views"),
        "Views in the last 7 days": figure("tiktok.views_7_days", required=False),
    },
)

OVERVIEW = Fingerprint(
    id="tiktok.overview",
    version=1,
    platform="tiktok",
    report="days",
    language="",
    subject="channel",
    columns={
        "Date": when("day"),
        "Video Views": figure("tiktok.views", period="day"),
        "Profile Views": figure("tiktok.profile_views", period="day"),
        "Likes": figure("tiktok.likes", period="day"),
        "Comments": figure("tiktok.comments", period="day"),
        "Shares": figure("tiktok.shares", period="day"),
    },
)

# The difference is left aside: it is that to the day after, whatever its heading says, and can be had from Followers.
FOLLOWERS = Fingerprint(
    id="tiktok.followers",
    version=1,
    platform="tiktok",
    report="days",
    language="",
    subject="channel",
    columns={
        "Date": when("day"),
        "Followers": figure("tiktok.followers"),
        **aside("Difference in followers from previous day", required=True),
    },
)

# A day that is not finished has "undefined" viewers and a 0 for the new and the returning ones, which is no count.
VIEWERS = Fingerprint(
    id="tiktok.viewers",
    version=1,
    platform="tiktok",
    report="days",
    language="",
    subject="channel",
    whole="Total Viewers",
    columns={
        "Date": when("day"),
        "Total Viewers": figure("tiktok.viewers", period="day"),
        "New Viewers": figure("tiktok.new_viewers", period="day"),
        "Returning Viewers": figure("tiktok.returning_viewers", period="day"),
    },
)

ACTIVITY = Fingerprint(
    id="tiktok.follower_activity",
    version=1,
    platform="tiktok",
    report="days",
    language="",
    subject="channel",
    columns={
        "Date": when("day"),
        "Hour": text("hour"),
        "Active followers": figure("tiktok.active_followers", period="hour"),
    },
)

GENDER = Fingerprint(
    id="tiktok.follower_gender",
    version=1,
    platform="tiktok",
    report="aside",
    language="",
    subject="channel",
    columns=aside("Gender", "Distribution", required=True),
)

TERRITORIES = Fingerprint(
    id="tiktok.follower_territories",
    version=1,
    platform="tiktok",
    report="aside",
    language="",
    subject="channel",
    columns=aside("Top territories", "Distribution", required=True),
)

ALL = (CONTENT, OVERVIEW, FOLLOWERS, VIEWERS, ACTIVITY, GENDER, TERRITORIES)
