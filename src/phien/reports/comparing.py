"""Two reports side by side. A difference is given only where both were counted by the same definition."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from phien.reports import words
from phien.reports.board import Board
from phien.reports.cells import Cell


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure in two reports, either of which may lack it."""

    left: Cell | None
    right: Cell | None

    @property
    def cell(self) -> Cell:
        """The one that there is, for its name and its source."""
        found = self.right or self.left
        if found is None:
            raise ValueError("a pair of nothing")
        return found

    @property
    def difference(self) -> Decimal | None:
        """Right less left; None where they cannot be compared."""
        if self.left is None or self.right is None or self.left.interval or self.right.interval:
            return None
        if self.left.definition_hash != self.right.definition_hash:
            return None
        return self.right.net - self.left.net

    @property
    def difference_text(self) -> str:
        difference = self.difference
        if difference is not None:
            sign = "+" if difference > 0 else "−" if difference < 0 else "±"
            return f"{sign}{words.amount(abs(difference), self.cell.metric.unit)}"
        if self.left is None or self.right is None:
            return _("only in one of them")
        if self.left.interval or self.right.interval:
            return _("intervals are not subtracted")
        return _("another definition")


def pairs_of(left: Board, right: Board) -> list[Pair]:
    """Every total of either, in the order of the right one."""
    lefts = {cell.metric.id: cell for cell in left.totals}
    rights = {cell.metric.id: cell for cell in right.totals}
    return [Pair(lefts.get(name), rights.get(name)) for name in [*rights, *(n for n in lefts if n not in rights)]]
