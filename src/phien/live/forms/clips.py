"""How much of a moment becomes a clip."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_BEFORE, LONGEST_AFTER = 60, 180


class CutForm(forms.Form):
    before = forms.IntegerField(label=_("Seconds before"), min_value=0, max_value=LONGEST_BEFORE)
    after = forms.IntegerField(label=_("Seconds after"), min_value=3, max_value=LONGEST_AFTER)
