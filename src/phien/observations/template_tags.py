"""Words and sizes of exports, for every template."""

from django import template
from django.template.defaultfilters import filesizeformat

from phien.content.platforms import name_of
from phien.lib.texts import Text
from phien.observations import words
from phien.observations.exports.fingerprints.names import called
from phien.observations.queries.mappings import PREFIX

register = template.Library()


@register.filter
def export_name(fingerprint: str) -> object:
    return called(fingerprint.removeprefix(PREFIX))


@register.filter
def export_report(code: str) -> object:
    return words.report(code)


@register.filter
def export_flag(code: str) -> object:
    return words.flag(code)


@register.filter
def export_skipped(code: str) -> object:
    return words.skipped(code)


@register.filter
def export_period(code: str) -> object:
    return words.PERIODS.get(code, code)


@register.filter
def export_confidence(code: str) -> object:
    return words.CONFIDENCES.get(code, code)


@register.filter
def export_language(code: str) -> str:
    return words.LANGUAGES.get(code, code)


@register.filter
def platform_name(code: str) -> object:
    return name_of(code)


@register.filter
def in_words(texts: dict[str, str]) -> Text:
    """A text that was stored in every language, in the reader's."""
    return Text.of(texts)


@register.filter
def size(count: int) -> str:
    return filesizeformat(count)


@register.filter
def means(definition: str) -> object:
    """What a figure of this definition is called."""
    return words.meaning(definition)


@register.filter
def export_field(code: str) -> object:
    return words.field(code)


@register.filter
def export_order_state(code: str) -> object:
    return words.ORDER_STATES.get(code, code)


@register.filter
def export_unit(code: str) -> object:
    return words.UNITS.get(code, code)
