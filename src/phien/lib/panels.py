"""How an upper room shows itself on a lower room's page, without the lower room knowing it.

A room registers its panels in AppConfig.ready(); the page walks the list with {% panels "campaign" campaign %}.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

Query = Callable[[Any, HttpRequest], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of a page: `query(subject, request)` gives the template's context, or None to show nothing."""

    page: str
    name: str
    template: str
    query: Query
    order: int


_panels: dict[tuple[str, str], Panel] = {}


def register(*, page: str, name: str, template: str, query: Query, order: int) -> None:
    """Put a panel on a page. The same page and name again replaces it (so that ready() may run twice)."""
    _panels[page, name] = Panel(page, name, template, query, order)


def on(page: str) -> list[Panel]:
    """The panels of a page, top first."""
    return sorted((p for p in _panels.values() if p.page == page), key=lambda p: (p.order, p.name))
