"""The signed tokens of the video room's hot paths, which know no session: one to watch by, one to send by."""

from dataclasses import dataclass

from django.core import signing

from phien.video.errors import WrongToken

HOURS = 24
WATCH = "phien.video.watch"
SEND = "phien.video.send"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends to which folder. `label` is how others on the set are told who is on air."""

    key: str
    publisher: str
    label: str


def watch_token(key: str) -> str:
    """A token for a desk's view of this folder, practice included, valid for 24 hours."""
    return signing.dumps(key, salt=WATCH)


def read_watch(token: str) -> str:
    """The key of the folder that the token shows. Raises WrongToken when it is forged, mangled or too old."""
    key = _read(token, WATCH)
    if not isinstance(key, str):
        raise WrongToken
    return key


def send_token(key: str, publisher: str, label: str) -> str:
    """A token with which a host's page sends to this folder, valid for 24 hours."""
    return signing.dumps([key, publisher, label], salt=SEND)


def read_send(token: str) -> Sender:
    """Who may send where. Raises WrongToken."""
    facts = _read(token, SEND)
    if not isinstance(facts, list) or len(facts) != 3:
        raise WrongToken
    return Sender(*map(str, facts))


def _read(token: str, salt: str) -> object:
    try:
        found: object = signing.loads(token, salt=salt, max_age=HOURS * 3600)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise WrongToken from error
    return found
