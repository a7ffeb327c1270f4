"""The line of an offer as its desk sees it."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from phien.market.models import Offer, Waiting
from phien.market.queries.line import Line, lines_of


def lines_of_offers(offers: Iterable[Offer]) -> dict[int, Line]:
    """{offer: its line}, with two statements."""
    return lines_of((offer.pk, offer.product_id) for offer in offers)


def places_in(offer: Offer, *, state: str = "", words: str = "") -> QuerySet[Waiting]:
    """Places in the offer's line in their order; `words` is a number in the line, or the end of a phone number."""
    rows = Waiting.objects.filter(offer=offer)
    if state in Waiting.State.values:
        rows = rows.filter(state=state)
    if words:
        digits = "".join(letter for letter in words if letter in "0123456789")
        asked = Q(phone__endswith=digits.lstrip("0")) if len(digits) >= 3 else Q(pk__in=[])
        rows = rows.filter(asked | Q(number=int(digits)) if 0 < len(digits) < 10 else asked)
    return rows.order_by("number")
