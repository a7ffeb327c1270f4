"""Hashtags as people write them, and the one key that their spellings share."""

import re
import unicodedata
from functools import lru_cache

from phien.lib.slugs import plain

LONGEST = 100
_TAG = re.compile(r"[#＃]([\w·]{1,100})")


@lru_cache(maxsize=4_096)  # a file of many thousand rows has few hashtags
def key_of(written: str) -> str:
    """Letters and digits without marks, in small letters: '#ĐặcSản XứLạng' and '#dacsanxulang' give 'dacsanxulang'.
    Empty where there is neither letter nor digit."""
    return "".join(letter for letter in plain(unicodedata.normalize("NFKC", written)) if letter.isalnum())[:LONGEST]


def shown_of(written: str) -> str:
    """The hashtag without its sign, as it was written."""
    return unicodedata.normalize("NFC", written).strip().lstrip("#＃").strip()[:LONGEST]


def found_in(text: str) -> list[str]:
    """The hashtags that a caption holds, as written, in their order, each key once. A number alone (#1) is none."""
    found: dict[str, str] = {}
    for written in _TAG.findall(unicodedata.normalize("NFC", text)):
        key = key_of(written)
        if key and not key.isdigit():
            found.setdefault(key, written)
    return list(found.values())
