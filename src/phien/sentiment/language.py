"""Which language a comment is in: vi, en, other or none. A rule that can be read, for texts of two to twenty words.

Libraries for this need sentences; many comments are three syllables without diacritics. docs/how/sentiment.md says how
often the rule is right, beside a library.
"""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from phien.sentiment.spelling import stripped, tidy


class Language(StrEnum):
    VI = "vi"
    EN = "en"
    OTHER = "other"
    NONE = "none"


CLASSIFIED = (Language.VI, Language.EN)

_ADDRESS = re.compile(r"https?://\S+|www\.\S+|@\w+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
# Letters that no other language on these pages writes. é, è, à, ê, â, ô are French too.
_ONLY_VI = re.compile(r"[ăđơưảãạằắẳẵặầấẩẫậẻẽẹềếểễệỉĩịỏọồốổỗộờớởỡợủũụừứửữựỳỷỹỵ]")
_MARKED = re.compile(r"[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]")
_NOT_VI = re.compile(r"[çëïöüäñßøåœ]")


def _listed(name: str) -> frozenset[str]:
    return frozenset((Path(__file__).parent / "data" / name).read_text(encoding="utf-8").split())


# A Vietnamese syllable without its marks: beginning, vowels, end.
_SYLLABLE = re.compile(
    r"(?:b|ch|c|d|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|q|r|s|th|tr|t|v|x)?"
    r"(?:a|ai|ao|au|ay|e|eo|eu|i|ia|ie|ieu|iu|o|oa|oai|oao|oay|oe|oeo|oi|oo|u|ua|uay|ue|ui|uo|uoi|uou|uu|uy|uya|uye|uyu"
    r"|y|ye|yeu)(?:ch|c|ng|nh|m|n|p|t)?"
)

_VI = _listed("words.vi.txt")
_EN = _listed("words.en.txt")
# Words between words of languages that also write Latin letters: enough to say that it is another one.
_OTHERS = _listed("words.other.txt")


def language_of(text: str) -> Language:
    """NONE: no letters at all (signs, numbers, emoji). OTHER: another script, or no sign of the two we know."""
    written = _WORD.findall(_ADDRESS.sub(" ", unicodedata.normalize("NFC", text)))
    words = _WORD.findall(tidy(" ".join(written)))
    if not words:
        return Language.NONE
    letters = "".join(words)
    latin = sum(1 for letter in letters if ord(letter) < 0x250 or 0x1E00 <= ord(letter) < 0x1F00)
    if latin * 2 < len(letters):
        return Language.OTHER
    vi, en, other = _votes(words, _names_among(written))
    if other > max(vi, en):
        return Language.OTHER
    if max(vi, en) < 0.5 * len(words) ** 0.5:
        return Language.OTHER
    return Language.VI if vi >= en else Language.EN


def _names_among(written: list[str]) -> set[str]:
    """Words with a capital inside a sentence, in lower case: "Do you ship to Hà Nội?" is English all the same. None
    where half of the words have one."""
    names = {word.lower() for word in written[1:] if word[0].isupper()}
    return names if 2 * len(names) <= len(written) else set()


def _votes(words: list[str], names: set[str]) -> tuple[float, float, float]:
    """How much speaks for Vietnamese, English, and another language. Names say little."""
    vi = en = other = 0.0
    for word in words:
        for_vi, for_en, for_other = (0.1, 0.0, 0.1) if word in names else _vote(word)
        vi, en, other = vi + for_vi, en + for_en, other + for_other
    return vi, en, other


@lru_cache(50_000)
def _vote(word: str) -> tuple[float, float, float]:
    bare = stripped(word)
    shaped = _SYLLABLE.fullmatch(bare) is not None
    if _NOT_VI.search(word) or (_MARKED.search(word) and not shaped):
        return 0.0, 0.0, 2.0
    if _ONLY_VI.search(word):
        return 3.0, 0.0, 0.0
    if _MARKED.search(word):
        return 1.0, 0.0, 0.0 if bare in _VI else 0.9
    if word in _VI or word in _EN:
        return float(word in _VI), float(word in _EN), 0.0
    if word in _OTHERS:
        return 0.0, 0.0, 1.0
    return (0.6, 0.0, 0.0) if shaped else (0.0, 0.5, 0.4)
