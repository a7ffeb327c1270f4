"""Letters that were broken on the way: UTF-8 that a program took for windows-1252 and saved again."""

from itertools import islice

from phien.observations.exports import errors
from phien.observations.exports.sheets import Sheet

_FREE = frozenset({0x81, 0x8D, 0x8F, 0x90, 0x9D})


def mended(text: str) -> str:
    """What the broken text was, "" where it is sound. Sound Vietnamese, Russian or Chinese cannot be written in
    windows-1252 at all, and a sound French word in it is no UTF-8; so what can be turned back was broken."""
    if text.isascii():
        return ""
    try:
        was = b"".join(map(_byte, text)).decode("utf-8")
    except UnicodeError:
        return ""
    return was if was != text else ""


def _byte(letter: str) -> bytes:
    """The byte that is shown as this letter. Programs show the five that windows-1252 leaves free as control signs."""
    return bytes([ord(letter)]) if ord(letter) in _FREE else letter.encode("cp1252")


def unbroken(sheet: Sheet, shown: str, most: int) -> None:
    """Raises BrokenLetters where the first lines are broken."""
    for number, cells in islice(sheet.rows(), most):
        for cell in cells:
            for word in cell.split() if not cell.isascii() else ():
                was = mended(word)
                if was:
                    raise errors.BrokenLetters(file=shown, line=number, found=word[:40], was=was[:40])
