"""Requests about one's data, by the person and by the desk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phien.campaigns.models import Campaign
from phien.lib import codes
from phien.lib.personal import Person
from phien.market import phones
from phien.privacy.models import AccessRecord, Request

WAYS = ("order", "phone", "account", "username", "actor", "writer")


class AskForm(forms.Form):
    """What a person asks for themselves, proven by an order's code and phone, or by this browser's messages."""

    kind = forms.ChoiceField(label=_("What do you want?"), choices=Request.Kind, widget=forms.RadioSelect)
    order = forms.CharField(label=_("Order code"), max_length=20, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    written = forms.BooleanField(label=_("What I wrote in live rooms from this browser"), required=False)

    def __init__(self, *args: Any, writer: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.writer = writer
        if not writer:
            del self.fields["written"]
        self.fields["phone"].widget.input_type = "tel"
        self.fields["phone"].widget.attrs["autocomplete"] = "tel"
        self.fields["order"].widget.attrs |= {"autocapitalize": "characters", "autocomplete": "off"}

    def clean_order(self) -> str:
        code = codes.normalise(self.cleaned_data["order"])
        if code and not codes.is_right(code):
            raise ValidationError(_("A letter is wrong in this code. Please look at it again."), code="code")
        return code

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        return phones.read(typed) if typed else ""

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        order, phone = facts.get("order"), facts.get("phone")
        if bool(order) != bool(phone) and not self.errors:
            raise ValidationError(_("Give both: an order's code and its phone number."))
        if not order and not facts.get("written") and not self.errors:
            raise ValidationError(_("Say by what we can find you."))
        return facts


class FetchForm(forms.Form):
    """Whoever fetches an answer proves again who they are."""

    order = forms.CharField(label=_("Order code"), max_length=20)
    phone = forms.CharField(label=_("Phone"), max_length=30)

    def clean_order(self) -> str:
        return codes.normalise(self.cleaned_data["order"])

    def clean_phone(self) -> str:
        return phones.read(self.cleaned_data["phone"])


class DeskRequestForm(forms.Form):
    """A request that came by phone, by letter or across the table. One of the ways to find the person is needed."""

    kind = forms.ChoiceField(label=_("What is asked"), choices=Request.Kind)
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("In which campaign"), required=False, empty_label=_("Everywhere on this site")
    )
    order = forms.CharField(label=_("Order code"), max_length=20, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    account = forms.CharField(label=_("Account on a platform"), max_length=100, required=False)
    writer = forms.CharField(
        label=_("Writer in a live room"),
        max_length=32,
        required=False,
        help_text=_("The key that the room's desk shows."),
    )
    username = forms.CharField(label=_("User name"), max_length=150, required=False)
    actor = forms.CharField(
        label=_("Person here"),
        max_length=80,
        required=False,
        help_text=_("The last part of the address of their page."),
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea({"rows": 2}))
    is_known = forms.BooleanField(label=_("I have made sure that it is this person who asks"), required=False)

    def __init__(self, *args: Any, campaigns: QuerySet[Campaign], is_site: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campaign = self.fields["campaign"]
        campaign.queryset = campaigns  # type: ignore[attr-defined]
        if not is_site:
            campaign.required = True
            campaign.empty_label = None  # type: ignore[attr-defined]
            del self.fields["username"], self.fields["actor"]

    def clean_order(self) -> str:
        code = codes.normalise(self.cleaned_data["order"])
        if code and not codes.is_right(code):
            raise ValidationError(_("A letter is wrong in this code. Please look at it again."), code="code")
        return code

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        return phones.read(typed) if typed else ""

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if not any(facts.get(way) for way in WAYS) and not self.errors:
            raise ValidationError(_("Say by what the person can be found."))
        return facts

    def person(self) -> Person:
        facts = self.cleaned_data
        campaign = facts["campaign"]
        ways = {way: facts.get(way, "") for way in WAYS}
        return Person(**ways, campaigns=None if campaign is None else frozenset({campaign.pk}))


class EraseForm(forms.Form):
    typed = forms.CharField(label=_("Type the number of this request"), max_length=40)


class RefuseForm(forms.Form):
    answer = forms.CharField(
        label=_("Why nothing is done"),
        max_length=500,
        help_text=_("The person reads it on the page of the request."),
        widget=forms.Textarea({"rows": 3}),
    )


class RequestFilterForm(forms.Form):
    q = forms.CharField(label=_("Number of the request"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("What is asked"), required=False, choices=[("", _("All")), *Request.Kind.choices])
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), ("open", _("Still open")), ("late", _("Overdue")), ("over", _("Answered"))],
    )

    def narrowing(self) -> dict[str, str]:
        """What was asked, without what is wrong in it."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class AccessFilterForm(forms.Form):
    q = forms.CharField(label=_("Pseudonym"), max_length=40, required=False)
    what = forms.ChoiceField(
        label=_("What was done"), required=False, choices=[("", _("All")), *AccessRecord.What.choices]
    )

    def narrowing(self) -> dict[str, str]:
        """What was asked, without what is wrong in it."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
