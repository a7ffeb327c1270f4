"""What a replay shows: its length, its moments as chapters, and which product belongs to which second."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from phien.live.models import Broadcast, Moment, Pin
from phien.live.queries.bars import minute_of
from phien.live.queries.footage import air_of, folder_of
from phien.live.queries.room import Goods
from phien.video.folder import Air, Folder
from phien.video.offsets import Offsets, offsets_of

MOST_PEAKS = 3
LEAST_OF_A_PEAK = 3
"""Pieces sold within its minute, from which a minute is worth a chapter."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A moment of the replay. `second` and `until` are the replay's; `goods` is what is shown then; `sold` counts the
    pieces of it that went until the next chapter (of a peak: all pieces of that minute)."""

    kind: str
    at: datetime
    second: int
    until: int | None = None
    goods: Goods | None = None
    sold: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Replay:
    seconds: int
    chapters: list[Chapter]


@lru_cache(maxsize=64)
def _offsets(path: Path, air: Air, written: tuple[int, ...]) -> Offsets:
    """Read again only when more was written, or other things may be seen."""
    return offsets_of(Folder(path), air)


def footage_of(broadcast: Broadcast) -> Offsets | None:
    """What was filmed and may be seen of a broadcast; None where there is nothing."""
    folder, air = folder_of(broadcast), air_of(broadcast)
    if air.is_cut or not air.is_public or air.since is None:
        return None
    journals = [path for path in (folder.journal("main"), folder.journal("late")) if path.exists()]
    found = _offsets(folder.path, air, tuple(path.stat().st_size for path in journals))
    return found if found.pieces else None


def replay_of(broadcast: Broadcast, goods: Sequence[Goods]) -> Replay | None:
    """The replay of a broadcast that has ended; None where nothing was filmed, or it is not public."""
    if broadcast.ended_at is None:
        return None
    offsets = footage_of(broadcast)
    if offsets is None:
        return None
    return Replay(int(offsets.seconds), chapters_of(broadcast, goods, offsets))


def chapters_of(broadcast: Broadcast, goods: Sequence[Goods], offsets: Offsets) -> list[Chapter]:
    """Start, products shown, hand-overs and the minutes that sold most, in the order in which the replay shows them."""
    kinds = [Moment.Kind.STARTED, Moment.Kind.SALE, Moment.Kind.HANDED_OVER]
    moments = list(broadcast.moments.filter(kind__in=kinds).order_by("at", "pk"))
    sales = [moment for moment in moments if moment.kind == Moment.Kind.SALE]
    pins = list(Pin.objects.filter(broadcast=broadcast).order_by("pinned_at", "pk"))
    by_offer = {row.offer.pk: row for row in goods}
    ends = [*[pin.pinned_at for pin in pins[1:]], broadcast.ended_at]

    def second(at: datetime) -> int:
        return int(offsets.of(at.timestamp()))

    found = []
    for pin, end in zip(pins, ends, strict=True):
        row = by_offer.get(pin.offer_id)
        if row is None:
            continue
        until = pin.unpinned_at or end
        if until is not None and second(until) <= second(pin.pinned_at):
            continue  # nothing was filmed while it was shown
        sold = sum(
            sale.quantity
            for sale in sales
            if sale.ref == row.offer.product.slug and pin.pinned_at <= sale.at and (end is None or sale.at < end)
        )
        found.append(Chapter("pin", pin.pinned_at, second(pin.pinned_at), second(until) if until else None, row, sold))
    found += [
        Chapter(moment.kind, moment.at, second(moment.at), name=moment.ref)
        for moment in moments
        if moment.kind != Moment.Kind.SALE
    ]
    found += [Chapter("peak", at, second(at), sold=sold) for at, sold in _peaks(sales)]
    return sorted(found, key=lambda chapter: (chapter.second, chapter.at))


def _peaks(sales: Sequence[Moment]) -> list[tuple[datetime, int]]:
    """(first sale, pieces) of the minutes in which most were sold."""
    first: dict[datetime, datetime] = {}
    sold: Counter[datetime] = Counter()
    for sale in sales:
        minute = minute_of(sale.at)
        first.setdefault(minute, sale.at)
        sold[minute] += sale.quantity
    return [(first[minute], pieces) for minute, pieces in sold.most_common(MOST_PEAKS) if pieces >= LEAST_OF_A_PEAK]
