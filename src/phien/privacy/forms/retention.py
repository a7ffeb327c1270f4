"""How long a class is kept."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PeriodForm(forms.Form):
    days = forms.IntegerField(label=_("Days"), min_value=0, max_value=36_500)
