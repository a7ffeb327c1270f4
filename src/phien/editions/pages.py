"""Views whose pages are kept."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from phien.editions.gzipped import Stored
from phien.editions.queries import EVERYTHING, all_numbers, numbers
from phien.editions.shelf import Key, Shelf
from phien.lib import clock, kept
from phien.lib.kept import Nobody, Reader

shelf = Shelf(settings.PHIEN_KEPT_PAGES_MB * 1_000_000)
Context = dict[str, Any]


def kept_page(
    template: str, *, changed_by: tuple[str, ...] = ()
) -> Callable[[Callable[..., Context | HttpResponse]], Callable[..., HttpResponse]]:
    """For a view that gives its template's context, or a response where there is no such page.

    The view is called only when no page is kept that is still true. It says what the page stands on
    (`kept.stands_on`), before or after it reads: the editions' numbers were read before it was called. Of a query's
    parameters those named `changed_by` change the page, which is then made for its reader alone.
    """

    def decorate(view: Callable[..., Context | HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def shown(request: HttpRequest, **names: Any) -> HttpResponse:
            if not shelf.room or any(request.GET.get(name) for name in changed_by):
                found = view(request, **names)
                return found if isinstance(found, HttpResponse) else render(request, template, found)
            key = (get_language(), request.path)
            stored = _true_page(key) or _new_page(key, template, view, request, names)
            return stored if isinstance(stored, HttpResponse) else _response(request, stored)

        return shown

    return decorate


def _true_page(key: Key) -> Stored | None:
    """The page that is kept, if nothing that it shows has changed since."""
    stored = shelf.get(key)
    if stored is None or not stored.page.is_true_at(clock.now()):
        return None
    return stored if numbers(stored.page.names) == stored.numbers else None


def _new_page(
    key: Key, template: str, view: Callable[..., Context | HttpResponse], request: HttpRequest, names: dict[str, Any]
) -> Stored | HttpResponse:
    """The page made anew, or by another thread while this one waited for its turn."""
    with shelf.alone(key):
        stored = _true_page(key)
        if stored is not None:
            return stored
        known = all_numbers()
        nobody = Nobody(request)
        kept.stands_on(nobody, EVERYTHING)
        found = view(nobody, **names)
        if isinstance(found, HttpResponse):
            return view(request, **names)  # type: ignore[return-value]  # rare, and so made for its reader
        page = nobody.rendered(template, found)
        stored = Stored(page, {name: known[name] for name in page.names if name in known})
        if page.may_stay:
            shelf.put(key, stored)
        return stored


def _response(request: HttpRequest, stored: Stored) -> HttpResponse:
    reader = Reader(request, stored.page)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(stored.gzipped(reader), headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(stored.plain(reader))
    patch_vary_headers(response, ("Accept-Encoding",))
    return response
