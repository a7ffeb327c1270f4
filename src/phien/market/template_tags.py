"""{% qr %} draws a code; {% basket_pieces %} says how full the visitor's baskets are."""

from django import template
from django.utils.safestring import SafeString

from phien.lib import qr as qr_codes
from phien.market import visit

register = template.Library()


@register.simple_tag
def qr(content: str, label: str = "") -> SafeString:
    return qr_codes.svg(content, label=label)


@register.simple_tag(takes_context=True)
def basket_pieces(context: template.Context) -> int:
    return visit.pieces(context["request"])
