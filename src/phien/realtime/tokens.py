"""The signed token with which a page opens its room's stream, since hot paths know no session."""

from dataclasses import dataclass
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
    try:
        topic, counts = signing.loads(token, salt=SALT, max_age=HOURS * 3600)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise WrongToken from error
    return Admission(str(topic), bool(counts))


def stream_url(topic: str, *, since: int, counts: bool = True) -> str:
    """The stream's address for a page that shows everything up to message `since` (read it before the messages)."""
    return "/stream?" + urlencode({"t": room_token(topic, counts=counts), "since": since})
