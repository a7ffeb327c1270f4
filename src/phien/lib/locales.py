"""Django's language codes and Babel's locales."""

from babel import Locale

_LOCALES = {"vi": "vi_VN", "en": "en_GB", "fr": "fr_FR", "zh-hans": "zh_Hans_CN"}


def babel_locale(language: str | None) -> Locale:
    """The Babel locale for a Django language code; Vietnamese where it is unknown."""
    return Locale.parse(_LOCALES.get(language or "vi", "vi_VN"))
