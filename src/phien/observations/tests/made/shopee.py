"""Shopee's orders and live sales."""

from collections.abc import Sequence

from phien.observations.exports.fingerprints.shopee import ORDERS
from phien.observations.tests.made.files import Made, Rows, commas, workbook

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
