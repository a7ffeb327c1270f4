"""Offers and products as the desk edits them."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from phien.lib import clock
from phien.market.forms.desk_orders import AmountField
from phien.market.models import Offer, Product
from phien.media.forms import PictureForm


class MomentField(forms.DateTimeField):
    """A day and a time at the market's place; to the second where seconds matter."""

    def __init__(self, *, seconds: bool = False, **kwargs: Any) -> None:
        attrs = {"type": "datetime-local"} | ({"step": "1"} if seconds else {})
        widget = forms.DateTimeInput(attrs=attrs, format="%Y-%m-%dT%H:%M:%S" if seconds else "%Y-%m-%dT%H:%M")
        super().__init__(
            widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"], **kwargs
        )


class PriceForm(forms.Form):
    """An offer's price, limits and times."""

    price = AmountField(label=_("Price, đồng"))
    limit_per_order = forms.IntegerField(label=_("Most per order"), min_value=1, max_value=1000, initial=10)
    limit_per_phone = forms.IntegerField(
        label=_("Most per phone number"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=_("Over all orders. Empty: no such limit."),
    )
    starts_at = MomentField(label=_("On sale from"))
    ends_at = MomentField(label=_("On sale until"))

    def __init__(self, *args: Any, offer: Offer | None = None, **kwargs: Any) -> None:
        if offer is not None:
            kwargs["initial"] = {
                "price": str(offer.price),
                "limit_per_order": offer.limit_per_order,
                "limit_per_phone": offer.limit_per_phone,
                "starts_at": offer.starts_at,
                "ends_at": offer.ends_at,
            }
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("Please fill this in.")

    def clean(self) -> None:
        super().clean()
        starts, ends = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("It ends before it begins."))


class NewOfferForm(PriceForm):
    product = forms.ModelChoiceField(queryset=Product.objects.none(), label=_("Product"))
    field_order = ("product", "price", "limit_per_order", "limit_per_phone", "starts_at", "ends_at")

    def __init__(self, *args: Any, products: Sequence[Product], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Product]", self.fields["product"])
        field.queryset = Product.objects.filter(pk__in=[product.pk for product in products])
        field.choices = [("", _("Choose…")), *((row.pk, f"{row} · {row.producer}") for row in products)]


class FlashForm(forms.Form):
    """A lower price from one second to another; without a start it begins at once."""

    price = AmountField(label=_("Flash price, đồng"))
    starts_at = MomentField(label=_("From"), seconds=True, required=False, help_text=_("Left empty: at once."))
    ends_at = MomentField(label=_("Until"), seconds=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "flash_%s"} | kwargs)
        self.fields["ends_at"].error_messages["required"] = _("Please fill this in.")

    def clean(self) -> None:
        super().clean()
        starts = self.cleaned_data.setdefault("starts_at", None) or clock.now()
        ends = self.cleaned_data.get("ends_at")
        if ends and ends <= starts:
            self.add_error("ends_at", _("It ends before it begins."))
        self.cleaned_data["starts_at"] = starts


class ProductTextsForm(forms.ModelForm):  # type: ignore[type-arg]  # the stubs' generic is not there at run time
    """What is said of a product, in four languages, and what it weighs."""

    class Meta:
        model = Product
        fields = (
            "name",
            "lead",
            "story",
            "weight_note",
            "net_weight_g",
            "gross_weight_g",
            "packaging",
            "ingredients",
            "allergens",
            "how_to_use",
            "min_days_left",
        )

    def clean(self) -> None:
        super().clean()
        net, gross = self.cleaned_data.get("net_weight_g"), self.cleaned_data.get("gross_weight_g")
        if net == 0:
            self.add_error("net_weight_g", _("A weight is above zero."))
        if net and gross is not None and gross < net:
            self.add_error("gross_weight_g", _("Packed it weighs no less than its contents."))


class OptionalPictureForm(PictureForm):
    """A new picture, if one is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["prefix"] = "picture"
        super().__init__(*args, **kwargs)
        self.fields["picture"].required = False
        self.fields["picture"].label = _("New picture")
