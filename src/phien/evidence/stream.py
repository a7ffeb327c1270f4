"""The collector: a thin ASGI callable that stands before Django, so it checks host, origin and token itself.

POST /hit       {"events": [{"t": token, "i": id, "s": seconds}, …]}  at most 50 events and 16 KB; 204
GET  /hit.gif   ?t=token                                              a picture of one pixel, never stored

Errors are JSON, {"code", "message"}, with their status. 503 means: not written, send it again.
"""

import asyncio
import hashlib
import json
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.db import connection
from django.http.request import split_domain_port, validate_host
from django.utils import translation
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from phien.evidence import actions, tokens
from phien.evidence.actions import salts
from phien.evidence.errors import (
    HitsTooLarge,
    JournalUnavailable,
    MalformedHits,
    TooManyHits,
    WrongHost,
    WrongMethod,
    WrongOrigin,
)
from phien.evidence.hits import LONGEST_GAP, Hit
from phien.evidence.visitors import client_address, visitor_id
from phien.lib import clock
from phien.lib.errors import Refused

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = dict[str, str]

PATHS = frozenset({"/hit", "/hit.gif"})
MOST_BYTES = 16 * 1024
MOST_EVENTS = 50
GIF = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")

_EVENT_ID = re.compile(r"[A-Za-z0-9_.-]{1,40}")
_MOST_TOKEN = 1200


async def collect(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request to /hit or /hit.gif."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    try:
        _check_host(headers)
        if scope["path"] == "/hit":
            _check_method(scope, "POST")
            _check_origin(scope, headers)
            events = _events(await _body(headers, receive))
        else:
            _check_method(scope, "GET")
            events = [(tokens.read(_token_in(scope)), "", 0)]
        await _count(scope, headers, events)
    except Refused as error:
        await _refuse(send, headers, error)
    except ConnectionResetError:
        return
    else:
        if scope["path"] == "/hit":
            await _answer(send, 204, b"")
        else:
            await _answer(send, 200, GIF, (b"content-type", b"image/gif"))


def _check_host(headers: Headers) -> None:
    allowed = settings.ALLOWED_HOSTS
    if settings.DEBUG and not allowed:
        allowed = [".localhost", "127.0.0.1", "[::1]"]
    domain = split_domain_port(headers.get("host", ""))[0]
    if not domain or not validate_host(domain, allowed):
        raise WrongHost


def _check_method(scope: Scope, method: str) -> None:
    if scope["method"] != method:
        raise WrongMethod(method=method)


def _check_origin(scope: Scope, headers: Headers) -> None:
    """A browser names the page's origin. Where it is missing (old in-app browsers) the signed token must do."""
    origin = headers.get("origin")
    if origin is None or origin == settings.PHIEN_ORIGIN:
        return
    parts = urlsplit(origin)
    if parts.scheme not in {"http", "https"} or parts.netloc.lower() != headers.get("host", "").lower():
        raise WrongOrigin


def _token_in(scope: Scope) -> str:
    try:
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"), max_num_fields=5)
    except ValueError as error:
        raise MalformedHits(why="too many parameters") from error
    tokens_given: list[str] = query.get("t", [""])
    return tokens_given[0][:_MOST_TOKEN]


async def _body(headers: Headers, receive: Receive) -> bytes:
    length = headers.get("content-length", "")
    if length.isdigit() and int(length) > MOST_BYTES:
        raise HitsTooLarge(limit=MOST_BYTES)
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionResetError
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            raise HitsTooLarge(limit=MOST_BYTES)
        if not message.get("more_body"):
            return bytes(body)


def _events(body: bytes) -> list[tuple[tokens.Mark, str, int]]:
    """The batch, each event checked. One bad event refuses the whole batch, so that nothing is half counted."""
    try:
        facts = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise MalformedHits(why="not JSON") from error
    events = facts.get("events") if isinstance(facts, dict) else None
    if not isinstance(events, list) or not events:
        raise MalformedHits(why='no list "events"')
    if len(events) > MOST_EVENTS:
        raise TooManyHits(limit=MOST_EVENTS)
    return [_event(event) for event in events]


def _event(event: object) -> tuple[tokens.Mark, str, int]:
    if not isinstance(event, dict):
        raise MalformedHits(why="an event is not an object")
    token, name, seconds = event.get("t"), event.get("i", ""), event.get("s", 0)
    if not isinstance(token, str) or not 0 < len(token) <= _MOST_TOKEN:
        raise MalformedHits(why='an event has no token "t"')
    if not isinstance(name, str) or (name and not _EVENT_ID.fullmatch(name)):
        raise MalformedHits(why='an event\'s id "i" holds other than 40 letters, digits, dots and dashes')
    if not isinstance(seconds, int) or isinstance(seconds, bool) or not 0 <= seconds <= 3600:
        raise MalformedHits(why='an event\'s seconds "s" are not between 0 and 3600')
    return tokens.read(token), name, seconds


async def _count(scope: Scope, headers: Headers, events: list[tuple[tokens.Mark, str, int]]) -> None:
    agent = headers.get("user-agent", "")
    peer = (scope.get("client") or ("", 0))[0]
    visitor = visitor_id(
        salt=await _salt(), address=client_address(peer, headers.get("x-forwarded-for", "")), user_agent=agent
    )
    actions.record_hits(hits=[_hit(visitor, agent, *event) for event in events])


def _hit(visitor: str, agent: str, mark: tokens.Mark, name: str, seconds: int) -> Hit:
    # A page counts once each time it is served, however often its token comes back; clicks and heartbeats are told
    # apart by the page's own numbering. The visitor is part of the id: nobody can take another's hit away.
    own = name if mark.kind in {"click", "live"} else ""
    event_id = hashlib.sha256(f"{visitor}|{mark.nonce}|{mark.kind}|{own}".encode()).hexdigest()[:32]
    return actions.make_hit(
        kind=mark.kind,
        subject=mark.subject,
        campaign=mark.campaign,
        place=mark.place,
        creator=mark.creator,
        link=mark.link,
        visitor=visitor,
        user_agent=agent,
        is_staff=mark.is_staff,
        seconds=min(seconds, LONGEST_GAP) if mark.kind == "live" else 0,
        session_token=mark.nonce if mark.kind == "live" else "",
        event_id=event_id,
    )


async def _salt() -> bytes:
    today = clock.today()
    known = salts.known_salt(today)
    return known if known is not None else await asyncio.to_thread(_fetch_salt)


def _fetch_salt() -> bytes:
    try:
        return salts.salt_of(clock.today())
    finally:
        connection.close()


def _language(headers: Headers) -> str:
    for language, _weight in parse_accept_lang_header(headers.get("accept-language", "")):
        try:
            return get_supported_language_variant(language)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


async def _refuse(send: Send, headers: Headers, error: Refused) -> None:
    with translation.override(_language(headers)):
        body = json.dumps({"code": error.code, "message": str(error)}, ensure_ascii=False).encode()
    extra = [(b"content-type", b"application/json; charset=utf-8")]
    if isinstance(error, JournalUnavailable):
        extra.append((b"retry-after", b"5"))
    if isinstance(error, WrongMethod):
        extra.append((b"allow", str(error.facts["method"]).encode()))
    if isinstance(error, HitsTooLarge):
        extra.append((b"connection", b"close"))  # the rest of the body is not read
    await _answer(send, error.status, body, *extra)


async def _answer(send: Send, status: int, body: bytes, *extra: tuple[bytes, bytes]) -> None:
    headers = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"), *extra]
    if status != 204:
        headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
