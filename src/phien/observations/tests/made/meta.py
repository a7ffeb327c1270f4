"""Facebook's and Instagram's exports, in English and Vietnamese."""

from phien.observations.tests.made.files import Made, Rows, commas

FACEBOOK_EN = (
    *("Post ID", "Page ID", "Page name", "Title", "Description", "Duration (sec)", "Publish time", "Caption type"),
    *("Permalink", "Is crosspost", "Is share", "Post type", "Languages", "Custom labels", "Funded content status"),
    *("Data comment", "Date", "Views", "Reach", "Reactions, Comments and Shares", "Reactions", "Comments", "Shares"),
    *("Total clicks", "Other Clicks", "Matched Audience Targeting Consumption (Photo Click)"),
)
FACEBOOK_VI = (
    *("ID bài viết", "ID Trang", "Tên Trang", "Tiêu đề", "Mô tả", "Thời lượng (giây)", "Thời gian đăng"),
    *("Liên kết vĩnh viễn", "Loại bài viết", "Nhãn tùy chỉnh", "Bình luận về dữ liệu", "Ngày", "Lượt xem"),
    *("Số người tiếp cận", "Cảm xúc, bình luận và lượt chia sẻ", "Cảm xúc", "Bình luận", "Lượt chia sẻ"),
    *("Tổng lượt click", "Lượt click khác"),
)
POST = "122101234567890123"
PAGE = "100064512345678"


def facebook_posts(rows: Rows = (), *, language: str = "en", encoding: str = "utf-8-sig") -> Made:
    if language == "vi":
        rows = rows or (
            (
                *(POST, PAGE, "Chợ phiên Xứ Lạng", "", "Hồng chín rồi #DacSanXuLang", "0", "08/10/2026 05:12"),
                *(f"https://www.facebook.com/{PAGE}/posts/{POST}", "Ảnh", "", "", "Trọn đời", "1,204", "980", "77"),
                *("60", "10", "7", "31", "12"),
            ),
        )
        return Made("bai-viet.csv", commas((FACEBOOK_VI, *rows), encoding=encoding))
    rows = rows or (
        (
            *(POST, PAGE, "Chợ phiên Xứ Lạng", "", "Hồng chín rồi #DacSanXuLang", "0", "08/10/2026 05:12", ""),
            *(f"https://www.facebook.com/{PAGE}/posts/{POST}", "0", "0", "Photos", "", "", "", "", "Lifetime"),
            *("1204", "980", "77", "60", "10", "7", "31", "12", "3"),
        ),
    )
    return Made("Aug-01-2026_Aug-31-2026_12345.csv", commas((FACEBOOK_EN, *rows), encoding=encoding))


FACEBOOK_VIDEOS = (
    *("Video asset ID", "Page ID", "Page name", "Title", "Duration (sec)", "Publish time", "Reach"),
    *("3-second video views", "1-minute video views", "Reactions", "Comments", "Shares"),
)


def facebook_videos(rows: Rows = ()) -> Made:
    rows = rows or (
        ("998877665544332", PAGE, "Chợ phiên", "Múa", "61", "08/10/2026 05:12", "900", "700", "81", "60", "5", "4"),
    )
    return Made("videos.csv", commas((FACEBOOK_VIDEOS, *rows)))


INSTAGRAM_EN = (
    *("Post ID", "Account ID", "Account username", "Account name", "Description", "Duration (sec)", "Publish time"),
    *("Permalink", "Post type", "Data comment", "Date", "Views", "Likes", "Shares", "Comments", "Saves", "Reach"),
    "Follows",
)
INSTAGRAM_VI = (
    *("ID bài viết", "ID tài khoản", "Tên người dùng tài khoản", "Tên tài khoản", "Mô tả", "Thời lượng (giây)"),
    *("Thời gian đăng", "Liên kết vĩnh viễn", "Loại bài viết", "Bình luận về dữ liệu", "Ngày", "Lượt xem"),
    *("Lượt thích", "Lượt chia sẻ", "Bình luận", "Lượt lưu", "Số người tiếp cận", "Lượt theo dõi"),
)


def instagram_posts(rows: Rows = (), *, language: str = "en", encoding: str = "utf-16") -> Made:
    head = INSTAGRAM_VI if language == "vi" else INSTAGRAM_EN
    rows = rows or (
        (
            *("18012345678901234", "17841400000000001", "chophien", "Chợ phiên", "Rằm #dacsanxulang", "12"),
            *("08/10/2026 05:12", "https://www.instagram.com/p/DAb_c-12345/", "IG image", ""),
            *("Trọn đời" if language == "vi" else "Lifetime", "500", "60", "7", "5", "9", "410", "3"),
        ),
    )
    return Made("instagram.csv", commas((head, *rows), encoding=encoding))


def instagram_daily(title: str = "Views", rows: Rows = ()) -> Made:
    rows = rows or (("2026-08-01T00:00:00", "120"), ("2026-08-02T00:00:00", "95"))
    before = f'sep=,\r\n"{title}"\r\n'
    return Made("Views.csv", commas((("Date", "Primary"), *rows), encoding="utf-16", ends="\r\n", before=before))
