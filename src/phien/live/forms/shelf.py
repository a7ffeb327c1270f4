"""Where a product moves on the shelf."""

from django import forms
from django.utils.translation import gettext_lazy as _


class MoveForm(forms.Form):
    to = forms.ChoiceField(choices=[("up", _("Up")), ("down", _("Down")), ("first", _("To the top"))])


class PutForm(forms.Form):
    """Put the product on the shelf, or take it off."""

    to = forms.ChoiceField(choices=[("on", _("Put on the shelf")), ("off", _("Take off the shelf"))])
