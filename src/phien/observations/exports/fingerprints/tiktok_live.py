"""TikTok Shop's LIVE Analysis: a workbook, one line a session, two lines above the heading. Which columns come, and in
which currency, the person chose.
"""

from phien.observations.exports.fingerprints.columns import aside, figure, key, text, when
from phien.observations.exports.fingerprints.fingerprint import Column, Fingerprint

SIGNS = ("₫", "đ", "VND", "Rp", "IDR", "$", "USD", "฿", "THB", "RM", "MYR", "₱", "PHP", "£", "GBP", "€", "EUR", "SGD")


def _live(name: str, kind: str = "count") -> Column:
    return figure(f"tiktok_live.{name}", kind, period="session", required=False)


def _money(heading: str, name: str, *, signs: tuple[str, ...] = SIGNS) -> dict[str, Column]:
    """The heading in each currency, as `Revenue (Rp)`, and without one."""
    return {heading: _live(name, "money")} | {f"{heading} ({sign})": _live(name, "money") for sign in signs}


_EN = {
    "Creator ID": key("creator_id", required=False),
    "Creator": text("creator"),
    "Nickname": text("nickname", required=False),
    "Launched Time": when("start"),
    "Duration": _live("live_seconds", "duration"),
    **_money("Revenue", "revenue"),
    "Products": _live("products"),
    "Different Products Sold": _live("products_sold"),
    "Orders Created": _live("orders_placed"),
    "Orders Paid": _live("orders_paid"),
    "Unit Sales": _live("items_sold"),
    "Buyers": _live("buyers"),
    **_money("Average Price", "average_price"),
    "CO rate": _live("click_to_order_rate", "rate"),
    "Viewers": _live("viewers"),
    "Views": _live("views"),
    "ACU": _live("average_viewers", "rounded"),
    "PCU": _live("peak_viewers"),
    "Avg. Viewing Duration": _live("average_watch_seconds", "duration"),
    "Comments": _live("comments"),
    "Shares": _live("shares"),
    "Likes": _live("likes"),
    "New Followers": _live("new_followers"),
    "Product Impressions": _live("product_impressions"),
    "Product Clicks": _live("products_clicked"),
    "CTR": _live("click_rate", "rate"),
}

_NEWER = {
    "Creator ID": key("creator_id", required=False),
    "Creator": text("creator", required=False),
    "Nickname": text("nickname", required=False),
    "Start time": when("start"),
    "Duration": _live("live_seconds", "duration"),
    **_money("Attributed GMV", "attributed_revenue"),
    **_money("AOV", "average_order"),
    "Attributed orders": _live("attributed_orders"),
    "Views": _live("views"),
    "Viewers": _live("viewers"),
    "LIVE impressions": _live("impressions"),
    "Avg. viewing duration per viewer": _live("average_watch_seconds", "duration"),
    "Product impressions": _live("product_impressions"),
    "Product clicks": _live("products_clicked"),
    "New followers": _live("new_followers"),
    "Likes": _live("likes"),
    "Comments": _live("comments"),
    "Shares": _live("shares"),
}

_VI = {
    "Nhà sáng tạo": text("creator"),
    "Thời gian bắt đầu": when("start"),
    "Thời lượng": _live("live_seconds", "duration"),
    **_money("GMV LIVE", "revenue"),
    "Đơn hàng đã thanh toán": _live("orders_paid"),
    "Số món bán ra từ LIVE": _live("items_sold"),
    "Số khách hàng độc nhất": _live("buyers"),
    **_money("Giá trung bình", "average_price"),
    "CTOR": _live("click_to_order_rate", "rate"),
    "Người xem": _live("viewers"),
    "Lượt xem": _live("views"),
    "Thời lượng xem trung bình": _live("average_watch_seconds", "duration"),
    "Người theo dõi mới": _live("new_followers"),
    "Lượt hiển thị sản phẩm": _live("product_impressions"),
    "Lượt nhấp Sản phẩm": _live("products_clicked"),
    "CTR": _live("click_rate", "rate"),
}


def _fingerprint(name: str, language: str, columns: dict[str, Column]) -> Fingerprint:
    return Fingerprint(
        id=name,
        version=1,
        platform="tiktok",
        report="sessions",
        language=language,
        subject="live",
        columns=columns,
        any_of=frozenset(heading for heading, column in columns.items() if column.metric),
        totals=frozenset({"Total", "Summary", "Tổng"}),
        grouping=",",
    )


EN = _fingerprint("tiktok.live", "en", _EN)
NEWER = _fingerprint("tiktok.live_attributed", "en", _NEWER | aside("Ads Cost", "Ads GMV"))
VI = _fingerprint("tiktok.live.vi", "vi", _VI)

ALL = (EN, NEWER, VI)
