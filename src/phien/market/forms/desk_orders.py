"""Finding orders, and moving one on."""

import re
import uuid
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from phien.market.models import Order, Parcel, Payment
from phien.market.queries.desk_orders import Facets, OrderFilter

_AMOUNT = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+|\d+")
MOST_MONEY = 1_000_000_000_000


class AmountField(forms.CharField):
    """Đồng, as people write them: 415000, 415.000, 415,000 đ. Gives an int of 1 or more."""

    default_error_messages = {"amount": _("Write an amount in đồng, such as 415.000.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=24, **kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}
        self.error_messages["required"] = self.error_messages["amount"]

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value))
        text = re.sub(r"(đ|₫|vnd|vnđ|đồng)\.?$", "", text, flags=re.IGNORECASE).strip()
        digits = re.sub(r"\D", "", text)
        if not _AMOUNT.fullmatch(text) or not 1 <= int(digits) <= MOST_MONEY:
            raise ValidationError(self.error_messages["amount"], code="amount")
        return int(digits)


class KeyField(forms.UUIDField):
    """By which a form that is sent twice is known. Without a right one it counts as sent for the first time."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value) or uuid.uuid4()
        except ValidationError:
            return uuid.uuid4()


class FilterForm(forms.Form):
    """The list's search and filters. What is not understood narrows nothing."""

    q = forms.CharField(label=_("Code, phone or name"), max_length=100, required=False)
    state = forms.ChoiceField(label=_("Parcel"), required=False)
    payment = forms.ChoiceField(label=_("Payment"), required=False)
    producer = forms.ChoiceField(label=_("Producer"), required=False)
    outlet = forms.ChoiceField(label=_("Outlet"), required=False)
    province = forms.ChoiceField(label=_("Province"), required=False)

    def __init__(self, *args: Any, facets: Facets, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parcel = [(value, label) for value, label in Parcel.State.choices]
        payment = [("awaited", _("Transfer awaited")), *Payment.State.choices]
        for name, choices in (
            ("state", parcel),
            ("payment", payment),
            ("producer", facets.producers),
            ("outlet", facets.outlets),
            ("province", facets.provinces),
        ):
            cast("forms.ChoiceField", self.fields[name]).choices = [("", _("All")), *choices]
        self.fields["q"].widget.input_type = "search"

    def filter(self) -> OrderFilter:
        if not self.is_bound:
            return OrderFilter()
        self.full_clean()
        found = self.cleaned_data
        return OrderFilter(
            text=found.get("q", ""),
            state=found.get("state", ""),
            payment=found.get("payment", ""),
            producer=found.get("producer", ""),
            outlet=found.get("outlet", ""),
            province=found.get("province", ""),
        )


class HandOverForm(forms.Form):
    carrier = forms.CharField(label=_("Carrier"), max_length=60, required=False)
    tracking = forms.CharField(label=_("Tracking number"), max_length=60, required=False)


class CarrierForm(forms.Form):
    """Several parcels to one carrier: tracking numbers are noted one by one."""

    carrier = forms.CharField(label=_("Carrier"), max_length=60, required=False)


class CancelForm(forms.Form):
    code = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("More words, for the organiser"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left_out = {Order.CancelCode.RETURNED, Order.CancelCode.UNPAID}
        cast("forms.ChoiceField", self.fields["code"]).choices = [
            (value, label) for value, label in Order.CancelCode.choices if value not in left_out
        ]
        self.fields["code"].error_messages["required"] = _("Choose why.")


class GiveBackForm(forms.Form):
    reason = forms.CharField(label=_("Why did it come back?"), max_length=200)
    to_stock = forms.BooleanField(label=_("The goods are fine: put them back into stock"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = _("Please fill this in.")


class ReceiveForm(forms.Form):
    """Money that came. `key` makes a second press harmless where the bank's number is not known."""

    amount = AmountField(label=_("Received, đồng"))
    external_id = forms.CharField(
        label=_("Number at the bank"),
        help_text=_("If it is known; it is noted once only."),
        max_length=90,
        required=False,
    )
    key = KeyField()

    def known_as(self) -> str:
        return self.cleaned_data["external_id"] or f"desk:{self.cleaned_data['key']}"


class PackForm(forms.Form):
    """A code as a person typed it or a scanner read it, the label's whole address included."""

    code = forms.CharField(label=_("Code on the label"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {
            "autofocus": True,
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        }
        self.fields["code"].error_messages["required"] = _("Scan or type the code.")

    def clean_code(self) -> str:
        typed = str(self.cleaned_data["code"]).strip()
        return typed.rstrip("/").rsplit("/", 1)[-1] if "/" in typed else typed
