"""{% qr %} draws a code; {% stocked %} shows what is left; the others are about the reader's way and basket."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Protocol, Self
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString

from phien.lib import kept
from phien.lib import qr as qr_codes
from phien.lib.kept import Reader
from phien.market import origins, visit
from phien.market.claims import tokens
from phien.market.models import Offer
from phien.market.queries.left import Reach, left_now
from phien.market.queries.offers import Card

register = template.Library()
STOCK = "stock"


class Stocked(Protocol):
    """An offer as a page shows it."""

    @property
    def offer(self) -> Offer: ...

    @property
    def reach(self) -> Reach: ...

    def with_left(self, left: int) -> Self: ...


@register.simple_tag
def qr(content: str, label: str = "") -> SafeString:
    return qr_codes.svg(content, label=label)


@register.simple_tag(takes_context=True)
def basket_link(context: template.Context, class_: str = "") -> str:
    """The way to the basket, where something lies in one."""
    return kept.part(
        context["request"],
        "market/basket_link.html",
        lambda reader: visit.pieces(reader.request),
        lambda pieces: {"pieces": pieces, "class": class_},
    )


@register.simple_tag(takes_context=True)
def stocked(context: template.Context, template_name: str, card: Card, **also: Any) -> str:
    """A template about an offer's card, with the pieces that are left when the page is served."""
    return stocked_part(context["request"], template_name, card, lambda now: {"card": now, **also})


def stocked_part[Thing: Stocked](
    request: HttpRequest, template_name: str, thing: Thing, context: Callable[[Thing], dict[str, Any]]
) -> str:
    """A template about something of which pieces are left; `context` is asked with it as it stands then."""
    key = thing.offer.pk
    if not kept.wants(request, STOCK, key, thing.reach):
        return render_to_string(template_name, context(thing), request=request)
    return kept.part(
        request,
        template_name,
        lambda reader: _left(reader)[key],
        lambda left: context(thing.with_left(left)),
    )


def _left(reader: Reader) -> dict[int, int]:
    """{offer: pieces left} of all that the page shows, asked once."""
    reaches: Any = reader.page.wants[STOCK] if reader.page is not None else {}
    return reader.once(STOCK, lambda: left_now(reaches))


@register.simple_tag(takes_context=True)
def carried(context: template.Context, origin: str = "") -> str:
    """What a link to a product carries on: the short link by which the reader came, and what led to the product."""
    return kept.fresh(context["request"], lambda reader: _query(reader.link, origin))


@lru_cache(maxsize=1000)
def _query(link: str, origin: str) -> str:
    facts = {"via": link, "o": origin}
    found = urlencode({name: value for name, value in facts.items() if value})
    return f"?{escape(found)}" if found else ""


@register.simple_tag(takes_context=True)
def carried_origin(context: template.Context) -> str:
    """What led to this page, signed, for a form's hidden field; empty where it is missing or not ours."""
    return kept.fresh(context["request"], _origin)


def _origin(reader: Reader) -> str:
    found = reader.asked("o") or reader.asked("origin")
    return escape(found) if origins.read(found) else ""


@register.simple_tag(takes_context=True)
def claim_token(context: template.Context, topic: str) -> str:
    """What lets this page's buy button claim (claims/tokens.py); one per page served."""
    return kept.fresh(context["request"], lambda reader: tokens.sign(topic))
