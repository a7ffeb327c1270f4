"""What stands before a hot path: the checks of host and origin that Django's middleware makes for pages."""

import json
from collections.abc import Awaitable, Callable, Iterable, MutableMapping, Sequence
from functools import lru_cache
from typing import Any, overload
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from phien.lib.errors import Refused

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Lines = Sequence[tuple[bytes, bytes]]


class WrongHost(Refused):
    code = "wrong_host"
    status = 400
    message = _("This site does not answer under that name.")


class WrongOrigin(Refused):
    code = "wrong_origin"
    status = 403
    message = _("Another site's page may not ask this.")


class WrongMethod(Refused):
    code = "wrong_method"
    status = 405
    message = _("Only %(method)s is answered here.")


class Headers:
    """A request's header lines, decoded only where one is asked for; of a header sent twice the last. Names are in
    lower case, as an ASGI server gives them."""

    __slots__ = ("_lines",)

    def __init__(self, lines: Iterable[tuple[bytes, bytes]]) -> None:
        self._lines = dict(lines)

    @overload
    def get(self, name: str) -> str | None: ...
    @overload
    def get(self, name: str, default: str) -> str: ...

    def get(self, name: str, default: str | None = None) -> str | None:
        found = self._lines.get(name.encode())
        return default if found is None else found.decode("latin-1")


def headers_of(scope: Scope) -> Headers:
    return Headers(scope["headers"])


def check_host(headers: Headers) -> None:
    """Raise WrongHost where Django would refuse."""
    if not _is_ours(headers.get("host", ""), tuple(settings.ALLOWED_HOSTS)):
        raise WrongHost


def check(scope: Scope, headers: Headers, *, method: str) -> None:
    """Raise WrongMethod, WrongHost or WrongOrigin where Django's middleware would refuse."""
    if scope["method"] != method:
        raise WrongMethod(method=method)
    check_host(headers)
    if _is_foreign(headers.get("origin"), headers.get("host", ""), settings.PHIEN_ORIGIN):
        raise WrongOrigin
    if headers.get("sec-fetch-site") == "cross-site":
        raise WrongOrigin


# Nearly all requests name the same host and origin, so what was found for them is kept.


@lru_cache(maxsize=256)
def _is_ours(host: str, allowed: tuple[str, ...]) -> bool:
    domain = split_domain_port(host)[0]
    return bool(domain) and validate_host(domain, allowed)


@lru_cache(maxsize=256)
def _is_foreign(origin: str | None, host: str, own: str) -> bool:
    if origin is None or origin == own:
        return False
    try:
        parts = urlsplit(origin)
    except ValueError:
        return True
    return parts.scheme not in {"http", "https"} or parts.netloc.lower() != host.lower()


def language_of(headers: Headers) -> str:
    for language, _weight in parse_accept_lang_header(headers.get("accept-language", "")):
        try:
            return get_supported_language_variant(language)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


async def refuse(
    send: Send, headers: Headers, error: Refused, *, also: dict[str, object] | None = None, extra: Lines = ()
) -> None:
    """Answer with JSON {"code", "message", …also} in the reader's language, with `extra` header lines."""
    with translation.override(language_of(headers)):
        facts = {"code": error.code, "message": str(error), **(also or {})}
        body = json.dumps(facts, ensure_ascii=False).encode()
    lines = [
        (b"content-type", b"application/json; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        *extra,
    ]
    if "retry_after" in error.facts:
        lines.append((b"retry-after", str(error.facts["retry_after"]).encode()))
    if isinstance(error, WrongMethod):
        lines.append((b"allow", str(error.facts["method"]).encode()))
    await send({"type": "http.response.start", "status": error.status, "headers": lines})
    await send({"type": "http.response.body", "body": body})
