"""Names that evidence may hold instead of a person's or an order's: keyed hashes, the same each time."""

import hashlib
import secrets

from phien.evidence.models import PseudonymKey
from phien.lib import clock


class Pseudonyms:
    """Pseudonyms of one kind: `Pseudonyms("order")("tiktok", "5769…")` gives 16 hexadecimal digits. The secret is read
    once, so make one of these for a whole file."""

    def __init__(self, kind: str) -> None:
        row, _made = PseudonymKey.objects.get_or_create(
            kind=kind, defaults={"secret": secrets.token_bytes(32), "made_at": clock.now()}
        )
        self._secret = bytes(row.secret)

    def __call__(self, *parts: str) -> str:
        """ "" for parts that are all empty: nobody has no pseudonym."""
        if not any(parts):
            return ""
        said = "\x1f".join(parts).encode("utf-8", "surrogatepass")
        return hashlib.blake2s(said, key=self._secret, digest_size=8).hexdigest()
