"""The signed token with which a page opens its room's stream, since hot paths know no session."""

import time
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.core import signing

from phien.realtime.errors import WrongToken

SALT = "phien.realtime.room"
HOURS = 24


@dataclass(frozen=True, slots=True)
class Admission:
    """What a token lets in: one topic. A desk that only watches over a room is not one of its viewers."""

    topic: str
    counts: bool


def room_token(topic: str, *, counts: bool = True) -> str:
    """A token for the stream of this topic, valid for 24 hours. `counts`: its stream is one viewer."""
    return signing.dumps([topic, counts], salt=SALT)


def read_token(token: str) -> Admission:
    """Whom the token admits to what. Raises WrongToken when it is forged, mangled or too old."""
    admission, signed_at = _checked(token)
    if time.time() - signed_at > HOURS * 3600:  # the system's time, since that is what Django signs with
        raise WrongToken
    return admission


@lru_cache(maxsize=4096)
def _checked(token: str) -> tuple[Admission, int]:
    """The admission and when it was signed. Kept, since all pages of a second have one token, and thousands come back
    with theirs at once after a restart.
    """
    try:
        topic, counts = signing.loads(token, salt=SALT)
        signed_at = signing.b62_decode(token.rsplit(":", 2)[1])
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise WrongToken from error
    return Admission(str(topic), bool(counts)), signed_at


def stream_url(topic: str, *, since: int, counts: bool = True) -> str:
    """The stream's address for a page that shows everything up to message `since` (read it before the messages)."""
    return "/stream?" + urlencode({"t": room_token(topic, counts=counts), "since": since})
