"""Products, their lots, prices and papers, as organisers write them: by hand or in a file."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from phien.campaigns.models import Campaign
from phien.market.actions.stock import MOST
from phien.market.models import Certificate, Lot, Offer, Payee, Product, ShippingRate, StorageCondition
from phien.people.models import Actor
from phien.places.models import Place


def _by_slug(rows: type[Product | Actor | Campaign]) -> forms.ModelChoiceField:  # type: ignore[type-arg]
    return forms.ModelChoiceField(queryset=rows._default_manager.all(), to_field_name="slug")


class ProductForm(forms.ModelForm):  # type: ignore[type-arg]
    producer = _by_slug(Actor)

    class Meta:
        model = Product
        fields = (
            "slug",
            "producer",
            "group",
            "name",
            "lead",
            "story",
            "net_weight_g",
            "gross_weight_g",
            "weight_note",
            "packaging",
            "ingredients",
            "allergens",
            "how_to_use",
            "first_time_online",
            "min_days_left",
        )

    def clean(self) -> None:
        super().clean()
        net, gross = self.cleaned_data.get("net_weight_g"), self.cleaned_data.get("gross_weight_g")
        if net == 0:
            self.add_error("net_weight_g", _("A weight is above zero."))
        if net and gross is not None and gross < net:
            self.add_error("gross_weight_g", _("Packed it weighs no less than its contents."))


class StorageForm(forms.ModelForm):  # type: ignore[type-arg]
    product = _by_slug(Product)

    class Meta:
        model = StorageCondition
        fields = ("product", "condition", "min_c", "max_c", "days")


class CertificateForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Certificate
        fields = ("scheme", "stars", "number", "issuer", "issued_on", "expires_on")

    def clean(self) -> None:
        super().clean()
        issued, expires = self.cleaned_data.get("issued_on"), self.cleaned_data.get("expires_on")
        if issued and expires and expires < issued:
            self.add_error("expires_on", _("It ends before it begins."))
        stars = self.cleaned_data.get("stars")
        if stars is not None and not 1 <= stars <= 5:
            self.add_error("stars", _("Stars go from 1 to 5."))


class LotForm(forms.ModelForm):  # type: ignore[type-arg]
    product = _by_slug(Product)
    quantity = forms.IntegerField(label=_("pieces"), min_value=0, max_value=MOST)

    class Meta:
        model = Lot
        fields = ("product", "code", "made_on", "expires_on")

    def clean(self) -> None:
        super().clean()
        made, expires = self.cleaned_data.get("made_on"), self.cleaned_data.get("expires_on")
        if made and expires and expires < made:
            self.add_error("expires_on", _("It ends before it begins."))


class OfferForm(forms.ModelForm):  # type: ignore[type-arg]
    campaign = _by_slug(Campaign)
    product = _by_slug(Product)
    price = forms.IntegerField(label=_("price, đồng"), min_value=1, max_value=10**12)
    limit_per_order = forms.IntegerField(label=_("most per order"), min_value=1, max_value=1000, initial=10)
    limit_per_phone = forms.IntegerField(label=_("most per phone number"), min_value=1, max_value=1000, required=False)

    class Meta:
        model = Offer
        fields = ("campaign", "product", "price", "limit_per_order", "limit_per_phone", "starts_at", "ends_at")

    def clean(self) -> None:
        super().clean()
        starts, ends = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("It ends before it begins."))


class ShippingForm(forms.ModelForm):  # type: ignore[type-arg]
    """`province` is an official code, or * for all provinces that have no rates of their own."""

    campaign = _by_slug(Campaign)
    province = forms.CharField(max_length=10)
    up_to_g = forms.IntegerField(label=_("up to, g"), min_value=1, max_value=10_000_000)
    fee = forms.IntegerField(label=_("fee, đồng"), min_value=0, max_value=10**10)
    days = forms.IntegerField(label=_("days on the way"), min_value=0, max_value=90)

    class Meta:
        model = ShippingRate
        fields = ("campaign", "up_to_g", "fee", "days")

    def clean_province(self) -> Place | None:
        code = self.cleaned_data["province"]
        if code == "*":
            return None
        place = Place.objects.filter(kind=Place.Kind.PROVINCE, code=code).first()
        if place is None:
            raise ValidationError(_("No province has the code %(code)s."), params={"code": code})
        return place


class PayeeForm(forms.ModelForm):  # type: ignore[type-arg]
    producer = _by_slug(Actor)
    bank_bin = forms.RegexField(
        r"^\d{6}$", label=_("bank (6 digits)"), error_messages={"invalid": _("A bank's number has six digits.")}
    )
    account_number = forms.RegexField(
        r"^[0-9A-Za-z]{1,19}$",
        label=_("account"),
        error_messages={"invalid": _("An account has 1 to 19 digits and letters.")},
    )

    class Meta:
        model = Payee
        fields = ("producer", "bank_bin", "account_number", "account_name")
