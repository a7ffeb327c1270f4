"""How a promo code is read: as people hear, type and paste it."""

import re
import unicodedata

from phien.lib.slugs import plain

LONGEST = 20


def read(typed: str) -> str:
    """Capitals and digits alone: ' sim-lạng 10 ' is SIMLANG10. Empty where nothing of it can be a code."""
    return re.sub(r"[^A-Z0-9]", "", plain(unicodedata.normalize("NFKC", typed)).upper())[: LONGEST + 1]
