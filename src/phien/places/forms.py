"""Places as people write them down."""

from django import forms

from phien.lib.choices import SlugChoiceField
from phien.places.models import Place


class PlaceForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in its stubs alone
    parent = SlugChoiceField(Place.objects.all(), required=False)

    class Meta:
        model = Place
        fields = [
            "slug", "kind", "parent", "code", "prefix", "name", "story", "distinction", "distinction_source",
            "latitude", "longitude", "has_page",
        ]  # fmt: skip
