"""TikTok Shop's orders and affiliate orders."""

from phien.observations.tests.made.files import Made, Rows, commas, workbook
from phien.observations.tests.made.studio import NHO

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
