"""Marks on pages, for the beacon (phien/js/hit.js) and for readers without JavaScript."""

from collections.abc import Callable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from phien.evidence import tokens
from phien.lib import codes, kept
from phien.lib.kept import Reader

register = template.Library()


def _token(kind: str, *, link: str, **what: Any) -> Callable[[Reader], str]:
    """Signs for a reader: a page's nonce is never given twice."""
    blank = tokens.blank(kind=kind, **{name: str(getattr(row, "slug", row) or "") for name, row in what.items()})
    own = codes.read(link)
    return lambda reader: blank.signed(
        link=own or reader.link, is_staff=reader.is_signed_in, minutes=reader.once("minutes", tokens.minutes_now)
    )


@register.simple_tag(takes_context=True)
def hit_token(
    context: template.Context,
    kind: str,
    subject: str = "",
    campaign: Any = "",
    creator: Any = "",
    place: Any = "",
    link: str = "",
) -> str:
    """A signed token: for data-hit on <body> (the page itself), data-click-token (a product) or data-heartbeat (a
    live video). Campaign, creator and place may be rows with a slug; the short link's code comes from ?via=."""
    token = _token(kind, subject=subject, campaign=campaign, creator=creator, place=place, link=link)
    return kept.fresh(context["request"], token)


@register.simple_tag(takes_context=True)
def hit_pixel(
    context: template.Context,
    kind: str,
    subject: str = "",
    campaign: Any = "",
    creator: Any = "",
    place: Any = "",
    link: str = "",
) -> SafeString:
    """The same count for a reader without JavaScript: a picture of one pixel inside <noscript>."""
    token = _token(kind, subject=subject, campaign=campaign, creator=creator, place=place, link=link)
    address = kept.fresh(context["request"], lambda reader: urlencode({"t": token(reader)}))
    return format_html(
        '<noscript><img src="/hit.gif?{}" alt="" width="1" height="1" loading="eager"></noscript>', address
    )
