"""The form by which a desk takes in a picture."""

from django import forms
from django.utils.translation import gettext_lazy as _

from phien.lib.errors import Refused
from phien.lib.texts import TextFormField
from phien.media import actions
from phien.media.models import Asset
from phien.media.pictures import FORMATS


class PictureForm(forms.Form):
    """A picture with its words. `add()` takes it in; where it is refused, the reason stands at the field."""

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG or WebP, up to 12 MB. Where and when it was taken is not published."),
        widget=forms.FileInput({"accept": ",".join(mime for mime, _ending in FORMATS.values())}),
    )
    alt = TextFormField(
        label=_("What it shows"), help_text=_("For those who cannot see it."), required=False, max_length=300
    )
    credit = forms.CharField(label=_("Taken by"), max_length=200, required=False)
    licence = forms.CharField(label=_("Licence"), max_length=100, required=False)

    def add(self) -> Asset | None:
        """The asset, or None with an error at the field. Call it on a valid form."""
        facts = self.cleaned_data
        try:
            return actions.add_image(
                file=facts["picture"], alt=facts["alt"], credit=facts["credit"], licence=facts["licence"]
            )
        except Refused as refusal:
            self.add_error("picture", str(refusal))
            return None
