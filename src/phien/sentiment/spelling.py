"""How comments are written: letters without their marks, drawn-out words, addresses and mentions."""

import re
import unicodedata

_LINK = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
_MENTION = re.compile(r"@\w+")
_DRAWN_OUT = re.compile(r"(\w)\1{2,}")
_MARKS = re.compile(r"[̀-ͯ]")
_WORD = re.compile(r"\w+|[^\w\s]")
_LETTERS = re.compile(r"[^\w]|_")


def tidy(text: str) -> str:
    """Lower case, composed, addresses and mentions as one word each, "ngonnnn" as "ngonn", single spaces."""
    text = unicodedata.normalize("NFC", text).lower()
    text = _MENTION.sub(" @ ", _LINK.sub(" http ", text))
    return " ".join(_DRAWN_OUT.sub(r"\1\1", text).split())


def stripped(text: str) -> str:
    """Without diacritics, as many write on a phone: "Vịt quay đẹp" becomes "Vit quay dep"."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", bare.replace("đ", "d").replace("Đ", "D"))


def words_of(tidied: str) -> list[str]:
    """Words, and every sign or emoji as a word of its own."""
    return _WORD.findall(tidied)


def bare(text: str) -> str:
    """Letters and digits alone, without marks and in lower case: what two copies of a comment have in common. A
    comment of signs alone is itself."""
    return _LETTERS.sub("", stripped(tidy(text))) or "".join(text.split())
