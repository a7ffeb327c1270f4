"""Plain words on one line."""

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from phien.live.words import has_link


def one_line(value: str) -> str:
    """Plain words on one line: no control or direction characters, no stacked marks, single spaces."""
    value = unicodedata.normalize("NFC", value)
    kept, marks = [], 0
    for letter in value:
        category = unicodedata.category(letter)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if letter == "\u200d" or (category[0] not in "C" and category not in {"Zl", "Zp"} and marks <= 2):
            kept.append(letter)
        elif category in {"Cc", "Zl", "Zp"}:
            kept.append(" ")
    return " ".join("".join(kept).split())


class Line(forms.CharField):
    """A line of plain words; without a link, unless `links` lets them through."""

    links = False

    def to_python(self, value: object) -> str:
        return one_line(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if not self.links and has_link(value):
            raise forms.ValidationError(_("Links cannot be posted here."), code="link")
