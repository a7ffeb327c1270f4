"""Credits under the names that people know them by, and the picture of what they stand on."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from phien.campaigns.models import Campaign
from phien.reports import words
from phien.reports.credit.counting import BASES, Claim, Credited, Sums
from phien.reports.labels import names_of

WIDTH = 1000

RUNGS: tuple[tuple[str, str | Promise], ...] = (
    (
        "affiliate",
        _(
            "The platform's own affiliate row names the order: its publication's creator, else the creator whom the "
            "row itself names."
        ),
    ),
    ("code", _("The buyer typed a creator's code at checkout.")),
    ("link", _("The buyer came by a creator's short link, carried by the form or followed the same day.")),
    (
        "live",
        _(
            "The order fell into a live broadcast that showed the product, or within 30 minutes of it. This is shown "
            "as assisted only, and wins nothing."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of the bar, in thousandths of its width."""

    basis: str
    name: str | Promise
    sums: Sums
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Named:
    """A claim in words. `why`: why it lost; empty for the winner."""

    basis: str | Promise
    creator: str
    publication: str
    named: str
    why: str | Promise


@dataclass(frozen=True, slots=True)
class Line:
    order: Credited
    winner: Named | None
    losers: list[Named]
    assisted_by: list[str]


def parts_of(sums: dict[str, Sums]) -> list[Part]:
    """The stacked bar: orders by what they were credited by, whatever became of them."""
    whole = sum(one.orders for one in sums.values())
    parts, done = [], 0
    for basis in BASES:
        number = sums[basis].orders
        x = done * WIDTH // whole if whole else 0
        done += number
        width = (done * WIDTH // whole if whole else 0) - x
        parts.append(Part(basis, words.BASES[basis], sums[basis], x, width))
    return parts


def lines_of(orders: Iterable[Credited], campaign: Campaign) -> list[Line]:
    """The orders in words. Three queries for names, however many there are."""
    orders = list(orders)
    claims = [claim for order in orders for claim in order.claims]
    creators = names_of("creator", {claim.creator for claim in claims}, campaign)
    publications = names_of("publication", {claim.publication for claim in claims}, campaign)
    rooms = names_of("broadcast", {slug for order in orders for slug in order.assisted_by}, campaign)

    def named(claim: Claim, winner: Claim) -> Named:
        why: str | Promise = ""
        if claim.place > 1:
            why = _("stands on a lower rung") if claim.rung > winner.rung else _("is the earlier one on the same rung")
        return Named(
            words.BASES[claim.basis],
            str(creators.get(claim.creator) or claim.creator),
            str(publications.get(claim.publication) or claim.publication),
            claim.named,
            why,
        )

    lines = []
    for order in orders:
        winner = order.claims[0] if order.claims else None
        found = [named(claim, winner) for claim in order.claims] if winner else []
        assisted = [str(rooms.get(slug) or slug) for slug in order.assisted_by]
        lines.append(Line(order, found[0] if found else None, found[1:], assisted))
    return lines
