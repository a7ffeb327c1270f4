"""Names of months in the languages that platforms' interfaces speak."""

from functools import cache

from babel import Locale

LANGUAGES = (
    *("en", "vi", "fr", "zh", "ru", "sv", "es", "pt", "de", "it", "id", "ms", "th", "ja", "ko", "nl", "pl", "tr"),
    *("uk", "el", "da", "nb", "fi", "cs", "ro", "hu"),
)
_VIETNAMESE = ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")


@cache
def named() -> dict[str, tuple[int, frozenset[str]]]:
    """Each name in small letters without points: the month, and the languages in which it is that month.

    A name that means different months in two of these languages would be worthless, and is left out.
    """
    found: dict[str, dict[int, set[str]]] = {}
    for language in LANGUAGES:
        months = Locale.parse(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    found.setdefault(plain(name), {}).setdefault(number, set()).add(language)
    for number, name in enumerate(_VIETNAMESE, start=1):
        for written in (f"tháng {name}", f"thg {name}"):
            found.setdefault(written, {}).setdefault(number, set()).add("vi")
    found.setdefault("tháng bốn", {})[4] = {"vi"}
    return {
        name: (number, frozenset(languages))
        for name, by_month in found.items()
        if len(by_month) == 1 and not name.isdigit()
        for number, languages in by_month.items()
    }


def plain(name: str) -> str:
    return " ".join(name.casefold().replace(".", " ").split())
