"""GET /stream?t=<room token>&since=<number>: a thin ASGI callable that opens a room's event stream.

It stands before Django's middleware, so it checks host, origin and token by itself. The browser sends `Last-Event-ID`
when it comes back; that is newer than the page's `since`. Without either the stream begins with what happens next.
"""

import logging
import random

from django.utils.translation import gettext_lazy as _

from phien.lib import gate
from phien.lib.errors import Refused
from phien.realtime import tokens
from phien.realtime.arrivals import Arrivals
from phien.realtime.connection import Connection
from phien.realtime.hub import hub

PATH = "/stream"
LARGEST = 2**63 - 1
MOST_FIELDS = 8
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"transfer-encoding", b"chunked"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]

log = logging.getLogger(__name__)
arrivals = Arrivals()


class WrongNumber(Refused):
    code = "wrong_number"
    status = 400
    message = _("The number of the last message is not a number.")


class Closing(Refused):
    code = "closing"
    status = 503
    message = _("The site is just starting again. Please try again in a moment.")


def fields_of(query: bytes) -> dict[str, str]:
    """The query's fields. Written out, since ten thousand may come at once and urllib takes a fifth of their time."""
    parts = query.decode("latin-1").split("&")
    if len(parts) > MOST_FIELDS:
        raise WrongNumber
    return {name: value for name, _, value in (part.partition("=") for part in parts)}


def last_known(headers: gate.Headers, query: dict[str, str]) -> int | None:
    """The number of the last message that the listener has; None when it says nothing."""
    text = headers.get("last-event-id", "").strip() or query.get("since", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 19 or int(text) > LARGEST:
        raise WrongNumber
    return int(text)


async def stream(scope: gate.Scope, receive: gate.Receive, send: gate.Send) -> None:
    await arrivals.turn()
    headers = gate.headers_of(scope)
    try:
        gate.check(scope, headers, method="GET")
        query = fields_of(scope["query_string"])
        admission = tokens.read_token(query.get("t", "").replace("%3A", ":"))  # of its characters only that is escaped
        since = last_known(headers, query)
        if hub.is_stopping:
            raise Closing(retry_after=random.randint(1, 4))  # spreads the return, guards nothing
        try:
            await hub.open(admission.topic)
        except Exception as error:
            log.exception("The room %s cannot be opened", admission.topic)
            raise Closing(retry_after=random.randint(2, 8)) from error
    except Refused as error:
        await gate.refuse(send, headers, error)
        return
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    room = await hub.open(admission.topic)  # open already: this does not wait
    connection = Connection.take_over(send, at=room.number if since is None else since, counts=admission.counts)
    if connection is not None:
        room.admit(connection)
