"""The mark on a page, so that its hit can be trusted: what to count, signed by this site, good for 12 hours."""

import secrets
from dataclasses import dataclass

from django.core import signing

from phien.evidence.errors import ExpiredToken, WrongToken
from phien.evidence.hits import KINDS

MAX_AGE = 12 * 60 * 60
_SALT = "phien.evidence.hit"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a token says. `nonce` is different on every page served: it makes a replay the same hit again."""

    kind: str
    subject: str
    campaign: str
    creator: str
    place: str
    link: str
    is_staff: bool
    nonce: str


def sign(
    *,
    kind: str,
    subject: str = "",
    campaign: str = "",
    creator: str = "",
    place: str = "",
    link: str = "",
    is_staff: bool = False,
) -> str:
    """A token for a page. ValueError for an unknown kind."""
    if kind not in KINDS:
        raise ValueError(f"No such kind of hit: {kind!r}.")
    facts = [kind, subject, campaign, creator, place, link, int(is_staff), secrets.token_urlsafe(6)]
    return signing.dumps(facts, salt=_SALT)


def read(token: str) -> Mark:
    """What the token says. WrongToken or ExpiredToken."""
    try:
        facts = signing.loads(token, salt=_SALT, max_age=MAX_AGE)
    except signing.SignatureExpired as error:
        raise ExpiredToken from error
    except signing.BadSignature as error:
        raise WrongToken from error
    kind, subject, campaign, creator, place, link, is_staff, nonce = facts
    return Mark(kind, subject, campaign, creator, place, link, bool(is_staff), nonce)
