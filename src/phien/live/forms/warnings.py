"""What stands over the picture as a warning."""

from typing import Any

from django import forms
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from phien.lib.texts import LANGUAGES, Text
from phien.live.forms.lines import Line

PRESETS = {
    "official": _("Prices and offers hold only through the buy button here."),
    "money": _("Do not send money to private accounts."),
    "drink": _("Drink responsibly. Not for sale to anyone under 18."),
    "health": _("This is food, not medicine. It cures no illness."),
    "illustration": _("The picture is an example. What you receive may look different."),
}
LONGEST = 120


def in_all_languages(preset: str) -> Text:
    """The ready text, as each reader will have it."""
    texts = {}
    for language in LANGUAGES:
        with override(language):
            texts[language] = str(PRESETS[preset])
    return Text(texts)


class WarningForm(forms.Form):
    """A ready text, one's own words, or neither: then the warning comes down."""

    preset = forms.ChoiceField(required=False, choices=list(PRESETS.items()))
    words = Line(label=_("In your own words"), required=False, max_length=LONGEST)

    def clean(self) -> dict[str, Any]:
        """With `text`, a Text; one's own words are in the language of the desk."""
        facts = super().clean() or {}
        if facts.get("preset"):
            facts["text"] = in_all_languages(facts["preset"])
        else:
            words = facts.get("words", "")
            facts["text"] = Text({get_language() or "vi": words}) if words else Text()
        return facts
