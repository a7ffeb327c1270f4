"""POST /claim: a thin ASGI callable behind the room's buy button.

{"t": token, "offer": id, "quantity": 1, "key": uuid, "phone": "0912345678", "via": code}, at most 2 KB; phone and via
may be missing. Answers, always after they are on the disk:

201  {"state": "held", "key", "offer", "quantity", "price", "until", "url"}; 200 for a key that came before
202  {"state": "waiting", "key", "offer", "quantity", "number", "ahead", "held", "url"}; 200 for a key that came before
409  {"code": "sold_out", "message", "left", "held"}, and the other refusals of the market with their status
429, 503  too often, too many at once: the same claim may be sent again after Retry-After

It stands before Django's middleware, so it checks host, origin and token by itself.
"""

import json
import re
import uuid
from dataclasses import dataclass
from typing import TypeIs

from django.core.exceptions import ValidationError

from phien.evidence.visitors import client_address
from phien.lib import codes, gate
from phien.lib.errors import Refused
from phien.market import phones
from phien.market.actions.claims import Claim, Held, InLine, Outcome
from phien.market.claims import tokens
from phien.market.claims.group import group
from phien.market.claims.pace import Pace
from phien.market.errors import ClaimTooLarge, MalformedClaim, SoldOut, WrongQuantity

PATH = "/claim"
MOST_BYTES = 2048
LARGEST = 2**31 - 1
_KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

pace = Pace()


@dataclass(frozen=True, slots=True)
class Press:
    """A claim with what the pace looks at."""

    claim: Claim
    page: str


async def claim(scope: gate.Scope, receive: gate.Receive, send: gate.Send) -> None:
    headers = gate.headers_of(scope)
    try:
        gate.check(scope, headers, method="POST")
        press = read(await _body(headers, receive))
        peer = (scope.get("client") or ("", 0))[0]
        address = client_address(peer, headers.get("x-forwarded-for", ""))
        pace.check(page=press.page, phone=press.claim.phone, address=address.packed if address else b"")
        outcome = await group.ask(press.claim)
    except Refused as refusal:
        outcome = refusal
    except ConnectionResetError:
        return
    if isinstance(outcome, Refused):
        also = {"left": outcome.facts["left"], "held": outcome.facts["held"]} if isinstance(outcome, SoldOut) else None
        await gate.refuse(send, headers, outcome, also=also)
        return
    status, body = told(outcome)
    lines = [
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": lines})
    await send({"type": "http.response.body", "body": body})


async def _body(headers: gate.Headers, receive: gate.Receive) -> bytes:
    length = headers.get("content-length", "")
    if length.isdigit() and int(length) > MOST_BYTES:
        raise ClaimTooLarge
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionResetError
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            raise ClaimTooLarge
        if not message.get("more_body"):
            return bytes(body)


def read(body: bytes) -> Press:
    """The claim in a request's body. Raises MalformedClaim, WrongQuantity, WrongClaimToken."""
    try:
        facts = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise MalformedClaim from error
    if not isinstance(facts, dict):
        raise MalformedClaim
    offer, quantity = facts.get("offer"), facts.get("quantity", 1)
    token, key, phone, via = (_text(facts.get(name)) for name in ("t", "key", "phone", "via"))
    if not _KEY.fullmatch(key) or not _is_whole(offer) or not 0 < offer <= LARGEST:
        raise MalformedClaim
    if not _is_whole(quantity) or not 0 < quantity <= LARGEST:
        raise WrongQuantity
    topic, nonce = tokens.read(token)
    try:
        phone = phones.read(phone) if phone else ""
    except ValidationError as error:
        raise MalformedClaim(str(error.message)) from error
    via = codes.normalise(via)[:12] if via else ""
    return Press(Claim(uuid.UUID(key), offer, quantity, phone, topic, via if codes.is_right(via) else ""), nonce)


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise MalformedClaim
    return value


def _is_whole(value: object) -> TypeIs[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def told(outcome: Outcome) -> tuple[int, bytes]:
    """Status and body of what is no refusal. Written by hand: all of it is numbers, a key and a time."""
    assert isinstance(outcome, Held | InLine)  # noqa: S101
    key, offer, quantity = outcome.claim.key, outcome.claim.offer_id, outcome.claim.quantity
    facts = f'"key": "{key}", "offer": {offer}, "quantity": {quantity}, "url": "/claim/{key}/"'
    if outcome.replayed:
        facts += ', "replayed": true'
    if isinstance(outcome, Held):
        status = 201
        facts += f', "state": "held", "price": {outcome.price}, "until": "{outcome.until.isoformat()}"'
    else:
        status = 202
        facts += f', "state": "waiting", "number": {outcome.number}, "ahead": {outcome.ahead}, "held": {outcome.held}'
    return 200 if outcome.replayed else status, f"{{{facts}}}".encode()
