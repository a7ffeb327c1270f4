"""The market's tables, by noun."""

from phien.market.models.goods import (
    Certificate,
    Lot,
    PaperRule,
    Product,
    ProductClip,
    ProductSlot,
    StorageCondition,
)
from phien.market.models.offers import FlashPrice, Offer, ShippingRate
from phien.market.models.orders import Order, OrderLine, Parcel, Payee, Payment, Purchase, Receipt, Refund
from phien.market.models.promo import PromoCode
from phien.market.models.stock import Basket, Hold, Outlet, Stock, StockEntry, Waiting

__all__ = [
    "Basket",
    "Certificate",
    "FlashPrice",
    "Hold",
    "Lot",
    "Offer",
    "Order",
    "OrderLine",
    "Outlet",
    "PaperRule",
    "Parcel",
    "Payee",
    "Payment",
    "Product",
    "ProductClip",
    "ProductSlot",
    "PromoCode",
    "Purchase",
    "Receipt",
    "Refund",
    "ShippingRate",
    "Stock",
    "StockEntry",
    "StorageCondition",
    "Waiting",
]
