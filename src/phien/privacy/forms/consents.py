"""Consents as they are entered, narrowed and taken back."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phien.campaigns.models import Campaign
from phien.lib import clock, personal
from phien.lib.texts import TextFormField
from phien.market import phones
from phien.media.pictures import FORMATS
from phien.people.models import Actor
from phien.privacy.models import Consent

LONGEST = 3653
"""Days: nobody says yes for longer than ten years."""


class PurposeField(forms.ChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=self._purposes, **kwargs)

    @staticmethod
    def _purposes() -> list[tuple[str, Any]]:
        return [(purpose.id, purpose.name) for purpose in personal.purposes()]


def phone_of(typed: str) -> str:
    return phones.read(typed) if typed else ""


class ConsentForm(forms.Form):
    """One yes. Phone numbers are turned into pseudonyms; nobody's number or name is kept with it."""

    purpose = PurposeField(label=_("What for"))
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("In which campaign"), required=False, empty_label=_("Everywhere on this site")
    )
    actor = forms.ModelChoiceField(
        Actor.objects.none(),
        label=_("Whose"),
        required=False,
        to_field_name="slug",
        empty_label=_("Somebody without a page here"),
    )
    phone = forms.CharField(
        label=_("Their phone, where they have no page here"),
        max_length=30,
        required=False,
        help_text=_("Only a pseudonym is kept, by which the same person is found again."),
    )
    age = forms.ChoiceField(label=_("Age"), choices=Consent.Age, initial=Consent.Age.ADULT)
    child_agreed = forms.BooleanField(label=_("The child said yes too"), required=False)
    guardian_phone = forms.CharField(
        label=_("Phone of the guardian who said yes, for a child"), max_length=30, required=False
    )
    given_on = forms.DateField(label=_("Given on"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    expires_on = forms.DateField(
        label=_("Holds until"),
        required=False,
        help_text=_("Empty: until it is taken back."),
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )
    how = forms.ChoiceField(label=_("How it is known"), choices=Consent.How)
    words = forms.CharField(
        label=_("What was said, or where the recording lies"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    proof = forms.FileField(
        label=_("Photo of the paper or the message"),
        required=False,
        help_text=_("JPEG, PNG or WebP, up to 12 MB. It is kept private. Never an identity card."),
        widget=forms.FileInput({"accept": ",".join(mime for mime, _ending in FORMATS.values())}),
    )

    def __init__(self, *args: Any, campaigns: QuerySet[Campaign], is_site: bool, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {"given_on": clock.today()} | kwargs["initial"]
        super().__init__(*args, **kwargs)
        campaign, actor = self.fields["campaign"], self.fields["actor"]
        campaign.queryset = campaigns  # type: ignore[attr-defined]
        actor.queryset = Actor.objects.exclude(kind=Actor.Kind.ORGANISATION).order_by("slug")  # type: ignore[attr-defined]
        if not is_site:
            campaign.required = True
            campaign.empty_label = None  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        return phone_of(self.cleaned_data["phone"])

    def clean_guardian_phone(self) -> str:
        return phone_of(self.cleaned_data["guardian_phone"])

    def clean_given_on(self) -> datetime:
        day = self.cleaned_data["given_on"]
        if day > clock.today():
            raise ValidationError(_("This day has not come yet."))
        return min(timezone.make_aware(datetime.combine(day, time(12))), clock.now())

    def clean_expires_on(self) -> datetime | None:
        day = self.cleaned_data["expires_on"]
        if day is None:
            return None
        if not clock.today() < day <= clock.today() + timedelta(days=LONGEST):
            raise ValidationError(_("Choose a day between tomorrow and ten years from now."))
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is taken back"),
        max_length=300,
        help_text=_("A consent may be taken back without a reason: say so."),
    )


class WordsForm(forms.Form):
    words = TextFormField(label=_("What people say yes to"), rows=6, max_length=2000)


class LedgerFilterForm(forms.Form):
    q = forms.CharField(label=_("Name or phone"), max_length=80, required=False)
    purpose = forms.ChoiceField(label=_("What for"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            ("valid", _("Valid")),
            ("expiring", _("Ends within 30 days")),
            ("expired", _("Past its day")),
            ("withdrawn", _("Taken back")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = [("", _("All"))]
        choices += [(purpose.id, purpose.name) for purpose in personal.purposes()]
        self.fields["purpose"].choices = choices  # type: ignore[attr-defined]

    def narrowing(self) -> dict[str, str]:
        """What was asked, without what is wrong in it."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
