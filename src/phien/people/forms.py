"""Actors as organisers write them down, and the personal links that let them in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from phien.lib.choices import SlugChoiceField
from phien.people.actions import LINK_DAYS
from phien.people.models import Actor
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
