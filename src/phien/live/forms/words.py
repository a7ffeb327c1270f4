"""Unwanted words, typed or pasted one per line."""

from django import forms
from django.utils.translation import gettext_lazy as _

from phien.live.forms.lines import one_line
from phien.live.models import FilterWord

LONGEST_WORD = 60


class WordsForm(forms.Form):
    words = forms.CharField(
        label=_("Words or phrases, one per line"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=40_000,
        error_messages={"required": _("Write at least one word.")},
        help_text=_(
            "Found in any case, with or without Vietnamese marks, and with signs between the letters. "
            "Words of up to four letters only where they stand for themselves."
        ),
    )
    act = forms.ChoiceField(label=_("A message with one of them"), choices=FilterWord.Act, initial=FilterWord.Act.HOLD)

    def clean_words(self) -> list[str]:
        """Each word once, in its order."""
        lines = [one_line(line).lower() for line in self.cleaned_data["words"].splitlines()]
        words = list(dict.fromkeys(line for line in lines if any(letter.isalnum() for letter in line)))
        if not words:
            raise forms.ValidationError(_("Write at least one word."), code="required")
        long = next((word for word in words if len(word) > LONGEST_WORD), None)
        if long is not None:
            raise forms.ValidationError(
                _("At most %(most)d characters in a line: “%(word)s…”"),
                params={"most": LONGEST_WORD, "word": long[:20]},
                code="max_length",
            )
        return words
