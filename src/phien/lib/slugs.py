"""The short name of a thing in its address, from its Vietnamese name."""

import re
import unicodedata


def plain(text: str) -> str:
    """Without marks, lower case: what Vietnamese is typed as where there are no marks. Also an order for lists."""
    spread = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in spread if not unicodedata.combining(letter)).lower()


def slug_of(text: object, longest: int = 60) -> str:
    """'Chợ phiên Lạng Sơn' gives 'cho-phien-lang-son'. Empty where nothing of it can stand in an address."""
    return re.sub(r"[^a-z0-9]+", "-", plain(str(text))).strip("-")[:longest].rstrip("-")
