"""Unwanted words, found however they are written; and links."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

SHORT = 4
"""A word of so many letters must stand for itself: inside other words it would be found by accident."""

APART = r"[\W_]*"  # what stands between letters and does not hide a word

# A scheme, www., or a word.tld/… and bare domains of the endings that spam uses. "vit.quay" stays a typing slip.
LINKS = re.compile(
    r"(?:\w+://|www\.|\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|vn|info|biz|io|me|ly|gl|cc|top|xyz|shop|store|online|site|link|live|tv|app|cn)\b)",
    re.IGNORECASE,
)


def has_link(text: str) -> bool:
    return LINKS.search(text) is not None


def with_marks(text: str) -> str:
    """Lower case, in one spelling of each letter."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def without_marks(text: str) -> str:
    """Lower case without tone marks, hats and bars: "Lừa Đảo" becomes "lua dao"."""
    letters = unicodedata.normalize("NFD", with_marks(text).replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@lru_cache(maxsize=4096)
def _pattern(folded: str) -> re.Pattern[str] | None:
    """Finds the letters of `folded` in their order, each drawn out at will, with anything but letters between them."""
    letters = [letter for letter in folded if letter.isalnum()]
    if not letters:
        return None
    runs: list[tuple[str, int]] = []
    for letter in letters:
        if runs and runs[-1][0] == letter:
            runs[-1] = (letter, runs[-1][1] + 1)
        else:
            runs.append((letter, 1))
    # One run ends where another letter begins, so that a search never has to guess where.
    parts = [f"{re.escape(letter)}(?:{APART}{re.escape(letter)}){{{count - 1},}}" for letter, count in runs]
    found = APART.join(parts)
    if len(letters) <= SHORT and without_marks(folded).isascii():
        found = rf"(?<![^\W_]){found}(?![^\W_])"
    return re.compile(found)


def _is_in(word: str, text: str) -> bool:
    pattern = _pattern(word)
    return pattern is not None and pattern.search(text) is not None


def _needs_its_marks(word: str) -> bool:
    """Whether other marks would make another word of it: short, and written with marks or as one syllable."""
    bare = without_marks(word)
    is_short = sum(letter.isalnum() for letter in bare) <= SHORT
    return is_short and (bare != with_marks(word) or " " not in word)


def find(words: Iterable[str], text: str) -> list[str]:
    """Which of the words the text has, in any case, with or without Vietnamese marks, s-p-e-l-t or drawn out.

    In a text that is written with marks, a short word is looked for as it is written: "đụ" is not in "du lịch", and
    "ngu" is not in "ngủ ngon". In a text without any, both are in "du ngu".
    """
    plain, marked = without_marks(text), with_marks(text)
    is_marked = plain != marked
    return [
        word
        for word in words
        if (
            _is_in(with_marks(word), marked)
            if is_marked and _needs_its_marks(word)
            else _is_in(without_marks(word), plain)
        )
    ]
