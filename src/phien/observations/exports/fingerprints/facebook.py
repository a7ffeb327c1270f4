"""Meta Business Suite: a Page's posts and videos, in English and Vietnamese. Which columns come, the person chose."""

from phien.observations.exports.fingerprints.columns import aside, figure, key, text, when
from phien.observations.exports.fingerprints.fingerprint import Column, Fingerprint


def _any(columns: dict[str, Column]) -> frozenset[str]:
    return frozenset(heading for heading, column in columns.items() if column.metric)


_POSTS_EN = {
    "Post ID": key("native_id"),
    "Page ID": key("account_id"),
    "Page name": text("account_name"),
    "Title": text("title", required=False),
    "Description": text("description", required=False),
    "Publish time": when("published"),
    "Permalink": text("url"),
    "Post type": text("kind", required=False),
    "Date": when("period", required=False),
    "Views": figure("facebook.views", required=False),
    "Reach": figure("facebook.reach", required=False),
    "Reactions, Comments and Shares": figure("facebook.interactions", required=False),
    "Reactions": figure("facebook.reactions", metric="likes", required=False),
    "Comments": figure("facebook.comments", required=False),
    "Shares": figure("facebook.shares", required=False),
    "Total clicks": figure("facebook.clicks", required=False),
    "Other Clicks": figure("facebook.other_clicks", required=False),
    "Link Clicks": figure("facebook.link_clicks", required=False),
    "Seconds viewed": figure("facebook.watch_seconds", "seconds", required=False),
    "Average Seconds viewed": figure("facebook.average_watch_seconds", "seconds", required=False),
    **aside(
        "Duration (sec)",
        "Caption type",
        "Is crosspost",
        "Is share",
        "Languages",
        "Custom labels",
        "Funded content status",
        "Data comment",
        "Matched Audience Targeting Consumption (Photo Click)",
    ),
}

POSTS_EN = Fingerprint(
    id="facebook.posts",
    version=1,
    platform="facebook",
    report="content",
    language="en",
    columns=_POSTS_EN,
    any_of=_any(_POSTS_EN),
    grouping=",",
    day_first=False,
)

_POSTS_VI = {
    "ID bài viết": key("native_id"),
    "ID Trang": key("account_id", required=False),
    "ID tài khoản": key("account_id", required=False),
    "Tên Trang": text("account_name", required=False),
    "Tên tài khoản": text("account_name", required=False),
    "Tiêu đề": text("title", required=False),
    "Mô tả": text("description", required=False),
    "Thời gian đăng": when("published"),
    "Liên kết vĩnh viễn": text("url", required=False),
    "Loại bài viết": text("kind", required=False),
    "Ngày": when("period", required=False),
    "Lượt xem": figure("facebook.views", required=False),
    "Số người tiếp cận": figure("facebook.reach", required=False),
    "Cảm xúc, bình luận và lượt chia sẻ": figure("facebook.interactions", required=False),
    "Cảm xúc": figure("facebook.reactions", metric="likes"),
    "Bình luận": figure("facebook.comments", required=False),
    "Lượt chia sẻ": figure("facebook.shares", required=False),
    "Tổng lượt click": figure("facebook.clicks", required=False),
    "Lượt click khác": figure("facebook.other_clicks", required=False),
    "Số Giây xem": figure("facebook.watch_seconds", "seconds", required=False),
    "Số Giây xem trung bình": figure("facebook.average_watch_seconds", "seconds", required=False),
    **aside("Thời lượng (giây)", "Bình luận về dữ liệu", "Nhãn tùy chỉnh", "Trạng thái nội dung"),
}

POSTS_VI = Fingerprint(
    id="facebook.posts.vi",
    version=1,
    platform="facebook",
    report="content",
    language="vi",
    columns=_POSTS_VI,
    any_of=_any(_POSTS_VI),
    grouping=",",
    day_first=False,
)

_VIDEOS = {
    "Video asset ID": key("native_id"),
    "Page ID": key("account_id"),
    "Page name": text("account_name"),
    "Title": text("title", required=False),
    "Publish time": when("published"),
    "Reach": figure("facebook.reach", required=False),
    "3-second video views": figure("facebook.video_3s_views", metric="views_3_seconds", required=False),
    "1-minute video views": figure("facebook.video_1min_views", metric="views_1_minute", required=False),
    "Reactions": figure("facebook.reactions", metric="likes", required=False),
    "Comments": figure("facebook.comments", required=False),
    "Shares": figure("facebook.shares", required=False),
    **aside("Duration (sec)"),
}

VIDEOS = Fingerprint(
    id="facebook.videos",
    version=1,
    platform="facebook",
    report="content",
    language="en",
    columns=_VIDEOS,
    any_of=_any(_VIDEOS),
    grouping=",",
    day_first=False,
)

ALL = (POSTS_EN, POSTS_VI, VIDEOS)
