"""Texts that people wrote in one or more languages. They fall back to Vietnamese."""

from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("vi", "en", "fr", "zh-hans")
FALLBACK = "vi"


class Text(dict[str, str]):
    """One text per language. str() gives it in the reader's language, else Vietnamese, else whatever there is."""

    @classmethod
    def of(cls, value: object) -> Self:
        if value is None:
            return cls()
        if isinstance(value, dict):
            unknown = set(value) - set(LANGUAGES)
            if unknown:
                raise ValidationError(_("Unknown language: %(names)s"), params={"names": ", ".join(sorted(unknown))})
            return cls({k: str(v).strip() for k, v in value.items() if str(v).strip()})
        value = str(value).strip()
        return cls({FALLBACK: value}) if value else cls()

    def within(self, language: str) -> str:
        return self.get(language) or self.get(FALLBACK) or next(iter(self.values()), "")

    def language(self) -> str:
        """The language in which str() gives this text: what an element's lang attribute should say."""
        wanted = get_language() or FALLBACK
        if self.get(wanted):
            return wanted
        return FALLBACK if self.get(FALLBACK) else next(iter(self), FALLBACK)

    def __str__(self) -> str:
        return self.within(get_language() or FALLBACK)

    def __bool__(self) -> bool:
        return any(self.values())

    def __hash__(self) -> int:  # type: ignore[override]  # widgets look values up in sets
        return hash(tuple(sorted(self.items())))


class TextWidget(forms.MultiWidget):
    """One input per language; the Vietnamese one stands first and the others below it."""

    template_name = "phien/text_widget.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, rows: int = 1) -> None:
        widget = forms.TextInput if rows == 1 else forms.Textarea
        extra = {} if rows == 1 else {"rows": rows}
        super().__init__({lang: widget({"lang": lang, **extra}) for lang in LANGUAGES}, attrs)

    def decompress(self, value: object) -> list[str]:
        text = Text.of(value)
        return [text.get(lang, "") for lang in LANGUAGES]


class TextFormField(forms.MultiValueField):
    """Takes a text in four languages; when required, Vietnamese is what must be there."""

    def __init__(self, *, rows: int = 1, max_length: int | None = None, **kwargs: Any) -> None:
        required = kwargs.pop("required", True)
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        fields = [forms.CharField(required=required and lang == FALLBACK, max_length=max_length) for lang in LANGUAGES]
        kwargs["widget"] = TextWidget(rows=rows)
        super().__init__(fields=fields, required=required, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> Text:
        return Text.of(dict(zip(LANGUAGES, data_list or [], strict=False)))

    def has_changed(self, initial: object, data: object) -> bool:
        return bool(self.clean(data) != Text.of(initial))


class TextField(models.JSONField):
    """A Text in one column. Reading always gives a Text, never None."""

    def __init__(self, *args: Any, rows: int = 1, **kwargs: Any) -> None:
        self.rows = rows
        kwargs.setdefault("default", Text)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.rows != 1:
            kwargs["rows"] = self.rows
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Text:
        return Text(super().from_db_value(value, expression, connection) or {})

    def to_python(self, value: object) -> Text:
        return Text.of(value)

    def get_prep_value(self, value: object) -> dict[str, str]:
        return dict(Text.of(value))

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, form_class=TextFormField, rows=self.rows, **kwargs)
