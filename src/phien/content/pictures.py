"""A small picture of the register: a bar for each origin, parted by platform, as long as its number."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from phien.content.models import Publication
from phien.content.platforms import PLATFORMS, name_of

WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """One platform's piece of a bar: where it begins and how wide it is, in thousandths of the longest bar."""

    platform: str
    name: str | Promise
    number: int
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Share:
    origin: str
    name: str | Promise
    number: int
    parts: list[Part]


def shares_of(counts: Sequence[tuple[str, str, int]]) -> list[Share]:
    """Bars by origin, in the order in which the register names them, out of (origin, platform, number)."""
    labels = dict(Publication.Origin.choices)
    order = list(labels)
    totals = {origin: sum(n for o, _p, n in counts if o == origin) for origin in labels}
    longest = max(totals.values(), default=0)
    platforms = [*PLATFORMS, *sorted({p for _o, p, _n in counts} - PLATFORMS.keys())]
    shares = []
    for origin in order:
        mine = {platform: number for o, platform, number in counts if o == origin}
        if not mine:
            continue
        parts, done = [], 0
        for platform in platforms:
            if number := mine.get(platform, 0):
                x = done * WIDTH // longest
                done += number
                parts.append(Part(platform, name_of(platform), number, x, max(2, done * WIDTH // longest - x)))
        shares.append(Share(origin, labels[origin], totals[origin], parts))
    return shares
