"""The signed token in a room's page with which its buy button claims. One per page served; good for a day."""

import secrets

from django.core import signing

from phien.market.errors import WrongClaimToken

SALT = "phien.market.claim"
HOURS = 24


def sign(topic: str = "") -> str:
    """A token for a page; `topic` is what led to the claim ("broadcast:<slug>"), or empty."""
    return signing.dumps([topic, secrets.token_urlsafe(6)], salt=SALT)


def read(token: str) -> tuple[str, str]:
    """(topic, nonce). Raises WrongClaimToken when it is forged, mangled or too old."""
    try:
        topic, nonce = signing.loads(token, salt=SALT, max_age=HOURS * 3600)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise WrongClaimToken from error
    return str(topic), str(nonce)
