"""Kept pages: rendered once for nobody in particular, with holes for what differs from reader to reader.

The template sees a request without session, user and query, so that what belongs to one reader cannot get into a page
for all. What does differ, such as a form's token, a signed mark or the pieces left, leaves a hole: a function that is
asked anew for each reader. A page that is not kept is rendered by the same templates, without holes.
"""

import secrets
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from phien.lib import clock, codes

MOST_VARIANTS = 500
"""Renderings of one part that are kept."""


@dataclass(slots=True)
class Reader:
    """Who is served now, and from which page. `once` asks a question once, however many holes put it."""

    request: HttpRequest
    page: "Page | None" = None
    _known: dict[str, Any] = field(default_factory=dict)

    def once[Answer](self, name: str, ask: Callable[[], Answer]) -> Answer:
        if name not in self._known:
            self._known[name] = ask()
        answer: Answer = self._known[name]
        return answer

    def asked(self, name: str) -> str:
        """A parameter of the address, or of the form that was sent back with its faults."""
        return self.request.GET.get(name) or self.request.POST.get(name, "")

    @property
    def link(self) -> str:
        """The code of the short link by which they came (`via`); empty without one."""
        return self.once("link", lambda: codes.read(self.asked("via")))

    @property
    def is_signed_in(self) -> bool:
        return self.once("is_signed_in", lambda: bool(getattr(self.request, "user", AnonymousUser()).is_authenticated))


Fill = Callable[[Reader], str]


@dataclass(slots=True)
class Page:
    """`texts` with a hole after each but the last; what it stands on, and how long it shows what is true."""

    texts: list[str]
    fills: list[Fill]
    names: frozenset[str]
    made_at: datetime
    until: datetime | None
    wants: dict[str, dict[Hashable, Any]]
    may_stay: bool

    def is_true_at(self, now: datetime) -> bool:
        return self.made_at <= now and (self.until is None or now < self.until)

    def filled(self, reader: Reader) -> str:
        parts = [self.texts[0]]
        for fill, text in zip(self.fills, self.texts[1:], strict=True):
            parts.append(fill(reader))
            parts.append(text)
        return "".join(parts)


class Nobody(HttpRequest):
    """The request for which a kept page is made: the address without its query, in a language, by no one."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        self.method, self.path, self.path_info = "GET", request.path, request.path_info
        self.META = {name: request.META[name] for name in ("SERVER_NAME", "SERVER_PORT") if name in request.META}
        self.resolver_match = request.resolver_match
        self.LANGUAGE_CODE = request.LANGUAGE_CODE
        self.user = AnonymousUser()
        self.session: dict[str, Any] = {}  # type: ignore[assignment]  # nothing is read from it nor kept in it
        self.made_at = clock.now()
        self.fills: list[Fill] = []
        self.names: set[str] = set()
        self.until: datetime | None = None
        self.wants: dict[str, dict[Hashable, Any]] = {}
        self.may_stay = True
        self.mark = f"\x02{secrets.token_hex(8)}\x02"

    def hole(self, fill: Fill) -> SafeString:
        self.fills.append(fill)
        return mark_safe(f"{self.mark}{len(self.fills) - 1}{self.mark}")  # noqa: S308  # our own mark

    def rendered(self, template: str, context: dict[str, Any]) -> Page:
        """The page with its holes. One that the template repeated or left out is counted as it stands there."""
        pieces = render_to_string(template, context, request=self).split(self.mark)
        fills = [self.fills[int(number)] for number in pieces[1::2]]
        return Page(pieces[::2], fills, frozenset(self.names), self.made_at, self.until, self.wants, self.may_stay)


def stands_on(request: HttpRequest, *names: str, until: Iterable[datetime | None] = ()) -> None:
    """Say what a page is made from: the editions it stands on, and the moments at which it changes by itself.

    Moments that have passed are left out. Nothing happens for a page that is not kept.
    """
    if isinstance(request, Nobody):
        request.names.update(names)
        coming = [moment for moment in (*until, request.until) if moment is not None and moment > request.made_at]
        request.until = min(coming, default=None)


def do_not_stay(request: HttpRequest) -> None:
    """This page depends on what nobody renews: it is made each time."""
    if isinstance(request, Nobody):
        request.may_stay = False


def wants(request: HttpRequest, what: str, key: Hashable, facts: object) -> bool:
    """Note what the page's holes will ask for, so that they can ask for all of it at once (`Reader.page.wants`).
    False where the page is not kept."""
    if not isinstance(request, Nobody):
        return False
    request.wants.setdefault(what, {})[key] = facts
    return True


def fresh(request: HttpRequest, fill: Fill) -> str:
    """What `fill` says of this reader: a hole in a kept page. It gives HTML."""
    return request.hole(fill) if isinstance(request, Nobody) else mark_safe(fill(Reader(request)))  # noqa: S308


def part[Facts: Hashable](
    request: HttpRequest, template: str, facts: Callable[[Reader], Facts], context: Callable[[Facts], dict[str, Any]]
) -> str:
    """A template that depends on `facts`, which are asked for each reader; rendered once for each of their values,
    with the `context` that they give."""
    if not isinstance(request, Nobody):
        return render_to_string(template, context(facts(Reader(request))), request=request)
    known: dict[Facts, Page] = {}

    def fill(reader: Reader) -> str:
        found = facts(reader)
        page = known.get(found)
        if page is None:
            if len(known) >= MOST_VARIANTS:
                known.clear()
            page = known[found] = Nobody(request).rendered(template, context(found))
        return page.filled(reader)

    return request.hole(fill)
