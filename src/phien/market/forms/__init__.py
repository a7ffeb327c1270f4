"""All outside input of the market, by noun."""

from phien.market.forms.buyers import AddForm, BuyerForm, FindForm, HeldForm, PressForm, QuantityForm, QuickBuyForm
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
    "HeldForm",
    "LotForm",
    "OfferForm",
    "PayeeForm",
    "PressForm",
    "ProductForm",
    "QuantityForm",
    "QuickBuyForm",
    "ShippingForm",
    "StorageForm",
]
