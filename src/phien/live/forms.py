"""What comes from outside into live."""

import re
import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from phien.live.models import LONGEST_SLOW_MODE

LONGEST_NAME = 30
LONGEST_TEXT = 200

# A scheme, www., or a word.tld/… and bare domains of the endings that spam uses. "vit.quay" stays a typing slip.
LINKS = re.compile(
    r"(?:\w+://|www\.|\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|vn|info|biz|io|me|ly|gl|cc|top|xyz|shop|store|online|site|link|live|tv|app|cn)\b)",
    re.IGNORECASE,
)


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
    """A line of plain words without a link."""

    def to_python(self, value: object) -> str:
        return one_line(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if LINKS.search(value):
            raise forms.ValidationError(_("Links cannot be posted here."), code="link")


class ChatForm(forms.Form):
    text = Line(
        label=_("Your message"),
        max_length=LONGEST_TEXT,
        error_messages={
            "required": _("Write something first."),
            "max_length": _("At most %(limit_value)d characters; this has %(show_value)d."),
        },
    )
    name = Line(
        label=_("Your name here"),
        max_length=LONGEST_NAME,
        error_messages={
            "required": _("Tell us how to call you."),
            "max_length": _("At most %(limit_value)d characters; this has %(show_value)d."),
        },
    )


class MuteForm(forms.Form):
    author_key = forms.RegexField(r"^[0-9a-f]{8,32}$")
    author_name = forms.CharField(max_length=40, required=False)
    minutes = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[(5, _("5 minutes")), (30, _("30 minutes")), (0, _("To the end"))],
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, strip=True)
    hide_theirs = forms.BooleanField(label=_("Hide what they wrote"), required=False)


class SlowModeForm(forms.Form):
    seconds = forms.IntegerField(min_value=0, max_value=LONGEST_SLOW_MODE)
