"""What led to a purchase: "broadcast:<slug>" or "clip:<slug>". Pages carry it signed, so that nobody invents one."""

import re

from django.core import signing

_SALT = "phien.market.origin"
_SHAPE = re.compile(r"^(broadcast|clip):[a-z0-9-]{1,66}$")


def token(origin: str) -> str:
    """The origin, signed, for a form's hidden field `origin`."""
    return signing.Signer(salt=_SALT).sign(origin)


def read(signed: str) -> str:
    """The origin in a token; empty where it is missing or not ours."""
    try:
        origin = signing.Signer(salt=_SALT).unsign(signed)
    except signing.BadSignature:
        return ""
    return origin if _SHAPE.match(origin) else ""
