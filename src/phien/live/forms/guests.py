"""Guests before the camera."""

from django import forms
from django.utils.translation import gettext_lazy as _

from phien.live.forms.lines import Line


class GuestForm(forms.Form):
    """Who comes before the camera, and for how long the link lets them."""

    name = Line(label=_("Guest's name"), max_length=60)
    hours = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        initial=12,
        choices=[(3, _("3 hours")), (12, _("12 hours")), (24, _("one day")), (72, _("three days"))],
    )
