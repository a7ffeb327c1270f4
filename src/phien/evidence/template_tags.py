"""Marks on pages, for the beacon (phien/js/hit.js) and for readers without JavaScript."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from phien.evidence import tokens
from phien.lib import codes

register = template.Library()


def _token(context: template.Context, kind: str, **what: Any) -> str:
    request = context.get("request")
    user = getattr(request, "user", None)
    link = str(what.pop("link", "") or "")
    if not link and request is not None:
        typed = codes.normalise(request.GET.get("via", ""))[:12]
        link = typed if codes.is_right(typed) else ""
    return tokens.sign(
        kind=kind,
        link=link,
        is_staff=bool(user and user.is_authenticated),
        **{name: str(getattr(value, "slug", value) or "") for name, value in what.items()},
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
    return _token(context, kind, subject=subject, campaign=campaign, creator=creator, place=place, link=link)


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
    token = _token(context, kind, subject=subject, campaign=campaign, creator=creator, place=place, link=link)
    return format_html(
        '<noscript><img src="/hit.gif?{}" alt="" width="1" height="1" loading="eager"></noscript>',
        urlencode({"t": token}),
    )
