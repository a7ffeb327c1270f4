"""Choosing a row by its slug, in forms as in files."""

from typing import Any

from django import forms


class SlugChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in its stubs alone
    """A choice that is sent as the row's slug. A ModelForm's initial value is a key, and finds its row too."""

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset, to_field_name="slug", **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return self.queryset.filter(pk=value).values_list("slug", flat=True).first()  # type: ignore[union-attr]
        return super().prepare_value(value)
