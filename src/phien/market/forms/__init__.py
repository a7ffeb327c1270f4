"""All outside input of the market, by noun."""

from phien.market.forms.buyers import AddForm, BuyerForm, FindForm, QuantityForm, QuickBuyForm
from phien.market.forms.goods import (
    CertificateForm,
    LotForm,
    OfferForm,
    PayeeForm,
    ProductForm,
    ShippingForm,
    StorageForm,
)

__all__ = [
    "AddForm",
    "BuyerForm",
    "CertificateForm",
    "FindForm",
    "LotForm",
    "OfferForm",
    "PayeeForm",
    "ProductForm",
    "QuantityForm",
    "QuickBuyForm",
    "ShippingForm",
    "StorageForm",
]
