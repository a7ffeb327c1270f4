"""Which cells of a report are not printed, so that no figure tells of a few people, nor lets itself be worked out.

A breakdown's cell is *small* when fewer than ten visitors (by province: fewer than ten orders) stand behind it. It is
hidden with all its numbers: gross, what was left out, net. Since totals are printed, a lone hidden cell would be the
total less the cells that are shown. So the next smallest cells are hidden with it, until at least two are hidden and
what they hold together is at least ten; the same where a coarser breakdown adds the cells up (the hours of a day, the
short links of a creator). Columns that are differences or products of each other (orders placed and net; live views,
watch time and viewers on average) hide the same lines. Where not enough can be hidden, the whole column is withheld.

The same figures always hide the same cells: ties go by the key, and what was chosen for an audience plays no part, so
that two editions of one window cannot be subtracted from each other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from phien.reports.metrics import REGISTRY, Source
from phien.reports.models import Figure

THRESHOLD = 10
LEAST_HIDDEN = 2
PARCELS = "province"
# A column hides the lines of the one that says of how many people it is.
PEOPLE_OF = {"watch_time": "live_views", "average_viewers": "live_views"}
PEOPLE_OF_PARCELS = "orders_placed"
COARSER = {"hour": "day", "link": "creator"}
# Kinds of hits are not people: they stand as totals under their own names too.
NOT_OF_PEOPLE = ("", "kind")

Place = tuple[str, str, str]
Column = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Amount:
    """What one cell holds: what counts, and all that was taken in; `parent` is the coarser cell's key."""

    net: Decimal
    gross: Decimal
    parent: str = ""

    @property
    def is_small(self) -> bool:
        return 0 < self.gross < THRESHOLD or 0 < self.net < THRESHOLD


@dataclass(frozen=True, slots=True)
class Hidden:
    """`cells` are (metric, dimension, key); `columns` (metric, dimension) are withheld as a whole."""

    cells: frozenset[Place] = frozenset()
    columns: frozenset[Column] = frozenset()


class Cover(NamedTuple):
    """What is hidden of one column and of the finer one inside it. None: the column is withheld."""

    coarse: set[str] | None
    fine: set[str] | None


def holds(hidden: Iterable[Amount]) -> bool:
    """Whether their sum, which anybody can work out, says enough little."""
    amounts = [amount for amount in hidden if amount.gross > 0]
    return not amounts or (
        len(amounts) >= LEAST_HIDDEN and sum((amount.net for amount in amounts), Decimal()) >= THRESHOLD
    )


def covered(cells: Mapping[str, Amount], hidden: Iterable[str]) -> set[str] | None:
    """The hidden keys with the next smallest that must be hidden beside them; None where there are not enough."""
    found = set(hidden)
    others = sorted((key for key in cells if key not in found), key=lambda key: (cells[key].net, key), reverse=True)
    while not holds(cells[key] for key in found):
        others = [key for key in others if cells[key].gross > 0]
        if not others:
            return None
        found.add(others.pop())
    return found


def cover(coarse: Mapping[str, Amount], fine: Mapping[str, Amount]) -> Cover:
    """Both levels of a breakdown at once: each line of `coarse` is the sum of the lines of `fine` it is parent of."""
    outer, inner = _small(coarse), _small(fine)
    before = None
    while before != (outer, inner):
        before = (set(outer), set(inner))
        enough = covered(coarse, outer)
        if enough is None or not coarse:
            return Cover(None, covered(fine, inner))
        outer = enough
        beside = _cover_inner(coarse, fine, outer, inner)
        if beside is None:
            return Cover(outer, None)
        inner = beside
    return Cover(outer, inner)


def _small(cells: Mapping[str, Amount]) -> set[str]:
    return {key for key, amount in cells.items() if amount.is_small}


def _cover_inner(
    coarse: Mapping[str, Amount], fine: Mapping[str, Amount], outer: set[str], inner: set[str]
) -> set[str] | None:
    """One turn: the lines inside each shown line, and all those together whose coarser line is hidden. A line inside
    which not enough can be hidden is added to `outer`."""
    hidden = set(inner)
    apart: tuple[dict[str, Amount], dict[str, Amount]] = ({}, {})
    for parent in sorted({amount.parent for amount in fine.values()}):
        inside = {key: amount for key, amount in fine.items() if amount.parent == parent}
        ours = hidden & set(inside)
        if parent in coarse and parent not in outer:
            enough = covered(inside, ours)
            if enough is None:
                outer.add(parent)
            hidden |= set(inside) if enough is None else enough
            continue
        apart[parent in outer].update(inside)
        filled = [key for key, amount in inside.items() if amount.gross > 0]
        if parent in outer and not ours and filled:  # shown lines alone would give the hidden sum away
            hidden.add(min(filled, key=lambda key: (inside[key].net, key)))
    for cells in apart:
        enough = covered(cells, hidden & set(cells))
        if enough is None:
            return None
        hidden |= enough
    return hidden


def leader_of(metric: str, dimension: str) -> str:
    """The metric whose numbers decide which lines of this one are hidden; '' where all may be printed."""
    if dimension in NOT_OF_PEOPLE:
        return ""
    if dimension == PARCELS:
        return PEOPLE_OF_PARCELS
    if metric in PEOPLE_OF:
        return PEOPLE_OF[metric]
    known = REGISTRY.get(metric)
    return metric if known and known.from_visitors and known.source is Source.COUNTED else ""


def _amounts(figures: Iterable[Figure]) -> dict[str, Amount]:
    return {
        figure.key: Amount(figure.net, figure.gross, figure.key[:10] if figure.dimension == "hour" else figure.within)
        for figure in figures
    }


def hidden_in(figures: Iterable[Figure], *, complementary: bool = True) -> Hidden:
    """What of these figures is not printed. Without `complementary`, small cells alone: reports of the first format."""
    columns: dict[Column, list[Figure]] = {}
    for figure in figures:
        columns.setdefault((figure.metric, figure.dimension), []).append(figure)
    amounts = {column: _amounts(rows) for column, rows in columns.items()}
    decided: dict[Column, set[str] | None] = {}
    cells: set[Place] = set()
    withheld: set[Column] = set()
    for metric, dimension in columns:
        leader = leader_of(metric, dimension)
        if not leader:
            continue
        column = (leader, dimension) if (leader, dimension) in columns else (metric, dimension)
        if column not in decided:
            decided[column] = _hidden_keys(column, amounts) if complementary else _small(amounts[column])
        keys = decided[column]
        if keys is None:
            withheld.add((metric, dimension))
        else:
            cells |= {(metric, dimension, key) for key in keys & set(amounts[metric, dimension])}
    return Hidden(frozenset(cells), frozenset(withheld))


def _hidden_keys(column: Column, amounts: Mapping[Column, dict[str, Amount]]) -> set[str] | None:
    metric, dimension = column
    finer = next((name for name, coarser in COARSER.items() if coarser == dimension), "")
    if dimension in COARSER:
        return cover(amounts.get((metric, COARSER[dimension]), {}), amounts[column]).fine
    return cover(amounts[column], amounts.get((metric, finer), {})).coarse
