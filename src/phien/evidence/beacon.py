"""What a page's beacon says, checked: {"events": [{"t": token, "i": id, "s": seconds, "a": age}, …]}."""

import json
import re
from typing import NamedTuple
from urllib.parse import parse_qs

from phien.evidence.errors import HitsTooLarge, MalformedHits, TooManyHits
from phien.evidence.hits import LONGEST_GAP
from phien.evidence.tokens import MAX_MINUTES, Mark, Reader
from phien.lib import gate

MOST_BYTES = 16 * 1024
MOST_EVENTS = 50
MOST_SECONDS = 3600
MOST_AGE = MAX_MINUTES * 60

_EVENT_ID = re.compile(r"[A-Za-z0-9_.-]{1,40}")
_MOST_TOKEN = 1200
_decoded = json.JSONDecoder().decode


class Event(NamedTuple):
    """One event: the page's mark, the page's own number for it, seconds watched, and how many seconds ago it was,
    where the beacon had to be sent again."""

    mark: Mark
    name: str = ""
    seconds: int = 0
    age: int = 0


async def body_of(headers: gate.Headers, receive: gate.Receive) -> bytes:
    """The whole body. HitsTooLarge; ConnectionResetError where the sender is gone."""
    length = headers.get("content-length", "")
    if length.isdigit() and int(length) > MOST_BYTES:
        raise HitsTooLarge(limit=MOST_BYTES)
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionResetError
        more: bytes = message.get("body", b"")
        body += more
        if len(body) > MOST_BYTES:
            raise HitsTooLarge(limit=MOST_BYTES)
        if not message.get("more_body"):
            return body


def events_of(body: bytes, reader: Reader) -> list[Event]:
    """The batch, each event checked. One bad event refuses the whole batch, so that nothing is half counted."""
    try:
        facts = _decoded(body.decode())
    except (ValueError, RecursionError) as error:
        raise MalformedHits(why="not JSON") from error
    events = facts.get("events") if isinstance(facts, dict) else None
    if not isinstance(events, list) or not events:
        raise MalformedHits(why='no list "events"')
    if len(events) > MOST_EVENTS:
        raise TooManyHits(limit=MOST_EVENTS)
    return [_event(event, reader) for event in events]


def event_in(query: bytes, reader: Reader) -> Event:
    """The event of a picture's address, ?t=token."""
    try:
        given = parse_qs(query.decode("latin-1"), max_num_fields=5)
    except ValueError as error:
        raise MalformedHits(why="too many parameters") from error
    return Event(reader.read(given.get("t", [""])[0][:_MOST_TOKEN]))


def _event(event: object, reader: Reader) -> Event:
    if not isinstance(event, dict):
        raise MalformedHits(why="an event is not an object")
    token, name = event.get("t"), event.get("i", "")
    if not isinstance(token, str) or not 0 < len(token) <= _MOST_TOKEN:
        raise MalformedHits(why='an event has no token "t"')
    if not isinstance(name, str) or (name and not _EVENT_ID.fullmatch(name)):
        raise MalformedHits(why='an event\'s id "i" holds other than 40 letters, digits, dots and dashes')
    seconds, age = _seconds(event, "s", MOST_SECONDS), _seconds(event, "a", MOST_AGE)
    mark = reader.read(token)
    return Event(mark, name, min(seconds, LONGEST_GAP) if mark.kind == "live" else 0, age)


def _seconds(event: dict[str, object], name: str, most: int) -> int:
    given = event.get(name, 0)
    if type(given) is not int or not 0 <= given <= most:
        raise MalformedHits(why=f'an event\'s seconds "{name}" are not between 0 and {most}')
    return given
