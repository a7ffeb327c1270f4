"""Stock at the desk: a lot that arrives, pieces set aside, a count."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from phien.lib import clock
from phien.market.actions.stock import MOST
from phien.market.forms.desk_orders import KeyField
from phien.market.models import Lot, Outlet, Product


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PiecesField(forms.IntegerField):
    def __init__(self, *, least: int = 1, **kwargs: Any) -> None:
        wrong = _("Write a quantity of 1 or more.") if least else _("Write how many there are.")
        super().__init__(
            min_value=least,
            max_value=MOST,
            error_messages=dict.fromkeys(("required", "invalid", "min_value"), wrong),
            **kwargs,
        )


class KeyedForm(forms.Form):
    """Carries a key by which the same form, sent twice, is known."""

    key = KeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field, PiecesField):
                field.error_messages["required"] = _("Please fill this in.")


class TakeInForm(KeyedForm):
    """A lot arrives, new or known by its code. Without a best-before day the product's own keeping time is used."""

    product = forms.ModelChoiceField(queryset=Product.objects.none(), label=_("Product"), empty_label=_("Choose…"))
    code = forms.CharField(label=_("Lot code"), max_length=40)
    made_on = forms.DateField(label=_("Made on"), widget=date_input())
    expires_on = forms.DateField(
        label=_("Best before"),
        required=False,
        widget=date_input(),
        help_text=_("Left empty: counted from the day it was made, by the product's usual storage."),
    )
    quantity = PiecesField(label=_("Pieces"))
    outlet = forms.ChoiceField(label=_("For which outlet"), choices=Outlet.choices, initial=Outlet.SITE)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, products: Sequence[Product], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Product]", self.fields["product"])
        field.queryset = Product.objects.filter(pk__in=[product.pk for product in products])
        field.choices = [("", _("Choose…")), *((row.pk, str(row)) for row in products)]
        self.fields["made_on"].initial = clock.today

    def clean(self) -> None:
        super().clean()
        found = self.cleaned_data
        made, expires = found.get("made_on"), found.get("expires_on")
        if made and made > clock.today():
            self.add_error("made_on", _("This day has not come yet."))
        if made and expires and expires < made:
            self.add_error("expires_on", _("It ends before it begins."))
        product = found.get("product")
        if made and expires is None and product is not None:
            known = Lot.objects.filter(product=product, code=found.get("code", "")).first()
            usual = product.storage_conditions.first()
            if known is not None:
                found["expires_on"] = known.expires_on
            elif usual is not None:
                found["expires_on"] = made + timedelta(days=usual.days)


class SetAsideForm(KeyedForm):
    quantity = PiecesField(label=_("Pieces"))
    source = forms.ChoiceField(label=_("Take from"), choices=Outlet.choices, initial=Outlet.SITE)
    target = forms.ChoiceField(label=_("Give to"), choices=Outlet.choices, initial=Outlet.STALL)


class MorePiecesForm(KeyedForm):
    quantity = PiecesField(label=_("Pieces"))
    outlet = forms.ChoiceField(label=_("For which outlet"), choices=Outlet.choices, initial=Outlet.SITE)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class CountForm(KeyedForm):
    """Somebody counted what an outlet has of a lot."""

    outlet = forms.ChoiceField(label=_("Outlet"), choices=Outlet.choices)
    on_hand = PiecesField(least=0, label=_("Pieces counted"))
    reason = forms.CharField(label=_("Why it differs"), max_length=200)
