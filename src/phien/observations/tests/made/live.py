"""TikTok Shop's LIVE Analysis."""

from collections.abc import Sequence

from phien.observations.tests.made.files import Made, Rows, workbook

LIVE_EN = (
    *("Creator ID", "Creator", "Nickname", "Launched Time", "Duration", "Revenue (Rp)", "Products"),
    *("Different Products Sold", "Orders Created", "Orders Paid", "Unit Sales", "Buyers", "Average Price (Rp)"),
    *("CO rate", "Viewers", "Views", "ACU", "PCU", "Avg. Viewing Duration", "Comments", "Shares", "Likes"),
    *("New Followers", "Product Impressions", "Product Clicks", "CTR"),
)
LIVE_VI = (
    *("Nhà sáng tạo", "Thời gian bắt đầu", "Thời lượng", "GMV LIVE (₫)", "Đơn hàng đã thanh toán"),
    *("Số món bán ra từ LIVE", "Số khách hàng độc nhất", "Giá trung bình (₫)", "CTOR", "Người xem", "Lượt xem"),
    *("Thời lượng xem trung bình", "Người theo dõi mới", "Lượt hiển thị sản phẩm", "Lượt nhấp Sản phẩm", "CTR"),
)
LIVE_NEWER = (
    *("Creator", "Start time", "Duration", "Attributed GMV", "AOV", "Attributed orders", "Views", "LIVE impressions"),
    *("Product clicks", "Avg. viewing duration per viewer", "Product impressions", "New followers", "Likes"),
    *("Comments", "Shares"),
)


def tiktok_live(head: Sequence[str] = LIVE_VI, rows: Rows = (), *, name: str = "Live Analysis.xlsx") -> Made:
    """Two lines above the heading, as TikTok Shop writes them."""
    if not rows and head == LIVE_VI:
        rows = (
            (
                *("cho.phien.xulang", "2026/07/31/ 21:03", "2h 57min", "12,345,678", 41, 77, 39, "160,333"),
                *(0.0512, 5120, 8044, "1min 12s", 214, 30211, 812, "2.69%"),
            ),
        )
    if not rows and head == LIVE_EN:
        rows = (
            (
                *("7012345678901234567", "cho.phien", "Chợ phiên", "2026-07-31 21:03", "2h 57min", "Rp1,234,567", 12),
                *(5, 50, 41, 77, 39, "Rp30,111", "5.12%", 5120, 8044, 61.5, 410, "72s", 300, 21, 9000, 214, 30211),
                *(812, "2.69%"),
            ),
        )
    if not rows and head == LIVE_NEWER:
        rows = (
            (
                *("cho.phien", "2026-07-31 21:03", "02:57:00", "1234.50", "30.11", 41, 8044, 40211, 812, "72", 30211),
                *(214, 9000, 300, 21),
            ),
        )
    return Made(name, workbook({"Sheet1": (("Date range: 2026-07-01 ~ 2026-07-31",), (), head, *rows)}))
