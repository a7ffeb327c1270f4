"""Places as people write them down."""

from django import forms

from phien.places.models import Place


class PlaceForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in its stubs alone
    parent = forms.ModelChoiceField(Place.objects.all(), to_field_name="slug", required=False)

    class Meta:
        model = Place
        fields = [
            "slug", "kind", "parent", "code", "prefix", "name", "story", "distinction", "distinction_source",
            "latitude", "longitude", "has_page",
        ]  # fmt: skip
