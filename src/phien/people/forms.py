"""Actors as organisers write them down, and the personal links that let them in."""

from datetime import date, datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phien.lib import clock
from phien.lib.choices import SlugChoiceField
from phien.people.actions import LINK_DAYS
from phien.people.identity import longest
from phien.people.models import Actor, IdentityCheck
from phien.places.models import Place


class ActorForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in its stubs alone
    place = SlugChoiceField(Place.objects.all(), required=False)
    works_for = SlugChoiceField(Actor.objects.all(), required=False)

    class Meta:
        model = Actor
        fields = ["slug", "kind", "name", "aliases", "bio", "since", "place", "works_for"]


class LinkForm(forms.Form):
    """For how long a personal link opens the desk."""

    days = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        initial=LINK_DAYS,
        choices=[(1, _("one day")), (7, _("one week")), (14, _("two weeks")), (60, _("two months"))],
    )


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), tzinfo=timezone.get_default_timezone())


class IdentityForm(forms.Form):
    """What was seen of whom. There is no field for a number or a picture, and there shall be none."""

    method = forms.ChoiceField(label=_("What was shown"), choices=IdentityCheck.Method.choices)
    expires_on = forms.DateField(
        label=_("Holds until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: as long as the site allows. Put an earlier day where the paper itself ends before."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=200,
        help_text=_("No number of a paper, please."),
    )

    def clean_expires_on(self) -> datetime | None:
        day = self.cleaned_data["expires_on"]
        if day is None:
            return None
        if day <= clock.today():
            raise forms.ValidationError(_("That day is over."))
        if _end_of(day) > longest(clock.now()):
            raise forms.ValidationError(_("A check holds for a few months only; leave this empty for the longest."))
        return _end_of(day)

    def clean_note(self) -> str:
        note = str(self.cleaned_data["note"])
        if sum(letter.isdigit() for letter in note) >= 8:
            raise forms.ValidationError(_("This looks like the number of a paper. Such numbers are not kept here."))
        return note


class IdentityRowForm(forms.Form):
    """A check from an organiser's file."""

    actor = SlugChoiceField(Actor.objects.all())
    method = forms.ChoiceField(choices=IdentityCheck.Method.choices)
    checked_by = SlugChoiceField(Actor.objects.all(), required=False)
    checked_on = forms.DateField()

    def clean_checked_on(self) -> date:
        day: date = self.cleaned_data["checked_on"]
        if day > clock.today():
            raise forms.ValidationError(_("That day has not come yet."))
        return day
