"""All that buyers send in."""

import uuid
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from phien.lib import codes
from phien.market import origins, payments, phones
from phien.market.actions import BuyerFacts
from phien.places.models import Place
from phien.places.queries import communes_of, provinces

MOST = 2_147_483_647


class QuantityField(forms.IntegerField):
    """1 or more; the offer's own limit is the action's to check."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Quantity"),
            min_value=1,
            max_value=MOST,
            error_messages={name: _("Write a quantity of 1 or more.") for name in ("required", "invalid", "min_value")},
            **kwargs,
        )


class AddForm(forms.Form):
    """Puts an offer into the basket. `origin` is a signed token, `via` a short link's code."""

    quantity = QuantityField()
    origin = forms.CharField(required=False, max_length=200)
    via = forms.CharField(required=False, max_length=20)

    def clean_origin(self) -> str:
        return origins.read(self.cleaned_data["origin"])

    def clean_via(self) -> str:
        code = codes.normalise(self.cleaned_data["via"])
        return code if codes.is_right(code) else ""


class QuantityForm(forms.Form):
    quantity = QuantityField()


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # the stubs' generic is not there at run time
    def label_from_instance(self, obj: Place) -> str:
        return str(obj)


class BuyerForm(forms.Form):
    """Who gets the parcel, and how it is paid. The communes offered are those of the province that was sent."""

    name = forms.CharField(label=_("Name of the receiver"), max_length=100)
    phone = forms.CharField(label=_("Phone"), max_length=30)
    province = PlaceField(label=_("Province or city"), queryset=Place.objects.none(), empty_label=_("Choose…"))
    commune = PlaceField(label=_("Commune or ward"), queryset=Place.objects.none(), empty_label=_("Choose…"))
    street = forms.CharField(label=_("House, street, hamlet"), max_length=200)
    note = forms.CharField(label=_("Note for the maker"), max_length=300, required=False)
    promo = forms.CharField(label=_("Creator's code"), max_length=40, required=False)
    provider = forms.ChoiceField(label=_("How to pay"), widget=forms.RadioSelect)

    _autocomplete = {
        "name": "name",
        "phone": "tel",
        "province": "address-level1",
        "commune": "address-level2",
        "street": "street-address",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        province = cast("forms.ModelChoiceField[Place]", self.fields["province"])
        province.queryset = Place.objects.filter(kind=Place.Kind.PROVINCE)
        province.choices = [("", _("Choose…")), *((place.pk, str(place)) for place in provinces())]
        chosen = self.chosen_province()
        if chosen is not None:
            commune = cast("forms.ModelChoiceField[Place]", self.fields["commune"])
            commune.queryset = Place.objects.filter(kind=Place.Kind.COMMUNE, parent=chosen)
            commune.choices = [("", _("Choose…")), *((place.pk, str(place)) for place in communes_of(chosen))]
        provider = cast("forms.ChoiceField", self.fields["provider"])
        provider.choices = [(row.key, row.label) for row in payments.choices()]
        self.fields["provider"].initial = payments.choices()[0].key
        self.fields["phone"].widget.input_type = "tel"
        self.fields["promo"].widget.attrs |= {
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        }
        for name, meaning in self._autocomplete.items():
            self.fields[name].widget.attrs["autocomplete"] = meaning
        for field in self.fields.values():
            field.error_messages["required"] = _("Please fill this in.")
        self.fields["commune"].error_messages["invalid_choice"] = _("This commune does not belong to that province.")
        self.fields["commune"].error_messages["required"] = (
            _("Choose the commune or ward.") if chosen else _("Choose the province first, then the commune.")
        )

    def chosen_province(self) -> Place | None:
        value = self.data.get(self.add_prefix("province")) if self.is_bound else self.initial.get("province")
        value = getattr(value, "pk", value)
        if not str(value or "").isdecimal():
            return None
        return Place.objects.filter(kind=Place.Kind.PROVINCE, pk=min(int(str(value)), MOST)).first()

    def clean_phone(self) -> str:
        return phones.read(self.cleaned_data["phone"])

    def facts(self) -> BuyerFacts:
        data = self.cleaned_data
        return BuyerFacts(
            name=data["name"],
            phone=data["phone"],
            province=data["province"],
            commune=data["commune"],
            street=data["street"],
            note=data["note"],
        )

    def ways_to_pay(self) -> list[tuple[payments.Provider, bool]]:
        """The providers, each with whether it is chosen."""
        chosen = self["provider"].value()
        return [(row, row.key == chosen) for row in payments.choices()]

    def communes_open(self) -> bool:
        """Whether a province is known, so that communes can be chosen."""
        return self.chosen_province() is not None


class QuickBuyForm(BuyerForm):
    """One offer, bought in one step: the fields of the dialog over a video.

    `key` makes a second press harmless; `origin` is a signed token (market.origins.token), `via` a link's code.
    """

    quantity = QuantityField(initial=1)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    origin = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    via = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    clean_origin = AddForm.clean_origin
    clean_via = AddForm.clean_via


class HeldForm(BuyerForm):
    """Where the pieces of a claim go. Its phone number is fixed where the claim was made with one."""

    quantity = QuantityField()

    def __init__(self, *args: Any, fixed_phone: str = "", **kwargs: Any) -> None:
        if fixed_phone:
            kwargs["initial"] = (kwargs.get("initial") or {}) | {"phone": phones.show(fixed_phone)}
        super().__init__(*args, **kwargs)
        self.fields["phone"].disabled = bool(fixed_phone)


class PressForm(forms.Form):
    """A claim as a form: for a browser without scripts. `key` makes a second press harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    quantity = QuantityField(initial=1)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    via = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    clean_via = AddForm.clean_via

    def __init__(self, *args: Any, limit_per_phone: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if limit_per_phone is None:
            del self.fields["phone"]
            return
        self.fields["phone"].required = True
        self.fields["phone"].widget.input_type = "tel"
        self.fields["phone"].widget.attrs["autocomplete"] = "tel"
        self.fields["phone"].error_messages["required"] = _("Please fill this in.")

    def clean_phone(self) -> str:
        return phones.read(self.cleaned_data["phone"])


class FindForm(forms.Form):
    """An order by its code and the phone it was placed with."""

    code = forms.CharField(label=_("Order code"), max_length=20)
    phone = forms.CharField(label=_("Phone"), max_length=30)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].widget.input_type = "tel"
        self.fields["phone"].widget.attrs["autocomplete"] = "tel"
        self.fields["code"].widget.attrs |= {"autocapitalize": "characters", "autocomplete": "off"}
        for field in self.fields.values():
            field.error_messages["required"] = _("Please fill this in.")

    def clean_code(self) -> str:
        code = codes.normalise(self.cleaned_data["code"])
        if not codes.is_right(code):
            raise ValidationError(_("A letter is wrong in this code. Please look at it again."), code="code")
        return code

    def clean_phone(self) -> str:
        return phones.read(self.cleaned_data["phone"])
