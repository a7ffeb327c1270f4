"""The collector: a thin ASGI callable that stands before Django, so it checks host, origin and token itself.

POST /hit       {"events": [{"t": token, "i": id, "s": seconds, "a": age}, …]}  at most 50 events and 16 KB; 204
GET  /hit.gif   ?t=token                                              a picture of one pixel, never stored

Errors are JSON, {"code", "message"}, with their status. 503 means: not written, send it again.
"""

from phien.evidence import beacon
from phien.evidence.actions.turns import Turns
from phien.evidence.errors import HitsTooLarge, JournalUnavailable
from phien.lib import gate
from phien.lib.errors import Refused

PATHS = frozenset({"/hit", "/hit.gif"})
GIF = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")

_WRITTEN = {"type": "http.response.start", "status": 204, "headers": []}
_NOTHING = {"type": "http.response.body", "body": b""}
_PICTURE = [
    (b"content-type", b"image/gif"),
    (b"content-length", str(len(GIF)).encode()),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
]

turns = Turns()


async def collect(scope: gate.Scope, receive: gate.Receive, send: gate.Send) -> None:
    """Answer one request to /hit or /hit.gif."""
    headers = gate.headers_of(scope)
    try:
        await _take_in(scope, headers, receive)
    except Refused as error:
        # The rest of a body that is too large is not read.
        extra = [(b"connection", b"close")] if isinstance(error, HitsTooLarge) else []
        await gate.refuse(send, headers, error, extra=extra)
    except ConnectionResetError:
        return
    else:
        if scope["path"] == "/hit":
            await send(_WRITTEN)
            await send(_NOTHING)
        else:
            await send({"type": "http.response.start", "status": 200, "headers": _PICTURE})
            await send({"type": "http.response.body", "body": GIF})


async def _take_in(scope: gate.Scope, headers: gate.Headers, receive: gate.Receive) -> None:
    """Returns once it is in the journal."""
    if scope["path"] == "/hit":
        gate.check(scope, headers, method="POST")
        body = await beacon.body_of(headers, receive)
        turn = turns.now() or await turns.next()
        events = beacon.events_of(body, turn.reader)
    else:
        gate.check(scope, headers, method="GET")
        turn = turns.now() or await turns.next()
        events = [beacon.event_in(scope.get("query_string", b""), turn.reader)]
    turn.add(
        events,
        peer=(scope.get("client") or ("", 0))[0],
        forwarded_for=headers.get("x-forwarded-for", ""),
        user_agent=headers.get("user-agent", ""),
    )
    if not await turn.written:
        raise JournalUnavailable
