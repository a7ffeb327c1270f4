"""The signed token in a room's page with which its buy button claims. One per page served; good for a day.

Sealed (lib/seals.py): 7 characters of minutes since 1970, hexadecimal; 8 of the nonce; the topic.
"""

import secrets

from phien.lib import clock
from phien.lib.seals import opened, seal
from phien.market.errors import WrongClaimToken

PURPOSE = b"claim"
MAX_MINUTES = 24 * 60


def sign(topic: str = "") -> str:
    """A token for a page; `topic` is what led to the claim ("broadcast:<slug>"), or empty."""
    return seal(f"{_minutes():07x}{secrets.token_urlsafe(6)}{topic}", purpose=PURPOSE)


def read(token: str) -> tuple[str, str]:
    """(topic, nonce). Raises WrongClaimToken when it is forged, mangled or too old."""
    said = opened(token, purpose=PURPOSE)
    if said is None or _minutes() - int(said[:7], 16) > MAX_MINUTES:
        raise WrongClaimToken
    return said[15:], said[7:15]


def _minutes() -> int:
    return int(clock.now().timestamp()) // 60
