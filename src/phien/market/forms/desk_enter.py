"""An order that staff took by phone, on Zalo, at the stall or from another channel."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from phien.market import payments, phones
from phien.market.actions import BuyerFacts
from phien.market.forms.buyers import BuyerForm
from phien.market.forms.desk_orders import KeyField
from phien.market.models import Offer, Outlet
from phien.market.queries.offers import Card
from phien.places.models import Place


class EnterForm(BuyerForm):
    """An order taken outside the site. At the stall the buyer may stay without a name, and takes the goods along."""

    key = KeyField()
    external_order = forms.CharField(
        label=_("The other channel's order number"),
        max_length=40,
        required=False,
        help_text=_("So that the order is counted once when the channel's own file comes in."),
    )
    at_once = forms.BooleanField(label=_("The buyer takes everything along now"), required=False)

    def __init__(self, *args: Any, outlet: str, goods: Sequence[tuple[Card, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outlet, self.goods = outlet, goods
        stall = outlet == Outlet.STALL
        provider = cast("forms.ChoiceField", self.fields["provider"])
        ways = payments.choices(staff=True)
        provider.choices = [(row.key, row.label) for row in ways]
        provider.initial = "cod" if outlet == Outlet.PHONE else "outside"
        for name in ("name", "phone", "street"):
            self.fields[name].required = not stall
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["name"].widget.attrs["autocapitalize"] = "words"
        if stall:
            self.fields["at_once"].initial = True
        else:
            del self.fields["at_once"]
        if outlet != Outlet.TIKTOK:
            del self.fields["external_order"]
        self.fields["note"].label = _("Note")
        for card, _left in goods:
            self.fields[self.name_of(card.offer)] = forms.IntegerField(
                label=str(card.offer.product.name),
                required=False,
                min_value=0,
                max_value=card.offer.limit_per_order,
                error_messages={
                    "max_value": _("At most %(limit_value)s per order."),
                    "min_value": _("Write a quantity of 1 or more."),
                    "invalid": _("Write a quantity of 1 or more."),
                },
                widget=forms.NumberInput(attrs={"placeholder": "0", "inputmode": "numeric"}),
            )

    @staticmethod
    def name_of(offer: Offer) -> str:
        return f"q{offer.pk}"

    def rows(self) -> list[tuple[Card, int, forms.BoundField]]:
        """Each product with what the outlet has left of it, and its field."""
        return [(card, left, self[self.name_of(card.offer)]) for card, left in self.goods]

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        return phones.read(typed) if typed else ""

    def clean(self) -> None:
        super().clean()
        if not self.lines() and not any(self.name_of(card.offer) in self.errors for card, _left in self.goods):
            raise ValidationError(_("Choose at least one product."), code="nothing")

    def lines(self) -> list[tuple[Offer, int]]:
        found = ((card.offer, self.cleaned_data.get(self.name_of(card.offer))) for card, _left in self.goods)
        return [(offer, quantity) for offer, quantity in found if quantity]

    def facts(self) -> BuyerFacts:
        data = self.cleaned_data
        return BuyerFacts(
            name=data["name"] or now_("Buyer at the stall"),
            phone=data["phone"],
            province=data["province"],
            commune=data["commune"],
            street=data["street"] or "–",
            note=data["note"],
        )

    def ways_to_pay(self) -> list[tuple[payments.Provider, bool]]:
        chosen = self["provider"].value()
        return [(row, row.key == chosen) for row in payments.choices(staff=True)]


def home_of(place: Place) -> dict[str, int]:
    """A place's province and commune, for a form's first values; only what is known."""
    found: dict[str, int] = {}
    node: Place | None = place
    while node is not None:
        if node.kind in {Place.Kind.PROVINCE, Place.Kind.COMMUNE}:
            found.setdefault(str(node.kind), node.pk)
        node = node.parent
    return found
