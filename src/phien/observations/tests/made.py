"""Exports as platforms write them, made for tests: bytes in, nothing looked up. Every file has a name and its bytes.

Each maker takes its lines as cells in the order of its headings, so that a test can give any line it likes, and has a
few true-to-life lines of its own.
"""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

Rows = Sequence[Sequence[object]]


class Made(NamedTuple):
    name: str
    data: bytes

    def at(self, folder: Path) -> Path:
        path = folder / self.name.replace("/", "-")
        path.write_bytes(self.data)
        return path


def commas(
    rows: Rows,
    *,
    encoding: str = "utf-8-sig",
    quoted: bool = True,
    delimiter: str = ",",
    ends: str = "\n",
    before: str = "",
) -> bytes:
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    out.write(before)
    csv.writer(out, delimiter=delimiter, lineterminator=ends, quoting=quoting).writerows(rows)
    return out.getvalue().encode(encoding)


def packed(members: Mapping[str, bytes], *, stored: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """Numbers stay numbers, texts stay texts, whatever they look like; None is an empty cell."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd hh:mm:ss", "remove_timezone": True})
    for title, rows in sheets.items():
        page = book.add_worksheet(title)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    page.write_string(row, column, cell)
                elif cell is not None:
                    page.write(row, column, cell)
    book.close()
    return out.getvalue()


def tiktok_id(at: datetime, number: int = 0) -> str:
    """A video's id whose upper bits tell when it was uploaded."""
    return str((int(at.astimezone(UTC).timestamp()) << 32) + number)


TIKTOK_CONTENT = (
    *("Time", "Video title", "Video link", "Post time"),
    *("Total likes", "Total comments", "Total shares", "Total views"),
)
NHO = tiktok_id(datetime(2026, 8, 10, 5, 30, tzinfo=UTC), 7)
HONG = tiktok_id(datetime(2026, 8, 12, 1, tzinfo=UTC), 9)
TIKTOK_VIDEOS: Rows = (
    *(
        ("18 tháng Tám", "Trồng nho #nongnghiep #XứLạng", link, day, *counts)
        for link, day, counts in (
            (f"https://www.tiktok.com/@kenh/video/{NHO}", "10 tháng Tám", ("10", "1", "2", "100")),
            (f"https://www.tiktok.com/@kenh/video/{HONG}", "12 tháng Tám", ("250", "31", "12", "4096")),
        )
    ),
)


def tiktok_content(rows: Rows = TIKTOK_VIDEOS, *, head: Sequence[str] = TIKTOK_CONTENT, handle: str = "kenh") -> Made:
    return Made(f"Content_{handle}.zip", packed({"Content.csv": commas((head, *rows))}))


TIKTOK_OVERVIEW = ("Date", "Video Views", "Profile Views", "Likes", "Comments", "Shares")


def tiktok_overview(rows: Rows = (), *, name: str = "Overview_2026-06-18_1786845545_kenh.zip") -> Made:
    rows = rows or (
        ("15 tháng Tám", "120", "4", "9", "1", "0"),
        ("16 tháng Tám", "80", "2", "-1", "0", "3"),
    )
    return Made(name, packed({"Overview.csv": commas((TIKTOK_OVERVIEW, *rows))}))


def tiktok_followers(handle: str = "kenh") -> Made:
    """The ZIP of four tables, two of which nothing is taken from."""
    return Made(
        f"Followers_{handle}.zip",
        packed(
            {
                "FollowerHistory.csv": commas(
                    (
                        ("Date", "Followers", "Difference in followers from previous day"),
                        ("August 15", "990", "4"),
                        ("August 16", "994", "0"),
                        ("August 17", "undefined", "0"),
                    )
                ),
                "FollowerActivity.csv": commas(
                    (("Date", "Hour", "Active followers"), ("August 15", "19", "55"), ("August 15", "20", "61"))
                ),
                "FollowerGender.csv": commas((("Gender", "Distribution"), ("Male", "0.55"), ("Female", "0.45"))),
                "FollowerTopTerritories.csv": commas((("Top territories", "Distribution"), ("VN", "0.9"))),
            }
        ),
    )


def tiktok_viewers(handle: str = "kenh") -> Made:
    head = ("Date", "Total Viewers", "New Viewers", "Returning Viewers")
    rows = (head, ("August 16", "70", "40", "30"), ("August 17", "undefined", "0", "0"))
    return Made(f"Viewers_{handle}.zip", packed({"Viewers.csv": commas(rows)}))


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


SHOP_ORDERS = (
    *("Order ID", "Order Status", "Order Substatus", "Cancelation/Return Type", "Normal or Pre-order", "SKU ID"),
    *("Seller SKU", "Product Name", "Variation", "Quantity", "Sku Quantity of return", "SKU Unit Original Price"),
    *("SKU Subtotal Before Discount", "SKU Platform Discount", "SKU Seller Discount", "SKU Subtotal After Discount"),
    *("Shipping Fee After Discount", "Original Shipping Fee", "Shipping Fee Seller Discount"),
    *("Shipping Fee Platform Discount", "Payment platform discount", "Taxes", "Order Amount", "Order Refund Amount"),
    *("Created Time", "Paid Time", "RTS Time", "Shipped Time", "Delivered Time", "Cancelled Time", "Cancel By"),
    *("Cancel Reason", "Fulfillment Type", "Warehouse Name", "Tracking ID", "Delivery Option"),
    *("Shipping Provider Name", "Buyer Message", "Buyer Username", "Recipient", "Phone #", "Country", "Province"),
    *("District", "Commune", "Detail Address", "Additional address information", "Payment Method", "Weight(kg)"),
    *("Product Category", "Package ID", "Seller Note", "Checked Status", "Checked Marked by"),
)
BUYER = {
    "Tracking ID": "VN0099887766",
    "Buyer Message": "Gọi trước khi giao",
    "Buyer Username": "hoa_ban_82",
    "Recipient": "Hoàng Thị Ban",
    "Phone #": "(+84)912345678",
    "Country": "Vietnam",
    "Province": "Lạng Sơn",
    "District": "Huyện Bắc Sơn",
    "Commune": "Xã Vũ Lễ",
    "Detail Address": "Thôn Ngả Hai, nhà số 7",
    "Seller Note": "Khách quen",
}
PERSONAL = tuple(value for heading, value in BUYER.items() if heading not in {"Country", "Province"})


def shop_order(**cells: str) -> list[str]:
    """A line of orders; give cells by their heading with `_` for a space: Order_ID=…, Quantity="2"."""
    values = {
        "Order ID": "577123456789012345",
        "Order Status": "Đã hoàn tất",
        "SKU ID": "1729384756102938475",
        "Seller SKU": "HONG-1KG",
        "Product Name": "Hồng không hạt Bảo Lâm 1 kg",
        "Quantity": "2",
        "Sku Quantity of return": "0",
        "SKU Subtotal After Discount": "170000",
        "Order Amount": "185000",
        "Order Refund Amount": "0",
        "Created Time": "31/07/2026 21:15:04",
        "Paid Time": "31/07/2026 21:16:00",
        **BUYER,
        **{name.replace("_", " "): value for name, value in cells.items()},
    }
    return [values.get(heading, "") for heading in SHOP_ORDERS]


DESCRIPTION = ["Platform unique order ID.", *("What this column holds." for _heading in SHOP_ORDERS[1:])]


def shop_orders(rows: Rows = (), *, name: str = "OrderSKUList.xlsx") -> Made:
    lines = (SHOP_ORDERS, DESCRIPTION, *(rows or (shop_order(), shop_order(Order_ID="577123456789012399"))))
    if name.endswith(".csv"):
        return Made(name, commas(lines))
    return Made(name, workbook({"OrderSKUList": lines}))


AFFILIATE = (
    *("Order ID", "SKU ID", "Product ID", "Product Name", "Creator Username", "Content Type", "Content ID"),
    *("Payment Amount", "Currency", "Fully returned or refunded", "commission model", "Standard commission rate"),
    *("Est. Commission Base", "Est. standard commission payment", "Actual Commission Base"),
    *("Actual Commission Payment", "Est. Shop Ads commission payment", "Time Created", "Time Commission Paid"),
    "Order Status",
)


def affiliate_orders(rows: Rows = ()) -> Made:
    rows = rows or (
        (
            *("577123456789012345", "1729384756102938475", "1729384756100000001", "Hồng Bảo Lâm", "Chi.Noong"),
            *("Video", NHO, "170000", "VND", "No", "Standard", "10%", "170000", "17000", "170000", "17000", "0"),
            *("31/07/2026 21:15:04", "15/08/2026 00:00:00", "Settled"),
        ),
        (
            *("577123456789012399", "1729384756102938475", "1729384756100000001", "Hồng Bảo Lâm", "chi.noong"),
            *("Livestream", "7672300000000000123", "85000", "VND", "Yes", "Standard", "10%", "85000", "8500", "0"),
            *("0", "0", "01/08/2026 08:00:00", "", "Ineligible"),
        ),
    )
    return Made("affiliate_orders.xlsx", workbook({"Sheet1": (AFFILIATE, *rows)}))


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


YOUTUBE = (
    *("Content", "Video title", "Video publish time", "Duration", "Views", "Watch time (hours)", "Subscribers"),
    *("Average view duration", "Average percentage viewed (%)", "Impressions", "Impressions click-through rate (%)"),
)


def youtube(rows: Rows = (), *, name: str = "Content 2026-08-01_2026-10-31 Chợ phiên.zip") -> Made:
    rows = rows or (
        ("Total", "", "", "", "5100", "61.5", "12", "0:00:43", "41.2", "40000", "4.1"),
        ("dQw4w9WgXcQ", "Hội #LangSon", "Aug 3, 2026", "95", "5000", "60.5", "12", "0:00:44", "41.9", "39000", "4.2"),
        ("aaaaaaaaaa1", "Cũ", "Oct 3, 2025", "200", "100", "1", "0", "0:00:36", "18", "1000", "1.5"),
    )
    table = commas((YOUTUBE, *rows), encoding="utf-8", quoted=False)
    chart = commas((("Date", "Views"), ("2026-08-03", "5")), encoding="utf-8", quoted=False)
    return Made(name, packed({"Table data.csv": table, "Chart data.csv": chart, "Totals.csv": chart}))


SHOPEE_BUYER = {
    "Nhận xét từ Người mua": "giao giờ hành chính",
    "Mã vận đơn": "SPXVN0123456",
    "Người Mua": "na.dau.tay",
    "Tên Người nhận": "Vi Văn Na",
    "Số điện thoại": "84987654321",
    "TP / Quận / Huyện": "Huyện Chi Lăng",
    "Quận": "Xã Chi Lăng",
    "Địa chỉ nhận hàng": "Thôn Cây Hồng, Chi Lăng",
    "Ghi chú": "hàng dễ vỡ",
}


def shopee_head(*, fee: str = "Phí thanh toán", warehouse: bool = True) -> list[str]:
    """The headings of orders, in either of their two variants."""
    from phien.observations.exports.fingerprints.shopee import ORDERS

    dropped = {"Phí thanh toán", "Phí xử lý giao dịch"} - {fee} | (set() if warehouse else {"Tên kho hàng"})
    return [heading for heading in ORDERS.columns if heading not in dropped]


def shopee_order(head: Sequence[str], **cells: str) -> list[str]:
    values = {
        "Mã đơn hàng": "260731ABCDEF12",
        "Ngày đặt hàng": "2026-07-31 21:15",
        "Trạng Thái Đơn Hàng": "Hoàn thành",
        "SKU phân loại hàng": "NA-1KG",
        "Tên sản phẩm": "Na Chi Lăng 1 kg",
        "Giá ưu đãi": "65000",
        "Số lượng": "3",
        "Số lượng sản phẩm được hoàn trả": "1",
        "Thời gian hoàn thành đơn hàng": "2026-08-05 10:00",
        "Tỉnh/Thành phố": "Lạng Sơn",
        **SHOPEE_BUYER,
        **{name.replace("_", " "): value for name, value in cells.items()},
    }
    return [values.get(heading, "") for heading in head]


def shopee_orders(rows: Rows = (), *, fee: str = "Phí thanh toán", warehouse: bool = True) -> Made:
    head = shopee_head(fee=fee, warehouse=warehouse)
    return Made("Order.all.20260701_20260731.xlsx", workbook({"orders": (head, *(rows or (shopee_order(head),)))}))


SHOPEE_PRODUCTS = (
    *("Khung Thời Gian", "Streamer ID", "Xếp hạng", "Các sản phẩm", "Lượt click vào sản phẩm", "Thêm vào Giỏ hàng"),
    *("Đơn hàng(Đơn đã đặt)", "Đơn hàng(Đơn hàng được xác nhận)", "Sản phẩm đã bán(Đơn đã đặt)"),
    *("Sản phẩm đã bán(Đơn hàng được xác nhận)", "Doanh số(Đơn đã đặt)", "Doanh số(Đơn hàng được xác nhận)"),
)


def shopee_live_products(rows: Rows = ()) -> Made:
    rows = rows or (
        ("31-07-2026", "88001", "1", "Na Chi Lăng 1 kg", "120", "40", "22", "20", "30", "27", "1950000", "1755000"),
    )
    return Made("live-products.csv", commas((SHOPEE_PRODUCTS, *rows)))


SHOPEE_SESSIONS = (
    *("Periode Data", "User Id", "No.", "Nama Livestream", "Start Time", "Durasi", "Penonton Aktif", "Komentar"),
    *("Tambah ke Keranjang", "Durasi Rata-Rata Menonton", "Penonton", "Pesanan(Pesanan Dibuat)"),
    *("Pesanan(Pesanan Siap Dikirim)", "Produk Terjual(Pesanan Dibuat)", "Produk Terjual(Pesanan Siap Dikirim)"),
    *("Penjualan(Pesanan Dibuat)", "Penjualan(Pesanan Siap Dikirim)"),
)


def shopee_live_sessions(rows: Rows = ()) -> Made:
    rows = rows or (
        (
            *("31-07-2026", "88001", "1", "Pasar", "31-07-2026 19:00", "02:15:30", "410", "33", "40", "00:01:12"),
            *("5120", "22", "20", "30", "27", "1950000", "1755000"),
        ),
    )
    return Made("live-sessions.csv", commas((SHOPEE_SESSIONS, *rows)))


def all_of_them() -> list[Made]:
    """One of each export that is known."""
    return [
        tiktok_content(),
        tiktok_overview(),
        tiktok_followers(),
        tiktok_viewers(),
        tiktok_live(LIVE_VI),
        tiktok_live(LIVE_EN, name="Live Analysis en.xlsx"),
        tiktok_live(LIVE_NEWER, name="Live Analysis newer.xlsx"),
        shop_orders(),
        affiliate_orders(),
        facebook_posts(),
        facebook_posts(language="vi"),
        facebook_videos(),
        instagram_posts(),
        instagram_posts(language="vi"),
        instagram_daily(),
        youtube(),
        shopee_orders(),
        shopee_orders(fee="Phí xử lý giao dịch", warehouse=False),
        shopee_live_products(),
        shopee_live_sessions(),
    ]
