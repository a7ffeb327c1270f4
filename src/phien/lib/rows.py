"""Rows of an organiser's files, on their way through a form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phien.lib.errors import Refused
from phien.lib.texts import LANGUAGES, TextFormField

_LANGUAGE = {"vi": "vi", "en": "en", "fr": "fr", "zh": "zh-hans", "zh_hans": "zh-hans", "zh-hans": "zh-hans"}
_COLUMN = re.compile(r"(?P<base>.+?)[:_.](?P<language>vi|en|fr|zh(?:[-_]hans)?)$", re.IGNORECASE)


class WrongRow(Refused):
    code = "wrong_row"
    status = 422
    message = _("%(file)s, row %(row)s, column %(column)s: %(reason)s")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the file it stands in, its number there (the heading is row 1), its values by column.

    A text in several languages is one column (`name`: Vietnamese, or a dict) or one per language (`name:en`).
    """

    file: str
    number: int
    values: Mapping[str, Any]

    def get(self, column: str, default: Any = "") -> Any:
        value = self.values.get(column)
        return default if value is None or value == "" else value

    def texts(self, column: str) -> dict[str, str]:
        """All languages of one text."""
        found: dict[str, str] = {}
        whole = self.values.get(column)
        if isinstance(whole, Mapping):
            found = {_LANGUAGE[str(k).lower()]: str(v) for k, v in whole.items() if str(k).lower() in _LANGUAGE}
        elif whole:
            found["vi"] = str(whole)
        for name, value in self.values.items():
            match = _COLUMN.match(name)
            if match and match["base"] == column and value:
                found[_LANGUAGE[match["language"].lower()]] = str(value)
        return found

    def words(self, column: str) -> list[str]:
        """A list in one cell, parted by ; or |, or a list."""
        value = self.values.get(column) or []
        parts = re.split(r"[;|]", value) if isinstance(value, str) else value
        return [str(part).strip() for part in parts if str(part).strip()]

    def wrong(self, column: str, reason: object) -> WrongRow:
        return WrongRow(file=self.file, row=self.number, column=column, reason=str(reason))


def checked[F: forms.BaseForm](
    form_class: type[F], row: Row, *, also: Mapping[str, Any] | None = None, **made: Any
) -> F:
    """The form filled from the row and found right. Raises WrongRow for the first thing that is not."""
    data: dict[str, Any] = {}
    blank = form_class(**made)
    for name, field in blank.fields.items():
        if also is not None and name in also:
            data[name] = also[name]
        elif isinstance(field, TextFormField):
            texts = row.texts(name)
            data |= {f"{name}_{language}": texts.get(language, "") for language in LANGUAGES}
        elif name in row.values:
            data[name] = row.values[name]
    form = form_class(data, **made)
    for column, errors in form.errors.items():
        raise row.wrong(column, " ".join(str(error) for error in errors))
    return form
