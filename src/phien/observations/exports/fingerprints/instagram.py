"""Instagram through Meta Business Suite: posts in English and Vietnamese, and the files of one metric by day."""

from phien.observations.exports.fingerprints.columns import aside, figure, key, text, when
from phien.observations.exports.fingerprints.fingerprint import Column, Fingerprint


def _any(columns: dict[str, Column]) -> frozenset[str]:
    return frozenset(heading for heading, column in columns.items() if column.metric)


_POSTS_EN = {
    "Post ID": key("native_id"),
    "Account ID": key("account_id"),
    "Account username": text("account"),
    "Account name": text("account_name", required=False),
    "Description": text("description", required=False),
    "Publish time": when("published"),
    "Permalink": text("url"),
    "Post type": text("kind", required=False),
    "Date": when("period", required=False),
    "Views": figure("instagram.views", required=False),
    "Likes": figure("instagram.likes", required=False),
    "Shares": figure("instagram.shares", required=False),
    "Comments": figure("instagram.comments", required=False),
    "Saves": figure("instagram.saves", required=False),
    "Reach": figure("instagram.reach", required=False),
    "Follows": figure("instagram.new_followers", required=False),
    **aside("Duration (sec)", "Data comment"),
}

POSTS_EN = Fingerprint(
    id="instagram.posts",
    version=1,
    platform="instagram",
    report="content",
    language="en",
    columns=_POSTS_EN,
    any_of=_any(_POSTS_EN),
    grouping=",",
    day_first=False,
)

_POSTS_VI = {
    "ID bài viết": key("native_id"),
    "ID tài khoản": key("account_id", required=False),
    "Tên người dùng tài khoản": text("account", required=False),
    "Tên tài khoản": text("account_name", required=False),
    "Mô tả": text("description", required=False),
    "Thời gian đăng": when("published"),
    "Liên kết vĩnh viễn": text("url", required=False),
    "Loại bài viết": text("kind", required=False),
    "Ngày": when("period", required=False),
    "Lượt xem": figure("instagram.views", required=False),
    "Lượt thích": figure("instagram.likes"),
    "Lượt chia sẻ": figure("instagram.shares", required=False),
    "Bình luận": figure("instagram.comments", required=False),
    "Lượt lưu": figure("instagram.saves", required=False),
    "Số người tiếp cận": figure("instagram.reach", required=False),
    "Lượt theo dõi": figure("instagram.new_followers", required=False),
    **aside("Thời lượng (giây)", "Bình luận về dữ liệu", "Nhãn tùy chỉnh"),
}

POSTS_VI = Fingerprint(
    id="instagram.posts.vi",
    version=1,
    platform="instagram",
    report="content",
    language="vi",
    columns=_POSTS_VI,
    any_of=_any(_POSTS_VI),
    grouping=",",
    day_first=False,
)

# One metric a file; which, only the line above the heading says.
_DAILY = {
    "views": {"Views", "Lượt xem"},
    "reach": {"Reach", "Instagram reach", "Số người tiếp cận"},
    "new_followers": {"Follows", "Instagram follows", "Lượt theo dõi"},
    "interactions": {"Content interactions", "Interactions", "Lượt tương tác", "Lượt tương tác với nội dung"},
    "link_clicks": {"Link clicks", "Lượt click vào liên kết"},
    "profile_visits": {"Visits", "Instagram profile visits", "Lượt truy cập"},
    "viewers": {"Viewers", "Người xem"},
}

DAILY = tuple(
    Fingerprint(
        id=f"instagram.daily_{metric}",
        version=1,
        platform="instagram",
        report="days",
        language="",
        subject="channel",
        columns={"Date": when("day"), "Primary": figure(f"instagram.{metric}", period="day")},
        grouping=",",
        titles=frozenset(titles),
    )
    for metric, titles in _DAILY.items()
)

ALL = (POSTS_EN, POSTS_VI, *DAILY)
