from django import forms
from django.utils.translation import gettext_lazy as _

from phien.people.actions import LINK_DAYS


class LinkForm(forms.Form):
    """For how long a personal link opens the desk."""

    days = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        initial=LINK_DAYS,
        choices=[(1, _("one day")), (7, _("one week")), (14, _("two weeks")), (60, _("two months"))],
    )
